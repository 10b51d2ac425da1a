package storetest

import (
	"context"
	"errors"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/trex-ml/trex"
)

// fixture is a store with the steps that every test needs.
type fixture struct {
	Store
	t   *testing.T
	ctx context.Context
}

func newFixture(t *testing.T, s Store) *fixture {
	return &fixture{Store: s, t: t, ctx: t.Context()}
}

var (
	ada    = trex.Person{Platform: "slack", ID: "U1", Name: "Ada"}
	bob    = trex.Person{Platform: "discord", ID: "2", Name: "Bob"}
	thread = trex.Thread{Platform: "slack", Channel: "C1", ID: "1700000000.000100"}
	loss   = trex.Objective{Metric: "val_loss", Goal: trex.Minimize}
	start  = time.Date(2026, 3, 1, 12, 0, 0, 123e6, time.UTC)
)

// at is a moment after start.
func at(seconds float64) time.Time {
	return start.Add(time.Duration(seconds*1000) * time.Millisecond)
}

func lrConfig(lr float64) trex.RunConfig {
	return trex.RunConfig{"lr": trex.Number(lr), "epochs": trex.Number(10), "optimizer": trex.Text("adam"), "augment": trex.Bool(true)}
}

func proposal(configs ...trex.RunConfig) trex.Proposal {
	return trex.Proposal{
		Project: "digits", Configs: configs, Reading: "three learning rates",
		Requester: ada, Thread: thread, CreatedAt: at(0), ExpiresAt: at(3600),
	}
}

// propose stores a proposal of one configuration for each learning rate.
func (f *fixture) propose(by trex.Person, project string, lrs ...float64) trex.Proposal {
	f.t.Helper()
	p := proposal()
	p.Requester, p.Project = by, project
	for _, lr := range lrs {
		p.Configs = append(p.Configs, lrConfig(lr))
	}
	p, err := f.CreateProposal(f.ctx, p)
	must(f.t, err)
	return p
}

// launch returns pending runs, one for each learning rate.
func (f *fixture) launch(by trex.Person, project string, lrs ...float64) []trex.Run {
	f.t.Helper()
	p := f.propose(by, project, lrs...)
	_, runs, err := f.LaunchProposal(f.ctx, launchOf(p, by))
	must(f.t, err)
	return runs
}

func launchOf(p trex.Proposal, by trex.Person) trex.Launch {
	l := trex.Launch{Decision: trex.Decision{Proposal: p.ID, Version: p.Version, By: by, At: at(10)}, Objective: loss}
	for _, config := range p.Configs {
		l.Names = append(l.Names, "lr "+config["lr"].String())
	}
	return l
}

// running returns one run that was claimed.
func (f *fixture) running() trex.Run {
	f.t.Helper()
	run, err := f.ClaimRun(f.ctx, trex.Claim{Run: f.launch(ada, "digits", 0.1)[0].ID, Ref: "ref", At: at(20)})
	must(f.t, err)
	return run
}

func (f *fixture) findRun(id trex.RunID) trex.Run {
	f.t.Helper()
	run, err := f.FindRun(f.ctx, id)
	must(f.t, err)
	return run
}

// points adds values of one metric at steps 0, 1, 2, …
func (f *fixture) points(run trex.RunID, metric string, values ...float64) {
	f.t.Helper()
	must(f.t, f.AppendPoints(f.ctx, trex.Append{Run: run, Points: pointsOf(metric, values...)}))
}

func pointsOf(metric string, values ...float64) []trex.Point {
	var points []trex.Point
	for i, value := range values {
		points = append(points, trex.Point{Metric: metric, Step: int64(i), Value: value, Time: at(float64(i))})
	}
	return points
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wantKind checks that err has that kind, and a sentence for people.
func wantKind(t *testing.T, err error, kind trex.ErrorKind) {
	t.Helper()
	if trex.KindOf(err) != kind {
		t.Errorf("got error %v of kind %q, want kind %q", err, trex.KindOf(err), kind)
		return
	}
	if sentence, ok := trex.Sentence(err); !ok || sentence == "" {
		t.Errorf("error %v has no sentence", err)
	}
}

func wantErrorIs(t *testing.T, err, target error) {
	t.Helper()
	if !errors.Is(err, target) {
		t.Errorf("got error %v, want %v", err, target)
	}
}

// equal compares float64 by their bits, so that NaN equals itself, and treats nil
// and empty as the same.
func equal(t *testing.T, what string, want, got any) {
	t.Helper()
	bits := cmp.Comparer(func(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) })
	values := cmp.Comparer(func(a, b trex.Value) bool { return a == b })
	if diff := cmp.Diff(want, got, bits, values); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func runIDs(runs []trex.Run) []trex.RunID {
	ids := []trex.RunID{}
	for _, r := range runs {
		ids = append(ids, r.ID)
	}
	return ids
}
