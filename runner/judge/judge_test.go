package judge_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runner/judge"
	"github.com/trex-ml/trex/store/storetest"
	"github.com/trex-ml/trex/store/teststore"
)

// TestOlder judges more than a batch of runs that ended before there were
// verdicts, and leaves active runs alone.
func TestOlder(t *testing.T) {
	t.Parallel()
	const runs = 250
	db := teststore.Open(t, t.TempDir())
	storetest.Accuracies(t, db, runs)
	for n := int64(1); n < runs; n++ {
		id := trex.MakeRunID(n)
		for step, value := range []float64{0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95} {
			point := trex.Point{Metric: "val_acc", Step: int64(step + 2), Value: value}
			if err := db.AppendPoints(t.Context(), trex.Append{Run: id, Points: []trex.Point{point}}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := db.FinishRun(t.Context(), trex.Finish{Run: id, Status: trex.Failed}); err != nil {
			t.Fatal(err)
		}
	}
	if err := judge.Older(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	run, err := db.FindRun(t.Context(), "r1")
	want := &trex.Verdict{Kind: trex.VerdictStillImproving, SinceStep: 11}
	if diff := cmp.Diff(want, run.Verdict); diff != "" || err != nil {
		t.Errorf("r1: %v (-want +got):\n%s", err, diff)
	}
	left, err := db.ListUnjudged(t.Context(), 0)
	if err != nil || len(left) > 0 {
		t.Errorf("%d runs are left, %v", len(left), err)
	}
	if run, err = db.FindRun(t.Context(), trex.MakeRunID(runs)); err != nil || run.Verdict != nil {
		t.Errorf("a run that waits was judged: %+v, %v", run.Verdict, err)
	}
}

// TestStepOfALongCurve checks that the step noted while a run was read survives
// its end, when the curve is read thinned.
func TestStepOfALongCurve(t *testing.T) {
	t.Parallel()
	const broke = 5010
	var points []trex.Point
	for step := range int64(10_000) {
		value := 1 / float64(step+1)
		if step >= broke {
			value = math.NaN()
		}
		points = append(points, trex.Point{Metric: "val_loss", Step: step, Value: value})
	}
	run := trex.Run{
		ID: "r1", Objective: trex.Objective{Metric: "val_loss"}, Verdict: &trex.Verdict{Kind: trex.VerdictNaN, SinceStep: broke},
	}
	got, err := judge.Judge(t.Context(), thinned{"val_loss": points}, &run)
	if diff := cmp.Diff(*run.Verdict, got); diff != "" || err != nil {
		t.Errorf("%v (-noted +at the end):\n%s", err, diff)
	}
}

// TestDamageOfOneRun checks that a run whose curve cannot be read keeps no other
// from being judged.
func TestDamageOfOneRun(t *testing.T) {
	t.Parallel()
	db := &damaged{left: []trex.RunID{"r2", "r1"}}
	if err := judge.Older(t.Context(), db); err == nil || !strings.Contains(err.Error(), "r2") {
		t.Errorf("Older = %v, want the damage of r2", err)
	}
	if diff := cmp.Diff([]trex.RunID{"r2"}, db.left); diff != "" {
		t.Errorf("not judged (-want +got):\n%s", diff)
	}
}

// thinned is a curve of each metric, of which at most Max points are read.
type thinned map[string][]trex.Point

func (c thinned) ReadPoints(_ context.Context, q trex.PointQuery) ([]trex.Point, error) {
	var points []trex.Point
	for i := 0; i < len(c[q.Metric]); i += max(1, len(c[q.Metric])/q.Max) {
		points = append(points, c[q.Metric][i])
	}
	return points, nil
}

// damaged holds runs without a verdict; the curves of r2 cannot be read.
type damaged struct{ left []trex.RunID }

func (d *damaged) ReadPoints(_ context.Context, q trex.PointQuery) ([]trex.Point, error) {
	if q.Run == "r2" {
		return nil, errors.New("a damaged chunk")
	}
	return nil, nil
}

func (d *damaged) ListUnjudged(context.Context, int) ([]trex.Run, error) {
	var runs []trex.Run
	for _, id := range d.left {
		runs = append(runs, trex.Run{ID: id, Objective: trex.Objective{Metric: "val_loss"}})
	}
	return runs, nil
}

func (d *damaged) SetVerdict(_ context.Context, id trex.RunID, _ trex.Verdict) error {
	d.left = slices.DeleteFunc(d.left, func(other trex.RunID) bool { return other == id })
	return nil
}
