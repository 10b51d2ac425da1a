package storetest

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/trex-ml/trex"
)

func testRunStates(t *testing.T, f *fixture) {
	run := f.launch(ada, "digits", 0.1)[0]
	must(t, f.SetReason(f.ctx, run.ID, "waits for a GPU"))
	run.Reason = "waits for a GPU"
	equal(t, "waiting", run, f.findRun(run.ID))

	claimed, err := f.ClaimRun(f.ctx, trex.Claim{Run: run.ID, Ref: "dir-1", GPUs: []int{0, 3}, At: at(20)})
	must(t, err)
	run.Status, run.Reason, run.Ref, run.GPUs, run.StartedAt = trex.Running, "", "dir-1", []int{0, 3}, at(20)
	equal(t, "claimed", run, claimed)
	must(t, f.MarkStarted(f.ctx, run.ID, at(21), ""))
	run.StartedAt = at(21)
	must(t, f.MarkStarted(f.ctx, run.ID, time.Time{}, "dir-2"))
	run.Ref = "dir-2"
	equal(t, "corrected", run, f.findRun(run.ID))

	exit := &trex.Exit{Code: 1, WallS: 2.5, CPUS: 1.25, PeakBytes: 1 << 33}
	diagnosis := &trex.Diagnosis{Kind: "gpu_memory", Cause: "out of GPU memory", Evidence: []string{"CUDA error"}, Fix: lrConfig(0.5)}
	failed, err := f.FinishRun(f.ctx, trex.Finish{Run: run.ID, Status: trex.Failed, Reason: "out of memory", Exit: exit, Diagnosis: diagnosis, At: at(31)})
	must(t, err)
	run.Status, run.Reason, run.Exit, run.Diagnosis, run.FinishedAt = trex.Failed, "out of memory", exit, diagnosis, at(31)
	equal(t, "failed", run, failed)

	for name, change := range map[string]func() error{
		"Claim":       func() error { _, err := f.ClaimRun(f.ctx, trex.Claim{Run: run.ID, At: at(40)}); return err },
		"MarkStarted": func() error { return f.MarkStarted(f.ctx, run.ID, at(40), "x") },
		"SetReason":   func() error { return f.SetReason(f.ctx, run.ID, "x") },
		"Finish": func() error {
			_, err := f.FinishRun(f.ctx, trex.Finish{Run: run.ID, Status: trex.Completed, At: at(40)})
			return err
		},
		"RequestStop": func() error { _, err := f.RequestStop(f.ctx, run.ID, bob, at(40)); return err },
	} {
		t.Run(name, func(t *testing.T) { wantKind(t, change(), trex.KindConflict) })
	}
	equal(t, "a final run stays as it is", run, f.findRun(run.ID))

	pending := f.launch(ada, "digits", 0.1)[0]
	wantKind(t, f.MarkStarted(f.ctx, pending.ID, at(40), "x"), trex.KindConflict)
	for _, status := range []trex.Status{trex.Completed, trex.Pending, trex.Running} {
		_, err := f.FinishRun(f.ctx, trex.Finish{Run: pending.ID, Status: status, At: at(40)})
		wantKind(t, err, trex.KindConflict)
	}
	_, err = f.FinishRun(f.ctx, trex.Finish{Run: pending.ID, Status: trex.Failed, Reason: "no executor", At: at(40)})
	must(t, err)
}

// testQueued: a run that a cluster queues is pending and is not claimed again.
func testQueued(t *testing.T, f *fixture) {
	run := f.launch(ada, "digits", 0.1)[0]
	claimed, err := f.ClaimRun(f.ctx, trex.Claim{Run: run.ID, Ref: "key", Queued: true, At: at(20)})
	must(t, err)
	run.Ref = "key"
	equal(t, "claimed", run, claimed)
	_, err = f.ClaimRun(f.ctx, trex.Claim{Run: run.ID, Ref: "other", At: at(21)})
	wantKind(t, err, trex.KindConflict)
	free := f.launch(ada, "digits", 0.2)[0]
	pending, err := f.ListPending(f.ctx, 0)
	must(t, err)
	equal(t, "to be claimed", []trex.RunID{free.ID}, runIDs(pending))
	active, err := f.ListClaimed(f.ctx)
	must(t, err)
	equal(t, "to be followed", []trex.RunID{run.ID}, runIDs(active))

	must(t, f.SetReason(f.ctx, run.ID, "waiting: Resources"))
	must(t, f.MarkStarted(f.ctx, run.ID, time.Time{}, "12_3"))
	stopped, err := f.RequestStop(f.ctx, run.ID, bob, at(22))
	must(t, err)
	run.Ref, run.Reason, run.StopAsked, run.StopBy = "12_3", "waiting: Resources", at(22), bob
	equal(t, "to be stopped by whoever follows it", run, stopped)
	must(t, f.MarkStarted(f.ctx, run.ID, at(23), ""))
	run.Status, run.StartedAt, run.Reason = trex.Running, at(23), ""
	equal(t, "begun", run, f.findRun(run.ID))

	other := f.launch(ada, "digits", 0.1)[0]
	_, err = f.ClaimRun(f.ctx, trex.Claim{Run: other.ID, Ref: "key", Queued: true, At: at(20)})
	must(t, err)
	cancelled, err := f.FinishRun(f.ctx, trex.Finish{Run: other.ID, Status: trex.Cancelled, At: at(24)})
	must(t, err)
	if cancelled.Status != trex.Cancelled || !cancelled.StartedAt.IsZero() {
		t.Errorf("a queued run became %+v", cancelled)
	}
}

