package storetest

import (
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/trex-ml/trex"
)

func testProposals(t *testing.T, f *fixture) {
	want := proposal(lrConfig(0.1), lrConfig(0.03))
	got, err := f.CreateProposal(f.ctx, want)
	must(t, err)
	want.ID, want.Version, want.State = "p1", 1, trex.ProposalOpen
	equal(t, "created", want, got)

	found, err := f.FindProposal(f.ctx, "p1")
	must(t, err)
	equal(t, "found", want, found)

	second := f.propose(bob, "digits", 1)
	other := proposal(lrConfig(2))
	other.Thread.ID = "elsewhere"
	_, err = f.CreateProposal(f.ctx, other)
	must(t, err)
	listed, err := f.ListProposals(f.ctx, trex.ProposalQuery{Thread: thread, Limit: 10})
	must(t, err)
	equal(t, "of the thread, newest first", []trex.Proposal{second, want}, listed)
	listed, err = f.ListProposals(f.ctx, trex.ProposalQuery{Thread: thread, Limit: 1})
	must(t, err)
	equal(t, "the newest", []trex.Proposal{second}, listed)
}

func testTicks(t *testing.T, f *fixture) {
	p := f.propose(ada, "digits", 0.1, 0.2, 0.3)
	tick := func(version int, configs []int) (trex.Proposal, error) {
		return f.TickProposal(f.ctx, trex.Decision{Proposal: p.ID, Version: version, Configs: configs, By: bob, At: at(1)})
	}
	want := p
	for _, ticked := range [][]int{{0, 2}, {}, nil, {1}} {
		got, err := tick(1, ticked)
		must(t, err)
		want.Ticked = ticked
		equal(t, "ticked", want, got)
	}
	_, err := tick(1, []int{3})
	wantKind(t, err, trex.KindInvalid)
	_, err = tick(2, []int{1})
	wantKind(t, err, trex.KindConflict)
	found, err := f.FindProposal(f.ctx, p.ID)
	must(t, err)
	equal(t, "found", want, found)

	edited, err := f.EditProposal(f.ctx, trex.Edit{Proposal: p.ID, Version: 1, Configs: p.Configs[:2], By: ada, At: at(2)})
	must(t, err)
	if edited.Ticked != nil {
		t.Errorf("a new version has only %v ticked", edited.Ticked)
	}
}

func testDecisions(t *testing.T, f *fixture) {
	p := f.propose(ada, "digits", 0.1, 0.2)
	edited, err := f.EditProposal(f.ctx, trex.Edit{Proposal: p.ID, Version: 1, Configs: []trex.RunConfig{lrConfig(5)}, Reading: "five", By: bob, At: at(5)})
	must(t, err)
	want := p
	want.Version, want.Configs, want.Reading, want.EditedBy = 2, []trex.RunConfig{lrConfig(5)}, "five", bob
	equal(t, "edited", want, edited)

	_, err = f.EditProposal(f.ctx, trex.Edit{Proposal: p.ID, Version: 1, Configs: []trex.RunConfig{lrConfig(6)}, By: bob, At: at(6)})
	wantKind(t, err, trex.KindConflict)
	_, err = f.EditProposal(f.ctx, trex.Edit{Proposal: p.ID, Version: 0, Configs: []trex.RunConfig{lrConfig(7)}, By: bob, At: at(6)})
	must(t, err)
	stale := launchOf(p, ada)
	_, _, err = f.LaunchProposal(f.ctx, stale)
	wantKind(t, err, trex.KindConflict)

	dismissed, err := f.DismissProposal(f.ctx, trex.Decision{Proposal: p.ID, By: ada, At: at(7)})
	must(t, err)
	if dismissed.State != trex.ProposalDismissed || dismissed.DecidedBy != ada || !dismissed.DecidedAt.Equal(at(7)) {
		t.Errorf("dismissed: %+v", dismissed)
	}
	for name, decide := range map[string]func() error{
		"dismiss again": func() error {
			_, err := f.DismissProposal(f.ctx, trex.Decision{Proposal: p.ID, By: bob, At: at(8)})
			return err
		},
		"edit": func() error {
			_, err := f.EditProposal(f.ctx, trex.Edit{Proposal: p.ID, Version: 0, Configs: p.Configs, By: bob, At: at(8)})
			return err
		},
		"launch": func() error {
			_, _, err := f.LaunchProposal(f.ctx, trex.Launch{Decision: trex.Decision{Proposal: p.ID, By: bob, At: at(8)}, Names: []string{"a"}})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) { wantKind(t, decide(), trex.KindConflict) })
	}
	found, err := f.FindProposal(f.ctx, p.ID)
	must(t, err)
	equal(t, "refused decisions change nothing", dismissed, found)

	late := f.propose(ada, "digits", 1)
	kept := proposal(lrConfig(1))
	kept.ExpiresAt = at(1e6)
	_, err = f.CreateProposal(f.ctx, kept)
	must(t, err)
	ids, err := f.ExpireProposals(f.ctx, at(4000))
	must(t, err)
	equal(t, "expired", []trex.ProposalID{late.ID}, ids)
	ids, err = f.ExpireProposals(f.ctx, at(4000))
	must(t, err)
	if len(ids) != 0 {
		t.Errorf("expired again: %v", ids)
	}
	_, _, err = f.LaunchProposal(f.ctx, launchOf(late, ada))
	wantKind(t, err, trex.KindConflict)
}

