package storetest

import (
	"math"
	"slices"
	"testing"

	"github.com/trex-ml/trex"
)

// launchFor returns pending runs of an objective, one for each learning rate.
func (f *fixture) launchFor(objective trex.Objective, lrs ...float64) []trex.RunID {
	f.t.Helper()
	l := launchOf(f.propose(ada, "digits", lrs...), ada)
	l.Objective = objective
	_, runs, err := f.LaunchProposal(f.ctx, l)
	must(f.t, err)
	return runIDs(runs)
}

// wantRanks checks the order in which "best" lists runs, and that runs without a
// score are last in the opposite order too.
func (f *fixture) wantRanks(what string, ranked, unranked []int) {
	f.t.Helper()
	for _, desc := range []bool{false, true} {
		want := numberedRuns(append(slices.Clone(ranked), unranked...)...)
		if desc {
			slices.Reverse(want[:len(ranked)])
		}
		got := []trex.RunID{}
		for query := (trex.RunQuery{Sort: trex.SortKey{By: "best", Desc: desc}, Limit: 2}); ; {
			page, err := f.ListRuns(f.ctx, query)
			must(f.t, err)
			got = append(got, runIDs(page.Runs)...)
			if query.Cursor = page.Next; page.Next == "" {
				break
			}
		}
		equal(f.t, what, want, got)
	}
}

// testBestFirst: runs are ranked by each run's own goal, while points arrive.
func testBestFirst(t *testing.T, f *fixture) {
	acc := trex.Objective{Metric: "val_acc", Goal: trex.Maximize}
	f.launchFor(acc, 1, 2, 3, 4, 5)
	f.wantRanks("before there is anything", nil, []int{5, 4, 3, 2, 1})
	f.points("r1", "val_acc", 0.5, 0.9, 0.4)
	f.points("r2", "val_acc", 0.95)
	f.points("r3", "val_acc", 0.1)
	f.points("r4", "val_acc", math.NaN(), math.Inf(1))
	f.wantRanks("largest first", []int{2, 1, 3}, []int{5, 4})
	f.points("r3", "val_acc", 0.97)
	f.points("r4", "val_acc", -1)
	f.wantRanks("as values improve", []int{3, 2, 1, 4}, []int{5})

	f.launchFor(loss, 6, 7, 8)
	f.points("r6", "val_loss", 0.3, 0.2)
	f.points("r7", "val_loss", 0.25)
	f.points("r8", "val_loss", math.Inf(-1))
	page, err := f.ListRuns(f.ctx, trex.RunQuery{Experiment: "e2", Sort: trex.SortKey{By: "best"}})
	must(t, err)
	equal(t, "smallest first, where that is the goal", numberedRuns(6, 7, 8), runIDs(page.Runs))
}

// testVerdicts: a run ranks behind every other for as long as it is broken.
func testVerdicts(t *testing.T, f *fixture) {
	f.launchFor(loss, 1, 2)
	f.points("r1", "val_loss", 0.1)
	f.points("r2", "val_loss", 0.2)
	verdict := func(kind trex.VerdictKind, since int64) *trex.Verdict {
		return &trex.Verdict{Kind: kind, SinceStep: since}
	}
	for _, tc := range []struct {
		name    string
		append  trex.Append
		want    *trex.Verdict
		ranked  []int
		without []int
	}{
		{"Diverged", trex.Append{Points: pointsOf("val_loss", 9), Verdict: verdict(trex.VerdictDiverged, 3)}, verdict(trex.VerdictDiverged, 3), []int{2}, []int{1}},
		{"Unchanged", trex.Append{Points: pointsOf("val_loss", 0.05)}, verdict(trex.VerdictDiverged, 3), []int{2}, []int{1}},
		{"Overfits", trex.Append{Verdict: verdict(trex.VerdictOverfits, 5)}, verdict(trex.VerdictOverfits, 5), []int{1, 2}, nil},
		{"NaN", trex.Append{Points: pointsOf("val_loss", math.NaN()), Verdict: verdict(trex.VerdictNaN, 0)}, verdict(trex.VerdictNaN, 0), []int{2}, []int{1}},
		{"Cleared", trex.Append{Points: pointsOf("loss", 1), Verdict: verdict("", 7)}, nil, []int{1, 2}, nil},
	} {
		tc.append.Run = "r1"
		must(t, f.AppendPoints(f.ctx, tc.append))
		equal(t, tc.name, tc.want, f.findRun("r1").Verdict)
		f.wantRanks(tc.name, tc.ranked, tc.without)
	}
	equal(t, "best is what was seen", &trex.Best{Value: 0.05}, f.findRun("r1").Best)

	must(t, f.SetVerdict(f.ctx, "r2", *verdict(trex.VerdictNaN, 4)))
	equal(t, "set later", verdict(trex.VerdictNaN, 4), f.findRun("r2").Verdict)
	f.wantRanks("set later", []int{1}, []int{2})
	must(t, f.SetVerdict(f.ctx, "r2", trex.Verdict{}))
	f.wantRanks("taken back", []int{1, 2}, nil)
	wantKind(t, f.SetVerdict(f.ctx, "r99", trex.Verdict{}), trex.KindNotFound)
}

func testUnjudged(t *testing.T, f *fixture) {
	manyRuns(f) // r1, r2, r3 and r6 have ended
	want := func(limit int, numbers ...int) {
		t.Helper()
		runs, err := f.ListUnjudged(f.ctx, limit)
		must(t, err)
		equal(t, "unjudged", numberedRuns(numbers...), runIDs(runs))
	}
	want(0, 6, 3, 2, 1)
	want(2, 6, 3)
	must(t, f.SetVerdict(f.ctx, "r6", trex.Verdict{}))
	must(t, f.SetVerdict(f.ctx, "r2", trex.Verdict{Kind: trex.VerdictFlat}))
	must(t, f.AppendPoints(f.ctx, trex.Append{Run: "r1", Verdict: &trex.Verdict{}}))
	want(0, 3)
}
