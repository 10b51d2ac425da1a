package insight

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/trex-ml/trex"
)

func scored(goal trex.Goal, values ...float64) []trex.Run {
	var runs []trex.Run
	for i, value := range values {
		run := trex.Run{ID: trex.MakeRunID(int64(i + 1)), Objective: trex.Objective{Metric: "m", Goal: goal}}
		if !math.IsNaN(value) {
			run.Best = &trex.Best{Value: value}
		}
		runs = append(runs, run)
	}
	return runs
}

func ids(runs []trex.Run) []trex.RunID {
	var out []trex.RunID
	for _, run := range runs {
		out = append(out, run.ID)
	}
	return out
}

func TestBestAndRanked(t *testing.T) {
	none := math.NaN()
	for _, test := range []struct {
		name string
		runs []trex.Run
		best trex.RunID
		want []trex.RunID
	}{
		{"Minimize", scored(trex.Minimize, 0.3, 0.1, 0.2), "r2", []trex.RunID{"r2", "r3", "r1"}},
		{"Maximize", scored(trex.Maximize, 0.3, 0.1, 0.4), "r3", []trex.RunID{"r3", "r1", "r2"}},
		{"WithoutAValueLast", scored(trex.Maximize, none, 0.1, none, 0.4), "r4", []trex.RunID{"r4", "r2", "r1", "r3"}},
		{"InfiniteIsNoValue", scored(trex.Maximize, math.Inf(1), 0.1), "r2", []trex.RunID{"r2", "r1"}},
		{"EqualOnesKeepTheirOrder", scored(trex.Minimize, 0.2, 0.1, 0.1), "r2", []trex.RunID{"r2", "r3", "r1"}},
		{"NoneHasAValue", scored(trex.Minimize, none, none), "", []trex.RunID{"r1", "r2"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var best trex.RunID
			if run := Best(test.runs); run != nil {
				best = run.ID
			}
			if best != test.best {
				t.Errorf("Best = %q, want %q", best, test.best)
			}
			if diff := cmp.Diff(test.want, ids(Ranked(test.runs))); diff != "" {
				t.Errorf("Ranked (-want +got):\n%s", diff)
			}
		})
	}
}

func TestBehind(t *testing.T) {
	runs := scored(trex.Maximize, 0.9, 0.7, 0.9, 0.8)
	if next, equal := Behind(&runs[0], runs); next.ID != "r3" || equal != 1 {
		t.Errorf("Behind = %s, %d, want r3, 1", next.ID, equal)
	}
	alone := scored(trex.Maximize, 0.9)
	if next, equal := Behind(&alone[0], alone); next != nil || equal != 0 {
		t.Errorf("Behind of one = %v, %d, want nothing", next, equal)
	}
}

func TestOrder(t *testing.T) {
	for _, test := range []struct {
		name string
		goal trex.Goal
		want []float64
	}{
		{"Minimize", trex.Minimize, []float64{-1, 0, 2}},
		{"Maximize", trex.Maximize, []float64{2, 0, -1}},
	} {
		t.Run(test.name, func(t *testing.T) {
			values := []float64{math.NaN(), 0, 2, -1, math.Inf(-1)}
			slices.SortStableFunc(values, func(a, b float64) int { return Order(trex.Objective{Goal: test.goal}, a, b) })
			if diff := cmp.Diff(append(test.want, math.NaN(), math.Inf(-1)), values, cmpopts.EquateNaNs()); diff != "" {
				t.Errorf("order (-want +got):\n%s", diff)
			}
		})
	}
}