func testClaimOnce(t *testing.T, f *fixture) {
	run := f.launch(ada, "digits", 0.1)[0]
	var wins atomic.Int32
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			_, err := f.ClaimRun(f.ctx, trex.Claim{Run: run.ID, At: at(20)})
			if err == nil {
				wins.Add(1)
			} else {
				wantKind(t, err, trex.KindConflict)
			}
		})
	}
	all.Wait()
	if wins.Load() != 1 {
		t.Errorf("%d of 16 claims succeeded", wins.Load())
	}
}

func testStop(t *testing.T, f *fixture) {
	pending := f.launch(ada, "digits", 0.1)[0]
	stopped, err := f.RequestStop(f.ctx, pending.ID, bob, at(15))
	must(t, err)
	if stopped.Status != trex.Cancelled || stopped.Reason != "stopped by Bob before it started" ||
		!stopped.FinishedAt.Equal(at(15)) || stopped.StopBy != bob {
		t.Errorf("a pending run became %+v", stopped)
	}
	_, err = f.ClaimRun(f.ctx, trex.Claim{Run: pending.ID, At: at(20)})
	wantKind(t, err, trex.KindConflict)

	run := f.running()
	stopped, err = f.RequestStop(f.ctx, run.ID, bob, at(30))
	must(t, err)
	run.StopAsked, run.StopBy = at(30), bob
	equal(t, "asked", run, stopped)
	stopped, err = f.RequestStop(f.ctx, run.ID, ada, at(31))
	must(t, err)
	equal(t, "asked again", run, stopped)
}

func testQueue(t *testing.T, f *fixture) {
	f.launch(ada, "digits", 1, 2, 3)              // r1 r2 r3
	f.launch(bob, "digits", 4, 5)                 // r4 r5
	carl := trex.Person{Platform: "web", ID: "2"} // the id of Bob, elsewhere
	f.launch(carl, "mnist", 6)                    // r6
	_, err := f.ClaimRun(f.ctx, trex.Claim{Run: "r1", At: at(20)})
	must(t, err)

	pending, err := f.ListPending(f.ctx, 0)
	must(t, err)
	equal(t, "turns", []trex.RunID{"r2", "r4", "r6", "r3", "r5"}, runIDs(pending))
	pending, err = f.ListPending(f.ctx, 2)
	must(t, err)
	equal(t, "the first two", []trex.RunID{"r2", "r4"}, runIDs(pending))

	_, err = f.ClaimRun(f.ctx, trex.Claim{Run: "r6", At: at(21)})
	must(t, err)
	active, err := f.ListClaimed(f.ctx)
	must(t, err)
	equal(t, "running", []trex.RunID{"r1", "r6"}, runIDs(active))
}

func testNames(t *testing.T, f *fixture) {
	check := func(people, projects []string) {
		t.Helper()
		got, err := f.ListRequesters(f.ctx)
		must(t, err)
		equal(t, "people", people, got)
		got, err = f.ListRunProjects(f.ctx)
		must(t, err)
		equal(t, "projects", projects, got)
	}
	check(nil, nil)
	f.launch(bob, "mnist", 0.1, 0.2)
	f.launch(ada, "digits", 0.1)
	f.launch(ada, "mnist", 0.1)
	check([]string{ada.Name, bob.Name}, []string{"digits", "mnist"})
}

func testCounts(t *testing.T, f *fixture) {
	runs := f.launch(ada, "digits", 1, 2, 3, 4)
	f.launch(bob, "mnist", 1)
	for i, seconds := range []float64{10, 50, 20} {
		_, err := f.ClaimRun(f.ctx, trex.Claim{Run: runs[i].ID, At: at(100)})
		must(t, err)
		_, err = f.FinishRun(f.ctx, trex.Finish{Run: runs[i].ID, Status: trex.Completed, At: at(100 + seconds)})
		must(t, err)
	}
	_, err := f.FinishRun(f.ctx, trex.Finish{Run: runs[3].ID, Status: trex.Failed, At: at(200)})
	must(t, err)

	counts, err := f.CountRuns(f.ctx, "digits")
	must(t, err)
	equal(t, "of a project", map[trex.Status]int{trex.Completed: 3, trex.Failed: 1}, counts)
	counts, err = f.CountRuns(f.ctx, "")
	must(t, err)
	equal(t, "of all", map[trex.Status]int{trex.Completed: 3, trex.Failed: 1, trex.Pending: 1}, counts)
}