func testLaunch(t *testing.T, f *fixture) {
	p := f.propose(ada, "digits", 0.1, 0.2, 0.3)
	l := launchOf(p, bob)
	l.Configs, l.Names, l.Executor = []int{2, 0}, []string{"c", "a"}, "slurm"
	e, runs, err := f.LaunchProposal(f.ctx, l)
	must(t, err)
	equal(t, "experiment", trex.Experiment{ID: "e1", Proposal: p.ID, Project: "digits", Requester: ada,
		Thread: thread, CreatedAt: at(10)}, e)
	want := trex.Run{ID: "r1", Name: "c", Project: "digits", Experiment: "e1", Config: lrConfig(0.3), Status: trex.Pending,
		Requester: ada, CreatedAt: at(10), Objective: loss, Executor: "slurm"}
	second := want
	second.ID, second.Name, second.Config = "r2", "a", lrConfig(0.1)
	equal(t, "runs in the order of the decision", []trex.Run{want, second}, runs)
	listed, err := f.ListExperimentRuns(f.ctx, e.ID)
	must(t, err)
	equal(t, "listed", runs, listed)
	equal(t, "found", want, f.findRun("r1"))

	launched, err := f.FindProposal(f.ctx, p.ID)
	must(t, err)
	if launched.State != trex.ProposalLaunched || launched.DecidedBy != bob || launched.Experiment != e.ID || !launched.DecidedAt.Equal(at(10)) {
		t.Errorf("launched: %+v", launched)
	}
	_, _, err = f.LaunchProposal(f.ctx, l)
	wantKind(t, err, trex.KindConflict)

	bad := f.propose(ada, "digits", 1)
	for _, indices := range [][]int{{1}, {-1}, {0, 0}, {}} {
		l := launchOf(bad, ada)
		l.Configs = indices
		_, _, err := f.LaunchProposal(f.ctx, l)
		wantKind(t, err, trex.KindInvalid)
	}
	page, err := f.ListRuns(f.ctx, trex.RunQuery{})
	must(t, err)
	equal(t, "refused launches create nothing", []trex.RunID{"r2", "r1"}, runIDs(page.Runs))

	elsewhere := launchOf(bad, ada)
	elsewhere.Thread = trex.Thread{Platform: "web", Channel: "main"}
	e, runs, err = f.LaunchProposal(f.ctx, elsewhere)
	must(t, err)
	if e.Thread != elsewhere.Thread || runs[0].Executor != "local" || runs[0].ID != "r3" {
		t.Errorf("experiment %+v with run %+v", e, runs[0])
	}
}

