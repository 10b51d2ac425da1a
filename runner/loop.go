package runner

import (
	"context"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/trex-ml/trex"
)

// readPace is the least time between reads of the store.
const readPace = 100 * time.Millisecond

// Run works until ctx ends. It then starts nothing more, records what it has
// read, and returns; the runs themselves go on.
func (r *Runner) Run(ctx context.Context) error {
	if err := os.MkdirAll(r.runs, 0o755); err != nil {
		return fmt.Errorf("create folder of runs: %w", err)
	}
	r.gpus.releaseAll()
	r.queue, r.more = nil, false // they are from when this server led before
	changes, unsubscribe := r.store.Subscribe()
	defer unsubscribe()
	var following sync.WaitGroup
	defer following.Wait()
	following.Go(func() { r.sampleForEver(ctx) })
	wait := waiting{changes: changes, freed: r.freed, look: r.pauses.Look}
	for ctx.Err() == nil {
		r.gpus.detect(ctx, r.log)
		if err := r.look(ctx, &following, wait.stale); err != nil && ctx.Err() == nil {
			r.log.Error("look after runs", "error", err)
		}
		wait.next(ctx)
	}
	return nil
}

// look compares the recorded state with the real one, once. It claims nothing
// before it has seen all runs recorded as running, since they hold slots and
// GPUs. If the store holds nothing new, the runs that were read last are enough
// to fill a freed slot.
func (r *Runner) look(ctx context.Context, following *sync.WaitGroup, stale bool) error {
	if stale {
		if err := r.reconcile(ctx, following); err != nil {
			r.queue, r.more = nil, false
			return err
		}
		if err := r.readQueue(ctx, pageOfPending); err != nil {
			return err
		}
	}
	return r.claim(ctx, following)
}

// reconcile gives every run recorded as running a follower, and tells followers
// of requests to stop.
func (r *Runner) reconcile(ctx context.Context, following *sync.WaitGroup) error {
	active, err := r.store.ListClaimed(ctx)
	if err != nil {
		return err
	}
	for _, run := range active {
		r.mu.Lock()
		f := r.followers[run.ID]
		r.mu.Unlock()
		switch {
		case f == nil:
			r.follow(ctx, following, run, nil)
		case !run.StopAsked.IsZero():
			f.askStop(run)
		}
	}
	return nil
}

// waiting is what a loop waits for between two looks.
type waiting struct {
	changes <-chan trex.Change
	freed   <-chan struct{}
	look    time.Duration // before the store is read again without a notice
	stale   bool          // what was read from the store may be old
	read    time.Time     // when it was read last
	changed bool          // a notice came since; a freed slot does not reset it
}

// next returns when there may be something to do.
func (w *waiting) next(ctx context.Context) {
	now := time.Now()
	if w.stale {
		w.stale, w.read, w.changed = false, now, false
	}
	pause := w.look
	if w.changed {
		pause = min(readPace, w.look)
	}
	due := time.NewTimer(w.read.Add(pause).Sub(now))
	defer due.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-w.freed:
			return
		case <-due.C:
			w.stale = true
			return
		case change, open := <-w.changes:
			if !open {
				w.changes = nil // the store is closing; ctx will end
				continue
			}
			if change.Kind == trex.RunChanged || change.Kind == trex.AllChanged {
				w.changed = true
				due.Reset(time.Until(w.read.Add(min(readPace, w.look))))
			}
		}
	}
}
