// Package executortest holds the tests that every implementation of
// runner.Executor must pass: on this machine, on a cluster, and future ones. It
// needs sh, and a folder that the executor's commands see under the same path
// as the test.
package executortest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/await"
	"github.com/trex-ml/trex/runner"
)

// Target is an executor under test.
type Target struct {
	// New returns the executor as a Trex that has just started has it. All tests
	// share one, as the runs of a server do; others stand for a restart.
	New func(t *testing.T) runner.Executor
	// Folder returns an empty folder that the executor's commands see. Nil:
	// t.TempDir.
	Folder func(t *testing.T) string
	// Lose makes the job in dir vanish without a record of its end, as when its
	// supervisor or its node is killed.
	Lose func(t *testing.T, handle runner.Handle, dir string)
	// Project is what jobs belong to; it may carry options of the engine.
	Project trex.Project

	shared runner.Executor
}

// secret is in Trex's own environment while the suite runs.
const secret = "SLACK_BOT_TOKEN"

// Run runs the suite, its tests in parallel.
func Run(t *testing.T, target Target) {
	t.Setenv(secret, "xoxb-secret")
	target.shared = target.New(t)
	if target.Folder == nil {
		target.Folder = func(t *testing.T) string { return t.TempDir() }
	}
	for _, test := range []struct {
		name string
		run  func(*testing.T, Target)
	}{
		{"ExitStatus", exitStatus},
		{"Signal", endedBySignal},
		{"OutputStreams", outputStreams},
		{"ArgumentsMeanThemselves", argumentsMeanThemselves},
		{"EnvironmentIsExplicit", environmentIsExplicit},
		{"WorkingDirectory", workingDirectory},
		{"MissingCommand", missingCommand},
		{"MissingWorkingDirectory", missingWorkingDirectory},
		{"ResourceUse", resourceUse},
		{"Stop", stop},
		{"StopOfOneThatIgnoresTerm", stopIgnoringTerm},
		{"StopTwiceAndAfterTheEnd", stopTwice},
		{"Timeout", timeout},
		{"ChildrenEndWithTheCommand", childrenEnd},
		{"RestartOfTrex", restart},
		{"RestartAfterTheEnd", restartAfterEnd},
		{"StartTwice", startTwice},
		{"NeverStarted", neverStarted},
		{"LostJob", lostJob},
		{"ReportsWhenItsCommandBegins", reports},
		{"HundredAtOnce", hundredAtOnce},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.run(t, target)
		})
	}
}

var lastRun atomic.Int64

// job makes a job of a shell script with its folder.
func (target Target) job(t *testing.T, script string) runner.Job {
	t.Helper()
	return target.jobIn(t, target.Folder(t), []string{"sh", "-c", script})
}

func (target Target) jobIn(t *testing.T, folder string, argv []string) runner.Job {
	t.Helper()
	id := trex.MakeRunID(time.Now().UnixNano()/1000%1e9*1000 + lastRun.Add(1)%1000)
	dir := filepath.Join(folder, string(id))
	job := runner.Job{
		Run: id, Experiment: "e1", Key: "key-" + string(id), Dir: dir, Argv: argv, WorkDir: folder,
		Env: []string{
			"PATH=" + os.Getenv("PATH"), "TREX_RUN_ID=" + string(id), "TREX_RUN_DIR=" + dir,
			"TREX_METRICS=" + filepath.Join(dir, runner.MetricsFile),
		},
		Grace: time.Hour, Project: target.Project, // a command that handles TERM has time to end
	}
	target.write(t, job)
	return job
}

func (target Target) write(t *testing.T, job runner.Job) {
	t.Helper()
	if err := runner.WriteJob(job); err != nil {
		t.Fatal(err)
	}
}

func (target Target) start(t *testing.T, job runner.Job) runner.Handle {
	t.Helper()
	return target.startWith(t, target.shared, job)
}

func (target Target) startWith(t *testing.T, executor runner.Executor, job runner.Job) runner.Handle {
	t.Helper()
	handle, err := executor.Start(t.Context(), job)
	if err != nil {
		t.Fatalf("start: %v", err)
	}
	t.Cleanup(func() { target.abandon(handle) })
	return handle
}

// abandon ends a job that a failed test left.
func (target Target) abandon(handle runner.Handle) {
	ctx, cancel := context.WithTimeout(context.Background(), await.Patience)
	defer cancel()
	if handle.Stop(ctx, 0) == nil {
		_, _ = handle.Wait(ctx)
	}
}

func (target Target) wait(t *testing.T, handle runner.Handle) trex.Exit {
	t.Helper()
	exit, err := handle.Wait(await.Context(t))
	if err != nil {
		t.Fatalf("wait: %v", err)
	}
	return exit
}

func (target Target) waitLost(t *testing.T, handle runner.Handle) *runner.LostError {
	t.Helper()
	exit, err := handle.Wait(await.Context(t))
	lost, ok := errors.AsType[*runner.LostError](err)
	if !ok {
		t.Fatalf("wait = %+v, %v, want a LostError", exit, err)
	}
	return lost
}

func readFile(path string) string {
	data, _ := os.ReadFile(path)
	return string(data)
}

// waitForFile waits for a line that a command writes.
func waitForFile(t *testing.T, path string) string {
	t.Helper()
	await.Until(t, path, func() bool { return strings.HasSuffix(readFile(path), "\n") })
	return strings.TrimSpace(readFile(path))
}
