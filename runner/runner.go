package runner

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/trex-ml/trex"
)

// store is what a Runner needs of *sqlite.DB or *postgres.DB.
type store interface {
	ListPending(ctx context.Context, limit int) ([]trex.Run, error)
	ListActive(ctx context.Context) ([]trex.Run, error)
	FindRun(ctx context.Context, id trex.RunID) (trex.Run, error)
	CountRuns(ctx context.Context, project string) (map[trex.Status]int, error)
	ClaimRun(ctx context.Context, claim trex.Claim) (trex.Run, error)
	MarkStarted(ctx context.Context, id trex.RunID, startedAt time.Time, ref string) error
	SetReason(ctx context.Context, id trex.RunID, reason string) error
	RequestStop(ctx context.Context, id trex.RunID, by trex.Person, at time.Time) (trex.Run, error)
	AppendPoints(ctx context.Context, append trex.Append) error
	FindIngest(ctx context.Context, id trex.RunID) (trex.Ingest, error)
	CreateWarning(ctx context.Context, warning trex.Warning) (stored trex.Warning, created bool, err error)
	FinishRun(ctx context.Context, finish trex.Finish) (trex.Run, error)
	Subscribe() (changes <-chan trex.Change, cancel func())
}

// Params are what a Runner works with.
type Params struct {
	Store     store
	Executors []Executor
	Projects  []trex.Project
	Folder    string        // where the runs' folders are, absolute
	Slots     int           // runs at once on this machine; 0 is 1
	Grace     time.Duration // between TERM and KILL; 0 is 10 s

	// GPUs lists this machine's GPUs. It is called in Run, and again after an
	// error; nil is none. DetectGPUs makes one.
	GPUs func(context.Context) ([]GPU, error)

	// GPUUse says what the GPUs do. Nil asks nvidia-smi, once a run has GPUs.
	GPUUse func(context.Context) ([]GPUUse, error)

	SampleEvery time.Duration    // between system metrics of a young run; 0 is 10 s, negative is never
	Environ     []string         // Trex's own environment; nil is os.Environ()
	Now         func() time.Time // nil is time.Now
	Log         *slog.Logger     // nil is slog.Default()
}

const (
	defaultGrace  = 10 * time.Second
	defaultSample = 10 * time.Second
)

// Runner claims, starts, follows and finishes runs.
type Runner struct {
	store       store
	executors   map[string]Executor
	projects    map[string]trex.Project
	runs        string
	slots       int
	grace       time.Duration
	sampleEvery time.Duration
	environ     []string
	now         func() time.Time
	log         *slog.Logger
	gpus        *gpuPool
	gpuUse      func(context.Context) ([]GPUUse, error)

	wake chan struct{} // holds one value when the loop should look again at once

	mu        sync.Mutex
	followers map[trex.RunID]*follower
	failures  map[trex.RunID]int // to start, in a row

	pending atomic.Int64 // runs, as last counted
	served  served       // of the goroutine of Run
}

// New returns a Runner that does nothing before Run is called.
func New(params Params) *Runner {
	r := &Runner{
		store: params.Store, runs: params.Folder,
		executors: map[string]Executor{}, projects: map[string]trex.Project{},
		slots: max(params.Slots, 1), grace: params.Grace, sampleEvery: params.SampleEvery,
		environ: params.Environ, now: params.Now, log: params.Log,
		gpus: newGPUPool(params.GPUs), gpuUse: params.GPUUse,
		wake:      make(chan struct{}, 1),
		followers: map[trex.RunID]*follower{},
		failures:  map[trex.RunID]int{},
		served:    served{turns: map[personKey]int64{}},
	}
	for _, executor := range params.Executors {
		r.executors[executor.Name()] = executor
	}
	for _, project := range params.Projects {
		r.projects[project.Name] = project
	}
	if r.grace <= 0 {
		r.grace = defaultGrace
	}
	if r.sampleEvery == 0 {
		r.sampleEvery = defaultSample
	}
	if r.environ == nil {
		r.environ = os.Environ()
	}
	if r.gpuUse == nil {
		r.gpuUse = SampleGPUs("")
	}
	if r.now == nil {
		r.now = time.Now
	}
	if r.log == nil {
		r.log = slog.Default()
	}
	return r
}

