package runner_test

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runner"
	"github.com/trex-ml/trex/runner/local"
)

// cluster is an executor like a batch system: it has slots of its own, takes
// many jobs at once, gives them its own references, and lets them wait.
type cluster struct {
	*local.Executor // runs them; nil: no command runs, all end well
	batches         atomic.Int64
	released        chan struct{}
	slots           int
	full            atomic.Bool // it takes nothing for now

	mu         sync.Mutex
	jobs, most int // jobs it has now, and had at once at most
}

func (c *cluster) count(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.jobs += n
	c.most = max(c.most, c.jobs)
}

func (c *cluster) Name() string                     { return "cluster" }
func (c *cluster) Slots() int                       { return c.slots }
func (c *cluster) Check(project trex.Project) error { return checkPartition(project) }

func checkPartition(project trex.Project) error {
	if partition := string(project.Options["cluster"]); partition == `"none"` {
		return trex.Invalid("there is no partition %s", partition)
	}
	return nil
}

func (c *cluster) StartBatch(ctx context.Context, jobs []runner.Job) []runner.Started {
	c.batches.Add(1)
	started := make([]runner.Started, len(jobs))
	for i, job := range jobs {
		started[i].Handle, started[i].Err = c.Start(ctx, job)
	}
	return started
}

func (c *cluster) Start(_ context.Context, job runner.Job) (runner.Handle, error) {
	if c.full.Load() {
		return nil, trex.Unavailable(nil, "the cluster takes no more jobs for now")
	}
	c.count(1)
	return &queued{cluster: c, job: job}, nil
}

func (c *cluster) Attach(ctx context.Context, ref, dir string) (runner.Handle, error) {
	return c.Executor.Attach(ctx, strings.TrimPrefix(ref, "job-"), dir)
}

// queued is a job that begins when the cluster has room.
type queued struct {
	cluster *cluster
	job     runner.Job
	begun   atomic.Pointer[time.Time]
}

func (q *queued) Ref() string { return "job-" + q.job.Key }

func (q *queued) Wait(ctx context.Context) (trex.Exit, error) {
	select {
	case <-ctx.Done():
		return trex.Exit{}, ctx.Err()
	case <-q.cluster.released:
	}
	now := time.Now().Add(time.Hour) // a clock of its own, so that the correction shows
	q.begun.Store(&now)
	exit, err := q.run(ctx)
	q.cluster.count(-1)
	return exit, err
}

func (q *queued) run(ctx context.Context) (trex.Exit, error) {
	if q.cluster.Executor == nil {
		return trex.Exit{}, nil
	}
	handle, err := q.cluster.Executor.Start(ctx, q.job)
	if err != nil {
		return trex.Exit{}, err
	}
	return handle.Wait(ctx)
}

func (q *queued) Stop(context.Context, time.Duration) error { return nil }

func (q *queued) Report() runner.Report {
	if begun := q.begun.Load(); begun != nil {
		return runner.Report{StartedAt: *begun}
	}
	return runner.Report{Waiting: "waiting: Resources, starts ~14:20"}
}

func onCluster(name, script string) trex.Project {
	p := shell(name, script)
	p.Executor, p.Resources.GPUs = "cluster", 8 // of the cluster, not of this machine
	return p
}

