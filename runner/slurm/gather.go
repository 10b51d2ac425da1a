package slurm

import (
	"context"
	"sync"
	"time"

	"github.com/trex-ml/trex/runner"
)

const (
	// gatherPause is how long no further job must come before those that have
	// are submitted.
	gatherPause = 200 * time.Millisecond
	// gatherLimit is how long the first waits at most.
	gatherLimit = 3 * time.Second
)

// gathering joins starts that are asked for at about the same time, so that
// they become one array: runs that are tried again after a controller was away,
// or found unsubmitted after a crash, come one by one.
type gathering struct {
	mu   sync.Mutex
	open *gathered
}

// gathered is jobs that are started together, by whoever came first.
type gathered struct {
	jobs    []runner.Job
	latest  time.Time
	started []runner.Started // of jobs, once done is closed
	done    chan struct{}
}

// join starts jobs, and those that others bring meanwhile, with start.
func (g *gathering) join(ctx context.Context, jobs []runner.Job, start func(context.Context, []runner.Job) []runner.Started) []runner.Started {
	g.mu.Lock()
	batch, first := g.open, g.open == nil
	if first {
		batch = &gathered{done: make(chan struct{})}
		g.open = batch
	}
	from := len(batch.jobs)
	batch.jobs, batch.latest = append(batch.jobs, jobs...), time.Now()
	g.mu.Unlock()
	if first {
		g.wait(ctx, batch)
		batch.started = start(ctx, batch.jobs)
		close(batch.done)
	}
	<-batch.done // start ends with ctx, which is everybody's
	return batch.started[from : from+len(jobs)]
}

// wait returns when nobody else has come for a while, and closes the batch.
func (g *gathering) wait(ctx context.Context, batch *gathered) {
	for limit := time.Now().Add(gatherLimit); ; {
		_ = sleep(ctx, gatherPause)
		g.mu.Lock()
		if now := time.Now(); now.Sub(batch.latest) >= gatherPause || now.After(limit) || ctx.Err() != nil {
			g.open = nil
			g.mu.Unlock()
			return
		}
		g.mu.Unlock()
	}
}
