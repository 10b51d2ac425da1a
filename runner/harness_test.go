package runner_test

import (
	"cmp"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/await"
	"github.com/trex-ml/trex/runner"
	"github.com/trex-ml/trex/runner/local"
	_ "github.com/trex-ml/trex/runner/local/early" // for trex supervise
	"github.com/trex-ml/trex/store/teststore"
)

// TestMain lets the test binary stand in for the processes of the tests.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && strings.HasPrefix(os.Args[1], "chaos-") {
		os.Exit(chaosMain(os.Args[1], os.Args[2:]))
	}
	os.Exit(m.Run())
}

// bench is a store and what runs on it.
type bench struct {
	t      testing.TB
	db     *teststore.DB
	params runner.Params
}

// pauses are short, since nothing is tested by waiting for them.
var pauses = runner.Pauses{
	Look: 50 * time.Millisecond, Read: 25 * time.Millisecond, Commit: 25 * time.Millisecond,
	Report: 25 * time.Millisecond, Retry: 25 * time.Millisecond,
}

var ada = trex.Person{Platform: "web", ID: "U1", Name: "Ada"}

func newBench(t testing.TB, projects ...trex.Project) *bench {
	t.Helper()
	dir := t.TempDir()
	db := teststore.Open(t, dir)
	t.Cleanup(func() { endRuns(t, filepath.Join(dir, "runs")) })
	for i := range projects {
		if projects[i].Dir == "" {
			projects[i].Dir = dir
		}
		projects[i].Executor = cmp.Or(projects[i].Executor, trex.ThisMachine)
	}
	return &bench{t: t, db: db, params: runner.Params{
		Store: db, Executors: []runner.Executor{local.New(local.Params{})}, Projects: projects,
		Folder: filepath.Join(dir, "runs"), Slots: 4, Grace: 2 * time.Second, SampleEvery: -1, Pauses: pauses,
		Log: slog.New(slog.NewTextHandler(logWriter{t}, nil)),
	}}
}

// endRuns ends the runs that a failed test has left.
func endRuns(t testing.TB, folder string) {
	jobs, _ := filepath.Glob(filepath.Join(folder, "*", runner.JobFile))
	for _, path := range jobs {
		job, err := runner.ReadJob(filepath.Dir(path))
		if err != nil {
			continue
		}
		if handle, err := local.New(local.Params{}).Attach(context.Background(), job.Key, job.Dir); err == nil {
			if err := handle.(runner.Killer).Kill(context.Background()); err != nil {
				t.Error(err)
			}
		}
	}
}

type logWriter struct{ t testing.TB }

func (w logWriter) Write(line []byte) (int, error) {
	w.t.Logf("%s", line)
	return len(line), nil
}

// shell is a project whose runs execute a script with a parameter x.
func shell(name, script string) trex.Project {
	return trex.Project{
		Name: name, Command: []string{"sh", "-c", script, "sh", "{x}"},
		Params:    []trex.Param{{Name: "x", Type: trex.Int, Default: trex.Number(0)}},
		Objective: trex.Objective{Metric: "loss", Goal: trex.Minimize},
	}
}

// launch makes n pending runs of a project, with x from 0, as a click does.
func (b *bench) launch(project string, n int) []trex.Run {
	b.t.Helper()
	return b.launchBy(ada, project, n)
}

func (b *bench) launchBy(who trex.Person, project string, n int) []trex.Run {
	b.t.Helper()
	ctx := b.t.Context()
	configs, names := make([]trex.RunConfig, n), make([]string, n)
	for i := range configs {
		configs[i] = trex.RunConfig{"x": trex.Number(float64(i))}
		names[i] = "x " + configs[i]["x"].String()
	}
	var spec trex.Project
	for _, p := range b.params.Projects {
		if p.Name == project {
			spec = p
		}
	}
	proposal, err := b.db.CreateProposal(ctx, trex.Proposal{
		Project: project, Configs: configs, Requester: who,
		Thread: trex.Thread{Platform: "web", Channel: "c"}, CreatedAt: time.Now(),
	})
	if err != nil {
		b.t.Fatal(err)
	}
	_, runs, err := b.db.LaunchProposal(ctx, trex.Launch{
		Decision:  trex.Decision{Proposal: proposal.ID, By: who, At: time.Now()},
		Objective: spec.Objective, Executor: spec.Executor, Names: names,
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return runs
}

// start runs a Runner until the returned function, or the test, ends.
func (b *bench) start() (r *runner.Runner, stop func()) {
	b.t.Helper()
	r = runner.New(b.params)
	return r, b.lead(r)
}

// lead is start for a Runner that may have run before.
func (b *bench) lead(r *runner.Runner) (stop func()) {
	b.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := r.Run(ctx); err != nil {
			b.t.Errorf("run: %v", err)
		}
	}()
	stop = func() { cancel(); <-done }
	b.t.Cleanup(stop)
	return stop
}

// until waits for a run to be as wanted. It wakes with the store's notices.
func (b *bench) until(id trex.RunID, what string, wanted func(trex.Run) bool) trex.Run {
	b.t.Helper()
	changes, cancel := b.db.Subscribe()
	defer cancel()
	ctx := await.Context(b.t)
	for {
		run, err := b.db.FindRun(b.t.Context(), id)
		if err != nil {
			b.t.Fatal(err)
		}
		if wanted(run) {
			return run
		}
		select {
		case <-changes:
		case <-ctx.Done():
			b.t.Fatalf("waited in vain for %s to be %s: %+v", id, what, run)
		}
	}
}

func (b *bench) final(id trex.RunID) trex.Run {
	b.t.Helper()
	return b.until(id, "final", func(r trex.Run) bool { return r.Status.Final() })
}

func (b *bench) running(id trex.RunID) trex.Run {
	b.t.Helper()
	return b.until(id, "running", func(r trex.Run) bool { return r.Status == trex.Running })
}

func (b *bench) file(id trex.RunID, name string) string {
	return filepath.Join(b.params.Folder, string(id), name)
}

func (b *bench) read(id trex.RunID, name string) string {
	data, _ := os.ReadFile(b.file(id, name))
	return string(data)
}

// appears polls for a file of a command or its supervisor: there is no notice
// of a new file.
func (b *bench) appears(id trex.RunID, name string) string {
	b.t.Helper()
	await.Until(b.t, name+" of "+string(id), func() bool {
		return strings.HasSuffix(strings.TrimRight(b.read(id, name), " "), "\n")
	})
	return strings.TrimSpace(b.read(id, name))
}

func (b *bench) write(id trex.RunID, name string) {
	b.t.Helper()
	if err := os.WriteFile(b.file(id, name), []byte("\n"), 0o644); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) points(id trex.RunID, metric string) []trex.Point {
	b.t.Helper()
	points, err := b.db.ReadPoints(b.t.Context(), trex.PointQuery{Run: id, Metric: metric})
	if err != nil {
		b.t.Fatal(err)
	}
	return points
}

func (b *bench) stopRun(id trex.RunID) {
	b.t.Helper()
	if _, err := b.db.RequestStop(b.t.Context(), id, ada, time.Now()); err != nil {
		b.t.Fatal(err)
	}
}