func testLaunchOnce(t *testing.T, f *fixture) {
	p := f.propose(ada, "digits", 0.1, 0.2)
	var wins, losses atomic.Int32
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			_, _, err := f.LaunchProposal(f.ctx, launchOf(p, ada))
			switch trex.KindOf(err) {
			case "":
				wins.Add(1)
			case trex.KindConflict:
				losses.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if wins.Load() != 1 || losses.Load() != 15 {
		t.Errorf("%d launches and %d conflicts, want 1 and 15", wins.Load(), losses.Load())
	}
	page, err := f.ListRuns(f.ctx, trex.RunQuery{})
	must(t, err)
	equal(t, "runs", []trex.RunID{"r2", "r1"}, runIDs(page.Runs))
}

func testExperiments(t *testing.T, f *fixture) {
	first := f.launch(ada, "digits", 0.1)[0]
	second := f.launch(bob, "mnist", 0.1, 0.2)[0]
	must(t, f.MoveExperiment(f.ctx, second.Experiment, trex.Thread{Platform: "discord", Channel: "7", ID: "8"}))
	_, err := f.FinishRun(f.ctx, trex.Finish{Run: first.ID, Status: trex.Cancelled, At: at(30)})
	must(t, err)

	for name, tc := range map[string]struct {
		query trex.ExperimentQuery
		want  []trex.ExperimentID
	}{
		"All":        {trex.ExperimentQuery{}, []trex.ExperimentID{"e2", "e1"}},
		"Limit":      {trex.ExperimentQuery{Limit: 1}, []trex.ExperimentID{"e2"}},
		"Project":    {trex.ExperimentQuery{Project: "digits"}, []trex.ExperimentID{"e1"}},
		"Platform":   {trex.ExperimentQuery{Platform: "discord"}, []trex.ExperimentID{"e2"}},
		"Requester":  {trex.ExperimentQuery{Requester: "U1"}, []trex.ExperimentID{"e1"}},
		"Text":       {trex.ExperimentQuery{Text: "ADA"}, []trex.ExperimentID{"e1"}},
		"TextID":     {trex.ExperimentQuery{Text: "e2"}, []trex.ExperimentID{"e2"}},
		"TextIn":     {trex.ExperimentQuery{Text: "nis"}, []trex.ExperimentID{"e2"}},
		"TextNone":   {trex.ExperimentQuery{Text: "%"}, []trex.ExperimentID{}},
		"Unsettled":  {trex.ExperimentQuery{Unsettled: true}, []trex.ExperimentID{"e2"}},
		"Everything": {trex.ExperimentQuery{Project: "digits", Unsettled: true, Requester: "U1", Platform: "slack", Limit: 3}, []trex.ExperimentID{}},
	} {
		t.Run(name, func(t *testing.T) {
			experiments, err := f.ListExperiments(f.ctx, tc.query)
			must(t, err)
			ids := []trex.ExperimentID{}
			for _, e := range experiments {
				ids = append(ids, e.ID)
			}
			equal(t, "experiments", tc.want, ids)
		})
	}
	moved, err := f.FindExperimentByThread(f.ctx, trex.Thread{Platform: "discord", Channel: "7", ID: "8"})
	must(t, err)
	if moved.ID != "e2" {
		t.Errorf("found %s in the thread, want e2", moved.ID)
	}
	third := f.launch(ada, "digits", 0.1)[0]
	newest, err := f.FindExperimentByThread(f.ctx, thread)
	must(t, err)
	if newest.ID != third.Experiment {
		t.Errorf("found %s, want the newest, %s", newest.ID, third.Experiment)
	}
	runs, err := f.ListExperimentRuns(f.ctx, "e2")
	must(t, err)
	if !slices.Equal(runIDs(runs), []trex.RunID{"r2", "r3"}) {
		t.Errorf("runs of e2: %v", runIDs(runs))
	}
}
