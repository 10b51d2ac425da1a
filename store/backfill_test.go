package store_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/store/storetest"
)

// TestBackfill fills the columns that an older version of Trex did not store,
// while runs go on.
func TestBackfill(t *testing.T) {
	for kind, open := range kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			o := open(t)
			const runs = 500 // some batches
			o.fill(t, runs)
			o.must(t, storetest.Turned)
			want := storetest.Ranking(t, o)
			o.must(t, "UPDATE runs SET config_key = NULL, score = NULL")

			equal := func() int {
				configs := make([]trex.RunConfig, runs)
				for i := range configs {
					run, err := o.FindRun(t.Context(), trex.MakeRunID(int64(i+1)))
					if err != nil {
						t.Fatal(err)
					}
					configs[i] = run.Config
				}
				found, err := o.FindEqualRuns(t.Context(), "project-0", configs)
				if err != nil {
					t.Fatal(err)
				}
				for i, run := range found {
					if run.ID != trex.MakeRunID(int64(i+1)) { // their seeds differ
						t.Errorf("%s was found for the configuration of r%d", run.ID, i+1)
					}
				}
				return len(found)
			}
			if n := equal(); n != 0 {
				t.Errorf("%d runs without a key were found by it", n)
			}
			stopped, stop := context.WithCancel(t.Context())
			stop()
			if err := o.Backfill(stopped); !errors.Is(err, context.Canceled) {
				t.Errorf("interrupted: %v", err)
			}

			var all sync.WaitGroup
			for i := range 5 { // better than any run of Fill
				all.Go(func() {
					id := trex.MakeRunID(int64(10*i + 2))
					for step := range 20 {
						err := o.AppendPoints(t.Context(), trex.Append{Run: id, Points: []trex.Point{
							{Metric: "val_loss", Step: int64(step), Value: float64(100 + 20*i + step)}}})
						if err != nil {
							t.Error(err)
						}
					}
				})
			}
			for range 2 {
				if err := o.Backfill(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			all.Wait()
			first := []trex.RunID{"r42", "r32", "r22", "r12", "r2"}
			want = append(first, without(want, first)...)
			if diff := cmp.Diff(want, storetest.Ranking(t, o)); diff != "" {
				t.Errorf("ranks (-before +after):\n%s", diff)
			}
			if n := equal(); n == 0 {
				t.Error("no run is found by its configuration")
			}
		})
	}
}

func without(runs, some []trex.RunID) (rest []trex.RunID) {
	left := map[trex.RunID]bool{}
	for _, id := range some {
		left[id] = true
	}
	for _, id := range runs {
		if !left[id] {
			rest = append(rest, id)
		}
	}
	return rest
}

func (o *opened) must(t *testing.T, query string) {
	t.Helper()
	if err := o.exec(t.Context(), query); err != nil {
		t.Fatal(err)
	}
}
