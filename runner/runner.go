package runner

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/wait"
	"github.com/trex-ml/trex/runner/judge"
)

// store is what a Runner needs of *sqlite.DB or *postgres.DB.
type store interface {
	ListPending(ctx context.Context, limit int) ([]trex.Run, error)
	ListClaimed(ctx context.Context) ([]trex.Run, error)
	FindRun(ctx context.Context, id trex.RunID) (trex.Run, error)
	CountRuns(ctx context.Context, project string) (map[trex.Status]int, error)
	ClaimRun(ctx context.Context, claim trex.Claim) (trex.Run, error)
	MarkStarted(ctx context.Context, id trex.RunID, startedAt time.Time, ref string) error
	SetReason(ctx context.Context, id trex.RunID, reason string) error
	RequestStop(ctx context.Context, id trex.RunID, by trex.Person, at time.Time) (trex.Run, error)
	AppendPoints(ctx context.Context, append trex.Append) error
	FindIngest(ctx context.Context, id trex.RunID) (trex.Ingest, error)
	judge.Curves
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
	Pauses      Pauses           // zero is those of production
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
	pauses      Pauses
	environ     []string
	now         func() time.Time
	log         *slog.Logger
	gpus        *gpuPool
	gpuUse      func(context.Context) ([]GPUUse, error)

	freed chan struct{} // holds one value when a run has ended and freed its slot

	mu        sync.Mutex
	followers map[trex.RunID]*follower
	failures  map[trex.RunID]int // failed starts in a row

	pending atomic.Int64 // runs, as last counted

	// Used only by the goroutine of Run.
	queue  []trex.Run // pending runs, as last read and not claimed since
	more   bool       // there may be more after them
	served served
}

// New returns a Runner that does nothing before Run is called.
func New(params Params) *Runner {
	r := &Runner{
		store: params.Store, runs: params.Folder,
		executors: map[string]Executor{}, projects: map[string]trex.Project{},
		slots: max(params.Slots, 1), grace: params.Grace, sampleEvery: params.SampleEvery, pauses: params.Pauses.orDefault(),
		environ: params.Environ, now: params.Now, log: params.Log,
		gpus: newGPUPool(params.GPUs), gpuUse: params.GPUUse,
		freed:     make(chan struct{}, 1),
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

func (r *Runner) leavePlace() {
	select {
	case r.freed <- struct{}{}:
	default:
	}
}

// follow starts a goroutine that follows run until it is final, or until an
// error; then the next reconcile begins again. start, when not nil, gets the
// handle of a run claimed just now.
func (r *Runner) follow(ctx context.Context, following *sync.WaitGroup, run trex.Run, start func(context.Context) (Handle, error)) {
	f := newFollower(r, run)
	r.mu.Lock()
	r.followers[run.ID] = f
	r.mu.Unlock()
	r.gpus.hold(run)
	following.Go(func() {
		err := f.follow(ctx, start)
		if err != nil && !errors.Is(err, context.Canceled) {
			level := slog.LevelError
			if trex.KindOf(err) == trex.KindUnavailable {
				level = slog.LevelDebug // hundreds may wait for the same; each run says so
			}
			r.log.Log(ctx, level, "follow run", "run", run.ID, "error", err)
			_ = wait.For(ctx, r.pauses.Retry) // after ctx has ended there is nothing to retry
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
		r.leavePlace()
	})
}

func (r *Runner) countFailure(id trex.RunID) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failures[id]++
	return r.failures[id]
}

func newKey() string { return rand.Text() }