func testWarnings(t *testing.T, f *fixture) {
	run := f.running()
	want := trex.Warning{Run: run.ID, Kind: trex.WarnDiverged, Step: 1240, Message: "loss became NaN",
		Policy: trex.WatchAsk, Fix: lrConfig(0.01), At: at(30)}
	got, created, err := f.CreateWarning(f.ctx, want)
	must(t, err)
	want.ID = "w1"
	equal(t, "created", want, got)
	if !created {
		t.Error("a new warning was not created")
	}
	got, created, err = f.CreateWarning(f.ctx, trex.Warning{Run: run.ID, Kind: trex.WarnDiverged, Message: "again"})
	must(t, err)
	if created {
		t.Error("a second warning of a kind was created")
	}
	equal(t, "the one from before", want, got)
	second, _, err := f.CreateWarning(f.ctx, trex.Warning{Run: run.ID, Kind: trex.WarnStalled, Policy: trex.WatchNotify, At: at(31)})
	must(t, err)

	must(t, f.SettleWarning(f.ctx, want.ID))
	want.Settled = true
	found, err := f.FindWarning(f.ctx, want.ID)
	must(t, err)
	equal(t, "settled", want, found)
	_, err = f.FinishRun(f.ctx, trex.Finish{Run: run.ID, Status: trex.Completed, At: at(40)})
	must(t, err)
	second.Settled = true
	listed, err := f.ListWarnings(f.ctx, run.Experiment)
	must(t, err)
	equal(t, "the end settles the rest", []trex.Warning{want, second}, listed)
	late, _, err := f.CreateWarning(f.ctx, trex.Warning{Run: run.ID, Kind: trex.WarnIdleGPU})
	must(t, err)
	if !late.Settled {
		t.Error("a warning of a run that has ended is open")
	}
}

func testNotFound(t *testing.T, f *fixture) {
	ctx := f.ctx
	f.launch(ada, "digits", 0.1)
	second := func(_ any, err error) error { return err }
	for name, err := range map[string]error{
		"FindProposal":    second(f.FindProposal(ctx, "p99")),
		"EditProposal":    second(f.EditProposal(ctx, trex.Edit{Proposal: "p99", Version: 0, Configs: nil, By: ada, At: at(0)})),
		"DismissProposal": second(f.DismissProposal(ctx, trex.Decision{Proposal: "p99"})),
		"FindExperiment":  second(f.FindExperiment(ctx, "e99")),
		"ByThread":        second(f.FindExperimentByThread(ctx, trex.Thread{ID: "no"})),
		"MoveExperiment":  f.MoveExperiment(ctx, "e99", thread),
		"ExperimentRuns":  second(f.ListExperimentRuns(ctx, "e99")),
		"UpdateMessage":   f.UpdateMessage(ctx, trex.ChatMessage{ID: "m99"}),
		"FindMessage":     second(f.FindMessage(ctx, "m99")),
		"FindPost":        second(f.FindPost(ctx, "nothing")),
		"FindPostByRef":   second(f.FindPostByRef(ctx, "slack", "C1", "1.2")),
		"FindWarning":     second(f.FindWarning(ctx, "w99")),
		"SettleWarning":   f.SettleWarning(ctx, "w99"),
		"FindRun":         second(f.FindRun(ctx, "r99")),
		"FindRunEmpty":    second(f.FindRun(ctx, "")),
		"FindRunGarbage":  second(f.FindRun(ctx, "r1; DROP TABLE runs")),
		"RequestStop":     second(f.RequestStop(ctx, "r99", ada, at(0))),
		"ClaimRun":        second(f.ClaimRun(ctx, trex.Claim{Run: "r99"})),
		"MarkStarted":     f.MarkStarted(ctx, "r99", at(0), ""),
		"SetReason":       f.SetReason(ctx, "r99", "x"),
		"FinishRun":       second(f.FinishRun(ctx, trex.Finish{Run: "r99", Status: trex.Failed})),
		"AppendPoints":    f.AppendPoints(ctx, trex.Append{Run: "r99", Points: pointsOf("loss", 1)}),
		"ReadPoints":      second(f.ReadPoints(ctx, trex.PointQuery{Run: "r99", Metric: "loss"})),
	} {
		t.Run(name, func(t *testing.T) { wantKind(t, err, trex.KindNotFound) })
	}
	_, _, err := f.LaunchProposal(ctx, trex.Launch{Decision: trex.Decision{Proposal: "p99"}})
	wantKind(t, err, trex.KindNotFound)
	_, _, err = f.CreateWarning(ctx, trex.Warning{Run: "r99", Kind: trex.WarnStalled})
	wantKind(t, err, trex.KindNotFound)
}