func (r *Runner) folder(id trex.RunID) string { return filepath.Join(r.runs, string(id)) }

// lookPause is how often the recorded state is looked at when no change notice
// came: notices may be lost.
const lookPause = time.Second

// Run works until ctx ends. It then starts nothing more, records what it has
// read, and returns; the runs themselves go on.
func (r *Runner) Run(ctx context.Context) error {
	if err := os.MkdirAll(r.runs, 0o755); err != nil {
		return fmt.Errorf("create folder of runs: %w", err)
	}
	changes, unsubscribe := r.store.Subscribe()
	defer unsubscribe()
	var following sync.WaitGroup
	defer following.Wait()
	following.Go(func() { r.sampleForEver(ctx) })
	tick := time.NewTicker(lookPause)
	defer tick.Stop()
	for ctx.Err() == nil {
		r.gpus.detect(ctx, r.log)
		if err := r.look(ctx, &following); err != nil && ctx.Err() == nil {
			r.log.Error("look after runs", "error", err)
		}
		r.waitForWork(ctx, changes, tick.C)
	}
	return nil
}

// look compares what is recorded with what is there, once. Nothing is claimed
// before all that is recorded as running was seen: it holds slots and GPUs.
func (r *Runner) look(ctx context.Context, following *sync.WaitGroup) error {
	if err := r.reconcile(ctx, following); err != nil {
		return err
	}
	return r.claim(ctx, following)
}

// waitForWork returns when there may be something to do.
func (r *Runner) waitForWork(ctx context.Context, changes <-chan trex.Change, tick <-chan time.Time) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick:
			return
		case <-r.wake:
			return
		case change, open := <-changes:
			if !open {
				changes = nil // the store is closing; ctx will end
				continue
			}
			if change.Kind == trex.RunChanged || change.Kind == trex.AllChanged || change.Kind == trex.ExperimentChanged {
				drain(changes)
				return
			}
		}
	}
}

// drain drops notices that say what is about to be looked at anyway.
func drain(changes <-chan trex.Change) {
	for {
		select {
		case _, open := <-changes:
			if !open {
				return
			}
		default:
			return
		}
	}
}

func (r *Runner) lookAgain() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// reconcile makes every run that is recorded as running have a follower, and
// tells followers of requests to stop.
func (r *Runner) reconcile(ctx context.Context, following *sync.WaitGroup) error {
	active, err := r.store.ListActive(ctx)
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

// follow gives run a follower of its own goroutine until it is final or an
// error makes the next reconcile begin anew. start, when not nil, says how to
// get the handle of a run claimed just now.
func (r *Runner) follow(ctx context.Context, following *sync.WaitGroup, run trex.Run, start func(context.Context) (Handle, error)) {
	f := newFollower(r, run)
	r.mu.Lock()
	r.followers[run.ID] = f
	r.mu.Unlock()
	r.gpus.hold(run)
	following.Go(func() {
		err := f.follow(ctx, start)
		if err != nil && !errors.Is(err, context.Canceled) {
			r.log.Error("follow run", "run", run.ID, "error", err)
			f.pause(ctx)
		}
		r.mu.Lock()
		delete(r.followers, run.ID)
		if err == nil {
			delete(r.failures, run.ID)
		}
		r.mu.Unlock()
		if err == nil {
			r.gpus.release(run.ID)
		}
		r.lookAgain()
	})
}

func (r *Runner) countFailure(id trex.RunID) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failures[id]++
	return r.failures[id]
}

func newKey() string { return rand.Text() }
