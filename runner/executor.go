package runner

import (
	"context"
	"time"

	"github.com/trex-ml/trex"
)

// Executor is where runs execute: this machine (runner/local) or a cluster.
// runner/executortest says in tests what each must do. Methods are called from
// several goroutines at once.
type Executor interface {
	// Name is the value of a project's executor that selects this one.
	Name() string

	// Start starts job's command and returns a handle on it. The job's folder
	// exists and holds job.json. Start is idempotent by Job.Key: if an earlier
	// call started the job, even a call that was cut off, Start attaches to that
	// job and never starts a second. It may return before the command runs. An
	// invalid error means that no later try can succeed; after any other the
	// caller tries again.
	Start(ctx context.Context, job Job) (Handle, error)

	// Attach finds a job after a restart of Trex, by its folder and by the
	// reference that ClaimRun or MarkStarted recorded. A not-found error means for
	// certain that no such job was started, so Start may be called. For a job that
	// was started and vanished, Wait of the handle says so.
	Attach(ctx context.Context, ref, dir string) (Handle, error)
}

// Handle is one started job. Methods may be called concurrently, Wait by one
// caller at a time.
type Handle interface {
	// Ref is the reference by which Attach finds the job. It is recorded when it
	// is not the job's key.
	Ref() string

	// Wait blocks until the job and all its processes have ended, and returns how
	// it ended. A *LostError means that the job is gone and its fate unknown, a
	// not-found error that it never began and may be started again. Any other
	// error says nothing about the job.
	Wait(ctx context.Context) (trex.Exit, error)

	// Stop asks for the end of the job: TERM to all its processes, KILL to those
	// left after grace. It returns once that is certain to happen, not when it
	// has. Stopping twice, or after the end, does nothing.
	Stop(ctx context.Context, grace time.Duration) error
}

// LostError says that a job has vanished without a record of its end.
type LostError struct {
	Reason string // a sentence a person understands, without the run's id
}

func (e *LostError) Error() string { return e.Reason }

// The interfaces below are abilities that only some executors and handles
// have.

// BatchStarter is an executor that starts many jobs in one call, as a Slurm job
// array. It returns one Started per job, in order, as Start would.
type BatchStarter interface {
	StartBatch(ctx context.Context, jobs []Job) []Started
}

// Started is the result of starting one job of a batch.
type Started struct {
	Handle Handle
	Err    error
}

// Sized is an executor with slots of its own. Its runs stay pending until their
// handles report that they have begun. An executor that is not Sized shares
// this machine's slots and GPUs, and its runs begin at once.
type Sized interface {
	Slots() int // how many runs it takes at once; 0 is no limit
}

// Checker is an executor that knows whether it can ever run a project.
type Checker interface {
	Check(project trex.Project) error // an invalid error with a sentence, or nil
}

// MemoryBounder is an executor that ends a job which uses more memory than its
// project asked for.
type MemoryBounder interface {
	// OutOfMemory says why such a job ended, and where to ask for more: two
	// sentences without a full stop.
	OutOfMemory(project trex.Project) (cause, hint string)
}

// Reporter is a handle that knows more of a job than that it has not ended. It
// is asked about once a second and answers from memory.
type Reporter interface {
	Report() Report
}

// Report is the state of a job that has not ended.
type Report struct {
	Waiting   string    // what it waits for, a sentence; "" when it executes
	StartedAt time.Time // when it began, zero before that or when not known
}

// Killer is a handle that can end its job without the help of the job's
// supervisor, for when Stop had no effect.
type Killer interface {
	Kill(ctx context.Context) error
}

// Sampler is a handle that can measure what its job uses now.
type Sampler interface {
	Sample() (Sample, error)
}

// Sample is what all processes of a job use together.
type Sample struct {
	CPU    time.Duration // spent so far
	Memory int64         // resident bytes now
}
