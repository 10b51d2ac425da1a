package judge_test

import (
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
