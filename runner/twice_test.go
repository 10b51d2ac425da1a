package runner_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/await"
	"github.com/trex-ml/trex/runner"
	"github.com/trex-ml/trex/store/teststore"
)

// countToThirty prints ten steps, and ten more each time the test has seen the
// ones before, so that they are never all stored at once.
const countToThirty = `for i in $(seq 30); do
	case $i in 11|21) while [ ! -e "$TREX_RUN_DIR/go$i" ]; do sleep 0.02; done;; esac
	echo "step $i loss=0.$i"; done`

func (b *bench) countToThirty(id trex.RunID) {
	b.t.Helper()
	for _, seen := range []int{10, 20} {
		b.until(id, fmt.Sprint("at step ", seen), func(trex.Run) bool { return len(b.points(id, "loss")) >= seen })
		b.write(id, fmt.Sprint("go", seen+1))
	}
	b.wantThirty(b.final(id))
}

// forgetful is a store that loses its answer to every second commit of points.
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
	t.Parallel()
	b := newBench(t, shell("p", countToThirty))
	b.params.Store = &forgetful{DB: b.db}
	b.start()
	b.countToThirty(b.launch("p", 1)[0].ID)
}

// A server that was deposed does not know it at once, so for a moment two
// follow the same run.
func TestTwoFollowersDoubleNoPoint(t *testing.T) {
	t.Parallel()
	b := newBench(t, shell("p", countToThirty))
	first, _ := b.start()
	second, _ := b.start()
	runs := b.launch("p", 3)
	await.Until(t, "both to follow all runs", func() bool { return first.Capacity().Busy == 3 && second.Capacity().Busy == 3 })
	for _, run := range runs {
		b.countToThirty(run.ID)
	}
}

// A server that leads again must not hold the GPUs of a run that ended under
// another leader.
func TestLeadAgain(t *testing.T) {
	t.Parallel()
	p := shell("p", untilGo)
	p.Resources.GPUs = 1
	b := newBench(t, p)
	b.params.GPUs = func(context.Context) ([]runner.GPU, error) { return []runner.GPU{{Index: 0}}, nil }
	first, stop := b.start()
	run := b.launch("p", 1)[0]
	b.appears(run.ID, runner.LockFile)
	stop()
	_, stop = b.start()
	b.write(run.ID, "go")
	b.final(run.ID)
	stop()
	b.lead(first)
	next := b.launch("p", 1)[0]
	b.running(next.ID)
	b.stopRun(next.ID)
	b.final(next.ID)
}

// A server that leads again, as after a restart of the database, starts none of
// the runs it remembers as pending before it has seen which runs are active.
func TestLeadAgainWithoutRoom(t *testing.T) {
	t.Parallel()
	b := newBench(t, shell("p", untilGo))
	b.params.Slots = 1
	r, stop := b.start()
	runs := b.launch("p", 2)
	b.appears(runs[0].ID, runner.LockFile)
	stop()
	b.lead(r)
	await.Until(t, "the first to be followed", func() bool { return r.Capacity().Busy > 0 })
	b.write(runs[0].ID, "go")
	first, second := b.final(runs[0].ID), b.running(runs[1].ID)
	if second.StartedAt.Before(first.FinishedAt) {
		t.Errorf("on one slot %s began at %s, %s ended at %s", second.ID, second.StartedAt, first.ID, first.FinishedAt)
	}
	b.stopRun(second.ID)
	b.final(second.ID)
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
