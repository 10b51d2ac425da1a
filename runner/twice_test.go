package runner_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/store/sqlite"
)

const countToThirty = `for i in $(seq 30); do echo "step $i loss=0.$i"; sleep 0.03; done`

// forgetful is a store whose answer is lost each second time points were
// committed.
type forgetful struct {
	*sqlite.DB
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
