package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/await"
)

// testChanges checks that each write sends its notices, once it can be read.
func testChanges(t *testing.T, f *fixture) {
	p := f.propose(ada, "digits", 0.1)
	m, err := f.AppendMessage(f.ctx, trex.ChatMessage{Thread: thread, Role: trex.RoleUser})
	must(t, err)
	w := trex.Warning{Run: "r1", Kind: trex.WarnStalled}
	for _, step := range []struct {
		name string
		do   func() error
		want []trex.Change
	}{
		{"CreateProposal", func() error { _, err := f.CreateProposal(f.ctx, proposal(lrConfig(1))); return err },
			[]trex.Change{{Kind: trex.ProposalChanged, ID: "p2"}}},
		{"Dismiss", func() error {
			_, err := f.DismissProposal(f.ctx, trex.Decision{Proposal: "p2", At: at(1)})
			return err
		}, []trex.Change{{Kind: trex.ProposalChanged, ID: "p2"}}},
		{"Launch", func() error { _, _, err := f.LaunchProposal(f.ctx, launchOf(p, ada)); return err },
			[]trex.Change{{Kind: trex.ProposalChanged, ID: "p1"}, {Kind: trex.ExperimentChanged, ID: "e1"}, {Kind: trex.RunChanged, ID: "r1"}}},
		{"SetReason", func() error { return f.SetReason(f.ctx, "r1", "waits") }, []trex.Change{{Kind: trex.RunChanged, ID: "r1"}}},
		{"Claim", func() error { _, err := f.ClaimRun(f.ctx, trex.Claim{Run: "r1", At: at(2)}); return err },
			[]trex.Change{{Kind: trex.RunChanged, ID: "r1"}, {Kind: trex.ExperimentChanged, ID: "e1"}}},
		{"Append", func() error {
			return f.AppendPoints(f.ctx, trex.Append{Run: "r1", Points: pointsOf("loss", 1)})
		}, []trex.Change{{Kind: trex.PointsAdded, ID: "r1"}}},
		{"AppendBest", func() error {
			return f.AppendPoints(f.ctx, trex.Append{Run: "r1", Points: pointsOf("val_loss", 1)})
		}, []trex.Change{{Kind: trex.PointsAdded, ID: "r1"}, {Kind: trex.RunChanged, ID: "r1"}}},
		{"AppendVerdict", func() error {
			return f.AppendPoints(f.ctx, trex.Append{Run: "r1", Verdict: &trex.Verdict{Kind: trex.VerdictFlat}})
		}, []trex.Change{{Kind: trex.RunChanged, ID: "r1"}}},
		{"SetVerdict", func() error { return f.SetVerdict(f.ctx, "r1", trex.Verdict{}) }, []trex.Change{{Kind: trex.RunChanged, ID: "r1"}}},
		{"Warn", func() error { _, _, err := f.CreateWarning(f.ctx, w); return err }, []trex.Change{{Kind: trex.WarningChanged, ID: "w1"}}},
		{"Message", func() error { return f.UpdateMessage(f.ctx, m) }, []trex.Change{{Kind: trex.MessageChanged, ID: "m1"}}},
		{"Stop", func() error { _, err := f.RequestStop(f.ctx, "r1", ada, at(3)); return err }, []trex.Change{{Kind: trex.RunChanged, ID: "r1"}}},
		{"Finish", func() error {
			_, err := f.FinishRun(f.ctx, trex.Finish{Run: "r1", Status: trex.Cancelled, At: at(4)})
			return err
		}, []trex.Change{{Kind: trex.RunChanged, ID: "r1"}, {Kind: trex.ExperimentChanged, ID: "e1"}, {Kind: trex.WarningChanged, ID: "w1"}}},
		{"Move", func() error { return f.MoveExperiment(f.ctx, "e1", thread) }, []trex.Change{{Kind: trex.ExperimentChanged, ID: "e1"}}},
	} {
		t.Run(step.name, func(t *testing.T) {
			changes, cancel := f.Subscribe()
			must(t, step.do())
			awaitChanges(t, changes, step.want)
			cancel()
			cancel() // harmless
			for range changes {
			}
		})
	}
	changes, cancel := f.Subscribe()
	defer cancel()
	_, err = f.FinishRun(f.ctx, trex.Finish{Run: "r1", Status: trex.Failed, At: at(9)})
	wantKind(t, err, trex.KindConflict)
	must(t, f.SetVerdict(f.ctx, "r1", trex.Verdict{}))
	must(t, f.UpdateMessage(f.ctx, m))
	if got, want := await.Value(t, "the next change", changes), (trex.Change{Kind: trex.MessageChanged, ID: "m1"}); got != want {
		t.Errorf("a write that changed nothing sent a notice: %v", got)
	}
}

// awaitChanges reads notices until all wanted ones have come; others are allowed.
func awaitChanges(t *testing.T, changes <-chan trex.Change, want []trex.Change) {
	t.Helper()
	missing := slices.Clone(want)
	for len(missing) > 0 {
		got := await.Value(t, fmt.Sprint(missing), changes)
		if got == (trex.Change{}) {
			t.Fatalf("the channel was closed before %v came", missing)
		}
		missing = slices.DeleteFunc(missing, func(c trex.Change) bool { return c == got })
	}
}

func testSlowSubscriber(t *testing.T, f *fixture) {
	changes, cancel := f.Subscribe()
	defer cancel()
	for range 400 {
		must(t, f.UpdateMessage(f.ctx, message(t, f)))
	}
	var got []trex.ChangeKind
	for len(changes) > 0 {
		got = append(got, (<-changes).Kind)
	}
	if !slices.Contains(got, trex.AllChanged) {
		t.Errorf("%d notices and no AllChanged after 800 writes", len(got))
	}
}

func message(t *testing.T, f *fixture) trex.ChatMessage {
	m, err := f.AppendMessage(f.ctx, trex.ChatMessage{Thread: thread, Role: trex.RoleUser, At: at(0)})
	must(t, err)
	return m
}

func testCanceled(t *testing.T, f *fixture) {
	ctx, cancel := context.WithCancel(f.ctx)
	cancel()
	_, err := f.CreateProposal(ctx, proposal(lrConfig(1)))
	wantErrorIs(t, err, context.Canceled)
	_, err = f.ListRuns(ctx, trex.RunQuery{})
	wantErrorIs(t, err, context.Canceled)
	if p := f.propose(ada, "digits", 1); p.ID != "p1" { // and the store goes on
		t.Errorf("got %s, want p1: the canceled one must leave nothing", p.ID)
	}
}

func testClose(t *testing.T, f *fixture) {
	changes, cancel := f.Subscribe()
	must(t, f.Close())
	for range changes {
	}
	cancel()
	if _, err := f.CreateProposal(f.ctx, proposal(lrConfig(1))); err == nil {
		t.Error("a closed store took a proposal")
	}
	if _, err := f.FindRun(f.ctx, "r1"); err == nil {
		t.Error("a closed store answered")
	}
	must(t, f.Close())
}
