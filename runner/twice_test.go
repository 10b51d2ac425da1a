package runner_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runner"
	"github.com/trex-ml/trex/store/teststore"
)

const countToThirty = `for i in $(seq 30); do echo "step $i loss=0.$i"; sleep 0.03; done`

// forgetful is a store whose answer is lost each second time points were
// committed.
type forgetful struct {
	*teststore.DB
	appended atomic.Int64
}

func (s *forgetful) AppendPoints(ctx context.Context, a trex.Append) error {
	if err := s.DB.AppendPoints(ctx, a); err != nil || s.appended.Add(1)%2 == 0 {
		return err
	}
	return errors.New("the answer was lost")
}

func TestLostAnswersDoubleNoPoint(t *testing.T) {
	b := newBench(t, shell("p", countToThirty))
	b.params.Store = &forgetful{DB: b.db}
	b.start()
	b.wantThirty(b.final(b.launch("p", 1)[0].ID))
}

// A server that was deposed does not know it at once, so for a moment two
// follow the same run.
func TestTwoFollowersDoubleNoPoint(t *testing.T) {
	b := newBench(t, shell("p", countToThirty))
	b.start()
	b.start()
	for _, run := range b.launch("p", 3) {
		b.wantThirty(b.final(run.ID))
	}
}

// A server that leads again must not hold the GPUs of a run that ended under
// another leader.
func TestLeadAgain(t *testing.T) {
	p := shell("p", untilGo)
	p.Resources.GPUs = 1
	b := newBench(t, p)
	b.params.GPUs = func(context.Context) ([]runner.GPU, error) { return []runner.GPU{{Index: 0}}, nil }
	first, stop := b.start()
	run := b.launch("p", 1)[0]
	b.until(run.ID, "runs", func(r trex.Run) bool { return r.Status == trex.Running })
	stop()
	_, stop = b.start()
	b.write(run.ID, "go")
	b.final(run.ID)
	stop()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- first.Run(ctx) }()
	next := b.launch("p", 1)[0]
	b.until(next.ID, "runs", func(r trex.Run) bool { return r.Status == trex.Running })
	if _, err := b.db.RequestStop(t.Context(), next.ID, ada, time.Now()); err != nil {
		t.Fatal(err)
	}
	b.final(next.ID)
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// A server that leads again, as after a restart of the database, starts nothing
// of what it remembers to be pending before it has seen what runs.
func TestLeadAgainWithoutRoom(t *testing.T) {
	b := newBench(t, shell("p", untilGo))
	b.params.Slots = 1
	r, stop := b.start()
	runs := b.launch("p", 2)
	b.running(runs[0].ID)
	stop()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- r.Run(ctx) }()
	for deadline := time.Now().Add(patience); r.Capacity().Busy == 0; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("nothing is followed")
		}
	}
	b.write(runs[0].ID, "go")
	first, second := b.final(runs[0].ID), b.running(runs[1].ID)
	if second.StartedAt.Before(first.FinishedAt) {
		t.Errorf("on one slot %s began at %s, %s ended at %s", second.ID, second.StartedAt, first.ID, first.FinishedAt)
	}
	b.stopRun(second.ID)
	b.final(second.ID)
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func (b *bench) wantThirty(run trex.Run) {
	b.t.Helper()
	if run.Status != trex.Completed {
		b.t.Fatalf("%s is %s: %s", run.ID, run.Status, run.Reason)
	}
	points, err := b.db.ReadPoints(b.t.Context(), trex.PointQuery{Run: run.ID, Metric: "loss"})
	if err != nil {
		b.t.Fatal(err)
	}
	if len(points) != 30 {
		b.t.Errorf("%s has %d points, want 30", run.ID, len(points))
	}
	for i, p := range points {
		if p.Step != int64(i+1) {
			b.t.Fatalf("%s: point %d is of step %d", run.ID, i, p.Step)
		}
	}
}
