package storetest

import (
	"slices"
	"sync"
	"testing"

	"github.com/trex-ml/trex"
)

// scopeRuns launches active runs of several people, projects and experiments, and
// one that has ended.
//
//	r1 digits Ada e1 running
//	r2 digits Ada e1 pending
//	r3 digits Bob e2 queued by a cluster
//	r4 mnist  Ada e3 completed
//	r5 mnist  Ada e3 pending
//	r6 mnist  somebody with the name of Ada and the id of Bob e4 pending
func scopeRuns(f *fixture) {
	f.launch(ada, "digits", 1, 2)
	f.launch(bob, "digits", 3)
	f.launch(ada, "mnist", 4, 5)
	f.launch(trex.Person{Platform: ada.Platform, ID: bob.ID, Name: ada.Name}, "mnist", 6)
	for _, claim := range []trex.Claim{{Run: "r1", At: at(20)}, {Run: "r3", Ref: "key", Queued: true, At: at(20)}, {Run: "r4", At: at(20)}} {
		_, err := f.ClaimRun(f.ctx, claim)
		must(f.t, err)
	}
	_, err := f.FinishRun(f.ctx, trex.Finish{Run: "r4", Status: trex.Completed, At: at(30)})
	must(f.t, err)
}

var scopes = map[string]struct {
	scope trex.RunScope
	want  []int
}{
	"All":            {trex.RunScope{All: true}, []int{1, 2, 3, 5, 6}},
	"Listed":         {trex.RunScope{Runs: []trex.RunID{"r5", "r1", "r5", "r4"}}, []int{1, 5}},
	"Experiment":     {trex.RunScope{Experiment: "e1"}, []int{1, 2}},
	"Project":        {trex.RunScope{Project: "mnist"}, []int{5, 6}},
	"Person":         {trex.RunScope{Person: trex.Person{Platform: ada.Platform, ID: ada.ID}}, []int{1, 2, 5}},
	"PersonsProject": {trex.RunScope{Person: ada, Project: "digits"}, []int{1, 2}},
	"ListedOfOne":    {trex.RunScope{Person: bob, Runs: []trex.RunID{"r1", "r3"}}, []int{3}},
	"Nothing":        {trex.RunScope{Experiment: "e99"}, []int{}},
}

func testActiveRuns(t *testing.T, f *fixture) {
	scopeRuns(f)
	for name, tc := range scopes {
		runs, err := f.ListActive(f.ctx, tc.scope)
		must(t, err)
		equal(t, name, numberedRuns(tc.want...), runIDs(runs))
	}
	page, err := f.ListRuns(f.ctx, trex.RunQuery{Experiment: "e4", Person: bob})
	must(t, err)
	equal(t, "a listing of exactly one person's runs", numberedRuns(), runIDs(page.Runs))
	_, err = f.ListActive(f.ctx, trex.RunScope{})
	wantKind(t, err, trex.KindInvalid)
	_, err = f.ListActive(f.ctx, trex.RunScope{Runs: []trex.RunID{"r1", "r99"}})
	wantKind(t, err, trex.KindNotFound)
}

// testStopRuns: pending runs are cancelled, running ones are asked to stop, as by
// RequestStop.
func testStopRuns(t *testing.T, f *fixture) {
	scopeRuns(f)
	_, _, err := f.CreateWarning(f.ctx, trex.Warning{Run: "r2", Kind: trex.WarnStalled})
	must(t, err)
	by := trex.Person{Platform: ada.Platform, ID: ada.ID, Name: "Ada L."}
	stopped, err := f.StopRuns(f.ctx, trex.StopScope{RunScope: trex.RunScope{All: true}, By: by, At: at(40), OwnOnly: true})
	must(t, err)
	equal(t, "her runs, the cancelled ones first", numberedRuns(2, 5, 1), runIDs(stopped.Runs))
	if stopped.Others != 2 {
		t.Errorf("%d runs of others were left alone, want 2", stopped.Others)
	}
	for _, run := range stopped.Runs {
		equal(t, "as it is afterwards", f.findRun(run.ID), run)
		if !run.StopAsked.Equal(at(40)) || run.StopBy != by {
			t.Errorf("%s was asked to stop at %s by %v", run.ID, run.StopAsked, run.StopBy)
		}
	}
	if run := stopped.Runs[0]; run.Status != trex.Cancelled || run.Reason != "stopped by Ada L. before it started" || !run.FinishedAt.Equal(at(40)) {
		t.Errorf("a pending run became %+v", run)
	}
	if run := stopped.Runs[2]; run.Status != trex.Running {
		t.Errorf("a running run became %+v", run)
	}
	warnings, err := f.ListWarnings(f.ctx, "e1")
	must(t, err)
	if !warnings[0].Settled {
		t.Error("a warning of a run that was cancelled is open")
	}

	rest, err := f.StopRuns(f.ctx, trex.StopScope{RunScope: trex.RunScope{All: true}, By: bob, At: at(50)})
	must(t, err)
	equal(t, "all that is active, one of them asked before", numberedRuns(6, 1, 3), runIDs(rest.Runs))
	equal(t, "asked again", stopped.Runs[2], rest.Runs[1])
	if queued := rest.Runs[2]; queued.Status != trex.Pending || queued.StopBy != bob {
		t.Errorf("a queued run became %+v", queued)
	}
	none, err := f.StopRuns(f.ctx, trex.StopScope{RunScope: trex.RunScope{Runs: []trex.RunID{"r4", "r6"}}, By: bob, At: at(60)})
	must(t, err)
	equal(t, "runs that have ended", trex.Stopped{}, none)
}

