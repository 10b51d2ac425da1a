package slurm

import (
	"context"
	"sync"
	"time"

	"github.com/trex-ml/trex/internal/wait"
	"github.com/trex-ml/trex/runner"
)

const (
	// gatherPause is how long a batch waits for a further job before it is
	// submitted.
	gatherPause = 200 * time.Millisecond
	// gatherLimit is how long the first job of a batch waits at most.
	gatherLimit = 5 * time.Second
	// expectLimit is how long a refused job is expected back; its run asks again
	// every second, or after a search in Slurm.
	expectLimit = 30 * time.Second
)

// gathering joins starts that are requested at about the same time into one
// array. Runs that are tried again after the controller was away, or found
// unsubmitted after a crash, come one by one. The first to come back waits for
// all that were refused.
type gathering struct {
	mu       sync.Mutex
	open     *gathered
	expected map[string]expected // by the key of a job
}

// expected is a refused job that will come again.
type expected struct {
	account string // everyone: not known
	since   time.Time
}

// gathered is jobs that are started together, by whoever came first.
type gathered struct {
	jobs     []runner.Job
	accounts map[string]bool // of jobs
	latest   time.Time
	started  []runner.Started // of jobs, once done is closed
	done     chan struct{}
}

// expect says that the job of a key was refused and will come again.
func (g *gathering) expect(key, account string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.expected == nil {
		g.expected = map[string]expected{}
	}
	g.expected[key] = expected{account, time.Now()}
}

// expectNot says that the job of a key has been found.
func (g *gathering) expectNot(key string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.expected, key)
}

// awaitedLocked reports whether some job is expected that may belong to the
// same array as one of the batch.
func (g *gathering) awaitedLocked(batch *gathered, now time.Time) bool {
	for key, one := range g.expected {
		switch {
		case now.Sub(one.since) >= expectLimit:
			delete(g.expected, key)
		case one.account == everyone, batch.accounts[one.account]:
			return true
		}
	}
	return false
}

// join starts jobs, and those that others bring meanwhile, by calling start.
func (g *gathering) join(ctx context.Context, jobs []runner.Job, start func(context.Context, []runner.Job) []runner.Started) []runner.Started {
	if len(jobs) == 0 {
		return nil
	}
	g.mu.Lock()
	batch, first := g.open, g.open == nil
	if first {
		batch = &gathered{accounts: map[string]bool{}, done: make(chan struct{})}
		g.open = batch
	}
	for _, job := range jobs {
		batch.accounts[account(job)] = true
		delete(g.expected, job.Key)
	}
	from := len(batch.jobs)
	batch.jobs, batch.latest = append(batch.jobs, jobs...), time.Now()
	g.mu.Unlock()
	if first {
		g.wait(ctx, batch)
		batch.started = start(ctx, batch.jobs)
		close(batch.done)
	}
	<-batch.done // start ends with ctx, which all callers share
	return batch.started[from : from+len(jobs)]
}

// wait returns when nobody is expected and nobody else has come for a while,
// and closes the batch.
func (g *gathering) wait(ctx context.Context, batch *gathered) {
	for limit := time.Now().Add(gatherLimit); ; {
		_ = wait.For(ctx, gatherPause)
		g.mu.Lock()
		now := time.Now()
		quiet := now.Sub(batch.latest) >= gatherPause && !g.awaitedLocked(batch, now)
		if quiet || now.After(limit) || ctx.Err() != nil {
			g.open = nil
			g.mu.Unlock()
			return
		}
		g.mu.Unlock()
	}
}