func TestBatchOnACluster(t *testing.T) {
	t.Parallel()
	b := newBench(t, onCluster("p", ""))
	c := &cluster{released: make(chan struct{})}
	b.params.Executors = append(b.params.Executors, c)
	b.params.Slots = 1
	b.params.Pauses = runner.Pauses{} // so many followers would do little but look
	b.start()
	runs := b.launch("p", 150) // more than a page of the queue
	for _, run := range runs {
		run = b.until(run.ID, "told what it waits for", func(r trex.Run) bool { return r.Reason != "" })
		if run.Status != trex.Pending || !run.Queued() || !run.StartedAt.IsZero() {
			t.Errorf("%s is %s, started %s, and waits in a queue", run.ID, run.Status, run.StartedAt)
		}
		if run.Reason != "waiting: Resources, starts ~14:20" || !strings.HasPrefix(run.Ref, "job-") {
			t.Errorf("%s: %q, ref %q", run.ID, run.Reason, run.Ref)
		}
	}
	if n := c.batches.Load(); n != 1 {
		t.Errorf("%d batches for runs launched together", n)
	}
	close(c.released)
	for _, run := range runs {
		run = b.final(run.ID)
		if run.Status != trex.Completed || run.Reason != "" || time.Until(run.StartedAt) < 50*time.Minute {
			t.Errorf("%s: %s %q, started %s", run.ID, run.Status, run.Reason, run.StartedAt)
		}
	}
}

func TestClusterWithFewPlaces(t *testing.T) {
	t.Parallel()
	b := newBench(t, onCluster("p", "exit 0"))
	c := &cluster{Executor: local.New(local.Params{}), released: make(chan struct{}), slots: 2}
	b.params.Executors = append(b.params.Executors, c)
	b.start()
	runs := b.launch("p", 3)
	for _, run := range runs[:2] {
		b.until(run.ID, "queued", func(r trex.Run) bool { return r.Queued() && r.Reason != "" })
	}
	if run, err := b.db.FindRun(t.Context(), runs[2].ID); err != nil || run.Status != trex.Pending || run.Queued() {
		t.Errorf("a third run on two places: %+v, %v", run, err)
	}
	close(c.released)
	for _, run := range runs {
		b.final(run.ID)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.most != 2 {
		t.Errorf("it had %d jobs at once", c.most)
	}
}

func TestClusterRefuses(t *testing.T) {
	t.Parallel()
	p := onCluster("p", "exit 0")
	p.Options = map[string]json.RawMessage{"cluster": json.RawMessage(`"none"`)}
	b := newBench(t, p, onCluster("q", "exit 0"))
	c := &cluster{Executor: local.New(local.Params{}), released: make(chan struct{})}
	b.params.Executors = append(b.params.Executors, c)
	b.start()
	if run := b.final(b.launch("p", 1)[0].ID); run.Status != trex.Failed || run.Reason != `there is no partition "none"` {
		t.Errorf("%s: %q", run.Status, run.Reason)
	}
}

func TestExecutorNotConfigured(t *testing.T) {
	t.Parallel()
	b := newBench(t, onCluster("p", "exit 0"))
	b.start()
	run := b.final(b.launch("p", 1)[0].ID)
	if run.Status != trex.Failed || !strings.Contains(run.Reason, `"cluster"`) {
		t.Errorf("%s: %q", run.Status, run.Reason)
	}
}

// TestStopWhileTheClusterTakesNothing: a stop does not have to wait until the
// cluster takes the run.
func TestStopWhileTheClusterTakesNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t, onCluster("p", "exit 0"))
	c := &cluster{Executor: local.New(local.Params{}), released: make(chan struct{})}
	c.full.Store(true)
	b.params.Executors = append(b.params.Executors, c)
	b.start()
	runs := b.launch("p", 2)
	for _, run := range runs {
		run = b.until(run.ID, "told why it waits", func(r trex.Run) bool { return strings.Contains(r.Reason, "takes no more") })
		if run.Status != trex.Pending {
			t.Errorf("%s is %s", run.ID, run.Status)
		}
	}
	if _, err := b.db.RequestStop(t.Context(), runs[0].ID, trex.Person{Name: "Ann"}, time.Now()); err != nil {
		t.Fatal(err)
	}
	if run := b.final(runs[0].ID); run.Status != trex.Cancelled || run.Reason != "stopped by Ann before it started" {
		t.Errorf("%s: %q", run.Status, run.Reason)
	}
	c.full.Store(false)
	close(c.released)
	if run := b.final(runs[1].ID); run.Status != trex.Completed {
		t.Errorf("%s: %q", run.Status, run.Reason)
	}
}
