package slurm

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runner"
)

// Name is the value of a project's executor for runs on the cluster.
const Name = "slurm"

// Params configure an Executor; zero fields mean the default.
type Params struct {
	// Trex is the path of this program on the compute nodes. Default: its path
	// here, which a shared file system makes the same.
	Trex string

	// PollEvery is the least time between two questions to slurmctld.
	// Default: 2 s.
	PollEvery time.Duration

	// Patience is how long a file that a node wrote may take to be seen here.
	// Default: 15 s, which is above what NFS caches attributes by default.
	Patience time.Duration

	// Environ is what Slurm's commands see. Default: PATH, HOME, USER and the
	// variables that begin with SLURM_ of this process.
	Environ []string

	Log *slog.Logger // default: slog.Default
}

// Executor starts runs as Slurm jobs.
type Executor struct {
	trexPath string
	patience time.Duration
	begun    time.Time
	commands *commands
	queue    *queue
	starts   gathering
	limits   *limits
	latest   latest
	log      *slog.Logger
}

// New returns an Executor. It does not speak to Slurm yet.
func New(params Params) (*Executor, error) {
	if params.Trex == "" {
		path, err := os.Executable()
		if err != nil {
			return nil, trex.Invalid("cannot find the path of this program for the compute nodes: %v", err)
		}
		params.Trex = path
	}
	if params.PollEvery == 0 {
		params.PollEvery = 2 * time.Second
	}
	if params.Patience == 0 {
		params.Patience = 15 * time.Second
	}
	if params.Environ == nil {
		params.Environ = commandEnvironment(os.Environ())
	}
	if params.Log == nil {
		params.Log = slog.Default()
	}
	c := &commands{environ: params.Environ}
	return &Executor{
		trexPath: params.Trex, patience: params.Patience, begun: time.Now(),
		commands: c, queue: newQueue(c, params.PollEvery), limits: newLimits(5 * params.PollEvery), log: params.Log,
	}, nil
}

func (e *Executor) Name() string { return Name }

// Slots implements runner.Sized: the cluster queues as many as come.
func (e *Executor) Slots() int { return 0 }

// Check implements runner.Checker.
func (e *Executor) Check(project trex.Project) error {
	s, err := readSettings(project)
	if err != nil {
		return err
	}
	if err := s.Check(); err != nil {
		return trex.Invalid("slurm of %s: %s", project.Name, err)
	}
	return nil
}

// OutOfMemory implements runner.MemoryBounder.
func (e *Executor) OutOfMemory(project trex.Project) (cause, hint string) {
	asked := settingsOf(project).Memory
	if asked != "" {
		asked = "the " + asked + " "
	}
	return "out of memory on its node (not on a GPU), most likely more than " + asked + "its Slurm job asked for",
		"ask for more under slurm.memory"
}

// Start implements runner.Executor. A job that an earlier call submitted is
// found by what that call left in the run's folder, and by its name in Slurm.
func (e *Executor) Start(ctx context.Context, job runner.Job) (runner.Handle, error) {
	started := e.StartBatch(ctx, []runner.Job{job})
	return started[0].Handle, started[0].Err
}

// StartBatch implements runner.BatchStarter: jobs of equal requirements become
// one job array, or several where Slurm does not take that many at once. Jobs
// that it does not take yet are to be tried again.
func (e *Executor) StartBatch(ctx context.Context, jobs []runner.Job) []runner.Started {
	started := make([]runner.Started, len(jobs))
	var now []runner.Job
	var places []int
	for i, job := range jobs {
		if started[i].Err = e.limits.refused(account(job)); started[i].Err == nil {
			now, places = append(now, job), append(places, i)
		}
	}
	for i, one := range e.starts.join(ctx, now, e.start) {
		started[places[i]] = one
	}
	for i, job := range jobs {
		if trex.KindOf(started[i].Err) == trex.KindUnavailable {
			e.starts.expect(job.Key, account(job))
		}
	}
	return started
}

func (e *Executor) start(ctx context.Context, jobs []runner.Job) []runner.Started {
	started := make([]runner.Started, len(jobs))
	var fresh []int
	for i, job := range jobs {
		_, unreadable := readSettings(job.Project)
		handle, err := e.Attach(ctx, job.Key, job.Dir)
		switch {
		case err == nil:
			started[i].Handle = handle
		case trex.KindOf(err) != trex.KindNotFound:
			started[i].Err = err
		case earlier(jobs[:i], job.Key):
			started[i].Err = trex.Unavailable(nil, "it is being started")
		case unreadable != nil:
			started[i].Err = unreadable
		default:
			fresh = append(fresh, i)
		}
	}
	e.submitAll(ctx, jobs, fresh, started)
	return started
}

func earlier(jobs []runner.Job, key string) bool {
	return slices.ContainsFunc(jobs, func(job runner.Job) bool { return job.Key == key })
}

// Attach implements runner.Executor. ref is the key a run was claimed with, or
// the id of its job.
func (e *Executor) Attach(ctx context.Context, ref, dir string) (runner.Handle, error) {
	if id, ok := parseID(ref); ok {
		return e.handle(id, dir), nil
	}
	id, err := e.find(ctx, ref, dir)
	if trex.KindOf(err) == trex.KindUnavailable {
		e.starts.expect(ref, everyone)
	}
	if err != nil {
		return nil, err
	}
	e.starts.expectNot(ref)
	return e.handle(id, dir), nil
}

func (e *Executor) handle(id jobID, dir string) *handle {
	return &handle{executor: e, id: id, dir: dir, folder: filepath.Base(dir), since: time.Now()}
}