// testStopWhole: a scope that is refused stops nothing.
func testStopWhole(t *testing.T, f *fixture) {
	scopeRuns(f)
	_, err := f.StopRuns(f.ctx, trex.StopScope{RunScope: trex.RunScope{Runs: []trex.RunID{"r1", "r2", "r99"}}, By: ada, At: at(40)})
	wantKind(t, err, trex.KindNotFound)
	if sentence, _ := trex.Sentence(err); sentence != "there is no run r99" {
		t.Errorf("told %q", sentence)
	}
	_, err = f.StopRuns(f.ctx, trex.StopScope{By: ada, At: at(40)})
	wantKind(t, err, trex.KindInvalid)
	active, err := f.ListActive(f.ctx, trex.RunScope{All: true})
	must(t, err)
	for _, run := range active {
		if !run.StopAsked.IsZero() {
			t.Errorf("%s was asked to stop", run.ID)
		}
	}
	equal(t, "still active", numberedRuns(1, 2, 3, 5, 6), runIDs(active))
}

// testStopWhileClaiming: a run that begins at that moment is stopped too.
func testStopWhileClaiming(t *testing.T, f *fixture) {
	var lrs []float64
	for i := range 60 {
		lrs = append(lrs, float64(i+1))
	}
	runs := f.launch(ada, "digits", lrs...)
	claimed := make([]bool, len(runs))
	var all sync.WaitGroup
	for part := range 4 {
		all.Go(func() {
			for i := len(runs) - 1 - part; i >= 0; i -= 4 {
				_, err := f.ClaimRun(f.ctx, trex.Claim{Run: runs[i].ID, At: at(20)})
				if claimed[i] = err == nil; err != nil {
					wantKind(t, err, trex.KindConflict) // stopped before
				}
			}
		})
	}
	var stopped trex.Stopped
	all.Go(func() {
		var err error
		stopped, err = f.StopRuns(f.ctx, trex.StopScope{RunScope: trex.RunScope{Project: "digits"}, By: ada, At: at(30)})
		if err != nil {
			t.Error(err)
		}
	})
	all.Wait()
	if len(stopped.Runs) != len(runs) {
		t.Errorf("%d of %d runs were stopped", len(stopped.Runs), len(runs))
	}
	for i, run := range runs {
		if now := f.findRun(run.ID); now.StopAsked.IsZero() || claimed[i] != (now.Status == trex.Running) {
			t.Errorf("%s is %s, asked to stop at %v; it was claimed: %v", now.ID, now.Status, now.StopAsked, claimed[i])
		}
	}
}

// testStopMany: all runs are stopped, also when they are more than a page holds.
func testStopMany(t *testing.T, f *fixture) {
	const many = 1200
	p := proposal()
	for i := range many {
		p.Configs = append(p.Configs, lrConfig(float64(i+1)))
	}
	p, err := f.CreateProposal(f.ctx, p)
	must(t, err)
	_, runs, err := f.LaunchProposal(f.ctx, launchOf(p, ada))
	must(t, err)
	others := f.launch(bob, "digits", 1, 2)
	for _, run := range runs[:3] {
		_, err := f.ClaimRun(f.ctx, trex.Claim{Run: run.ID, At: at(20)})
		must(t, err)
	}
	active, err := f.ListActive(f.ctx, trex.RunScope{Project: "digits"})
	must(t, err)
	equal(t, "active in launch order", append(runIDs(runs), runIDs(others)...), runIDs(active))

	listed := append(runIDs(runs), others[0].ID)
	stopped, err := f.StopRuns(f.ctx, trex.StopScope{RunScope: trex.RunScope{Runs: listed}, By: ada, At: at(40), OwnOnly: true})
	must(t, err)
	equal(t, "stopped", append(runIDs(runs[3:]), runIDs(runs[:3])...), runIDs(stopped.Runs))
	if stopped.Others != 1 {
		t.Errorf("%d runs of others were left alone, want 1", stopped.Others)
	}
	counts, err := f.CountRuns(f.ctx, "")
	must(t, err)
	equal(t, "counts", map[trex.Status]int{trex.Cancelled: many - 3, trex.Running: 3, trex.Pending: 2}, counts)
	active, err = f.ListActive(f.ctx, trex.RunScope{All: true})
	must(t, err)
	asked := slices.DeleteFunc(active, func(r trex.Run) bool { return r.StopAsked.IsZero() })
	equal(t, "asked", runIDs(runs[:3]), runIDs(asked))
}
