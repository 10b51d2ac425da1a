package local

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/await"
	"github.com/trex-ml/trex/runner"
	"github.com/trex-ml/trex/runner/local/process"
	"github.com/trex-ml/trex/runner/local/supervise"
)

func newJob(t *testing.T, script string) runner.Job {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "r1")
	job := runner.Job{
		Run: "r1", Key: "key", Dir: dir, Argv: []string{"sh", "-c", script}, WorkDir: filepath.Dir(dir),
		Env: []string{"PATH=" + os.Getenv("PATH"), "TREX_RUN_DIR=" + dir}, Grace: time.Second,
	}
	writeJob(t, job)
	return job
}

func writeJob(t *testing.T, job runner.Job) {
	t.Helper()
	if err := runner.WriteJob(job); err != nil {
		t.Fatal(err)
	}
}

func start(t *testing.T, job runner.Job) *handle {
	t.Helper()
	h, err := New(Params{}).Start(t.Context(), job)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.(*handle).Kill(context.Background()) })
	return h.(*handle)
}

func (h *handle) mustEnd(t *testing.T) trex.Exit {
	t.Helper()
	exit, err := h.Wait(await.Context(t))
	if err != nil {
		t.Fatal(err)
	}
	return exit
}

// written waits for a line that a command writes into its folder, and returns it.
func written(t *testing.T, job runner.Job, name string) string {
	t.Helper()
	path := filepath.Join(job.Dir, name)
	await.Until(t, path, func() bool {
		data, err := os.ReadFile(path)
		return err == nil && strings.HasSuffix(string(data), "\n")
	})
	return text(path)
}

func touch(t *testing.T, job runner.Job, name string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(job.Dir, name), nil, 0o644); err != nil {
		t.Fatal(err)
	}
}

func text(path string) string {
	data, _ := os.ReadFile(path)
	return strings.TrimSpace(string(data))
}

func number(t *testing.T, pid string) int {
	t.Helper()
	n, err := strconv.Atoi(pid)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestManySupervisorsOfOneRun: however many are started at once, before,
// during and after the run, the command starts once.
func TestManySupervisorsOfOneRun(t *testing.T) {
	t.Parallel()
	job := newJob(t, `echo start >>"$TREX_RUN_DIR/truth"; while [ ! -e "$TREX_RUN_DIR/go" ]; do sleep 0.02; done`)
	var all sync.WaitGroup
	another := func() {
		if out, err := exec.Command(os.Args[0], "supervise", job.Dir).CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
	}
	for range 6 {
		all.Go(another)
	}
	written(t, job, "truth")
	another()
	touch(t, job, "go")
	all.Wait()
	another()
	if truth := text(filepath.Join(job.Dir, "truth")); truth != "start" {
		t.Errorf("truth %q", truth)
	}
}

// TestStartedAndNeverSeenAgain: after a power cut the marker is all there is.
func TestStartedAndNeverSeenAgain(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ marker, reason string }{
		"OtherBoot":  {`{"boot":"00000000-0000-0000-0000-000000000000+1","session":1,"since":1}`, "machine was restarted"},
		"CutOff":     {"", "ended with the machine"},
		"OtherInit":  {`{"boot":"` + strings.Split(process.BootID(), "+")[0] + `+1"}`, "container was restarted"},
		"JustKilled": {`{"boot":"` + process.BootID() + `","session":0,"since":1}`, "supervisor process was killed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			job := newJob(t, `echo start >>"$TREX_RUN_DIR/truth"`)
			if err := os.WriteFile(filepath.Join(job.Dir, supervise.StartedFile), []byte(test.marker), 0o644); err != nil {
				t.Fatal(err)
			}
			for range 2 { // attached, and started once more
				h, err := New(Params{}).Attach(t.Context(), job.Key, job.Dir)
				if err != nil {
					t.Fatal(err)
				}
				_, err = h.Wait(await.Context(t))
				lost, ok := errors.AsType[*runner.LostError](err)
				if !ok || !strings.Contains(lost.Reason, test.reason) {
					t.Errorf("wait: %v, want %q", err, test.reason)
				}
				if _, err := start(t, job).Wait(await.Context(t)); err == nil {
					t.Error("started again")
				}
			}
			if truth := text(filepath.Join(job.Dir, "truth")); truth != "" {
				t.Errorf("the command ran: %q", truth)
			}
		})
	}
}

// TestPidsReused: processes that have reused a run's numbers are not its own.
func TestPidsReused(t *testing.T) {
	t.Parallel()
	job := newJob(t, "true")
	stranger := exec.Command("sleep", "1000")
	stranger.SysProcAttr = &unix.SysProcAttr{Setsid: true}
	if err := stranger.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = stranger.Process.Kill(); _ = stranger.Wait() })
	p, err := process.Read(stranger.Process.Pid)
	if err != nil {
		t.Fatal(err)
	}
	mark := supervise.Marker{Boot: process.BootID(), Session: p.PID, Since: p.Start - 1} // the session's number, with another leader
	if err := sweep(t.Context(), mark, job.Dir); err != nil {
		t.Fatal(err)
	}
	other := p
	other.Start--
	if err := other.Signal(unix.SIGKILL); err != nil {
		t.Fatal(err)
	}
	lock := filepath.Join(job.Dir, runner.LockFile) // left by a supervisor that had the stranger's pid
	if err := os.WriteFile(lock, []byte(`{"pid":`+strconv.Itoa(p.PID)+`,"start":"1"}`), 0o644); err != nil {
		t.Fatal(err)
	}
	if supervisor, err := supervised(job.Dir); supervisor != nil || err != nil {
		t.Errorf("a lock that nobody holds names %+v, %v", supervisor, err)
	}
	// A process that gets two signals, one of them KILL, dies of KILL.
	if err := stranger.Process.Signal(unix.SIGTERM); err != nil {
		t.Fatal(err)
	}
	_ = stranger.Wait()
	if status := stranger.ProcessState.Sys().(syscall.WaitStatus); status.Signal() != unix.SIGTERM {
		t.Errorf("a stranger was ended by %s", status.Signal())
	}
}

// TestHangingSupervisor: a halted supervisor cannot stop its run, and is ended
// together with it.
func TestHangingSupervisor(t *testing.T) {
	t.Parallel()
	job := newJob(t, `echo $$ >"$TREX_RUN_DIR/pid"; exec sleep 1000`)
	h := start(t, job)
	pid := number(t, written(t, job, "pid"))
	supervisor, err := supervised(job.Dir)
	if err != nil || supervisor == nil {
		t.Fatal(supervisor, err)
	}
	defer supervisor.Close()
	if err := supervisor.signal(unix.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	if err := h.Kill(await.Context(t)); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Wait(await.Context(t)); err == nil {
		t.Error("wait does not say that the run was lost")
	}
	if runsIn(pid, job.Dir) {
		t.Errorf("process %d is still there", pid)
	}
}

// TestHaltedCommand: TERM reaches a command that is halted.
func TestHaltedCommand(t *testing.T) {
	t.Parallel()
	job := newJob(t, `echo $$ >"$TREX_RUN_DIR/pid"; kill -STOP $$; sleep 1000`)
	h := start(t, job)
	pid := number(t, written(t, job, "pid"))
	await.Until(t, "the command to halt", func() bool {
		p, err := process.Read(pid)
		return err == nil && p.State == 'T'
	})
	if err := h.Stop(t.Context(), time.Hour); err != nil {
		t.Fatal(err)
	}
	if exit := h.mustEnd(t); exit.Signal != "SIGTERM" {
		t.Errorf("%+v", exit)
	}
}

// TestStopBeforeTheStart: a request that is there first keeps the command from
// starting.
func TestStopBeforeTheStart(t *testing.T) {
	t.Parallel()
	job := newJob(t, `echo start >>"$TREX_RUN_DIR/truth"`)
	h := &handle{ref: job.Key, dir: job.Dir}
	if err := h.Stop(t.Context(), time.Second); err != nil {
		t.Fatal(err)
	}
	if exit := start(t, job).mustEnd(t); !exit.Stopped {
		t.Errorf("%+v", exit)
	}
	if truth := text(filepath.Join(job.Dir, "truth")); truth != "" {
		t.Errorf("the command ran: %q", truth)
	}
}

// TestShorterGrace: a second request can only shorten the grace.
func TestShorterGrace(t *testing.T) {
	t.Parallel()
	job := newJob(t, `trap '' TERM; echo $$ >"$TREX_RUN_DIR/pid"; while :; do sleep 0.05; done`)
	h := start(t, job)
	written(t, job, "pid")
	for _, grace := range []time.Duration{time.Hour, 100 * time.Millisecond, time.Hour} {
		if err := h.Stop(t.Context(), grace); err != nil {
			t.Fatal(err)
		}
	}
	if exit := h.mustEnd(t); exit.Signal != "SIGKILL" {
		t.Errorf("%+v", exit)
	}
}

// TestForkingAllTheTime: processes that are born while others are killed do not
// get away.
func TestForkingAllTheTime(t *testing.T) {
	t.Parallel()
	job := newJob(t, `trap '' TERM; echo $$ >"$TREX_RUN_DIR/pid"
		while :; do (trap '' TERM; setsid sh -c 'trap "" TERM; sleep 1000' & sleep 0.02); done`)
	h := start(t, job)
	written(t, job, "pid")
	if err := h.Stop(t.Context(), 200*time.Millisecond); err != nil {
		t.Fatal(err)
	}
	h.mustEnd(t)
	all, err := process.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		if !p.Gone() && runsIn(p.PID, job.Dir) {
			t.Errorf("process %d is still there", p.PID)
		}
	}
}

// TestExitWithoutItsName: an exit counts even if the supervisor died before it
// could rename the file.
func TestExitWithoutItsName(t *testing.T) {
	t.Parallel()
	job := newJob(t, "exit 3")
	start(t, job).mustEnd(t)
	if err := os.Rename(filepath.Join(job.Dir, runner.ExitFile), filepath.Join(job.Dir, supervise.ExitTemp)); err != nil {
		t.Fatal(err)
	}
	h, err := New(Params{}).Attach(t.Context(), job.Key, job.Dir)
	if err != nil {
		t.Fatal(err)
	}
	if exit := h.(*handle).mustEnd(t); exit.Code != 3 {
		t.Errorf("%+v", exit)
	}
}

func TestUnusableJob(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{"NoJSON": "{", "NoCommand": `{"key":"key","env":[],"argv":[]}`} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			job := newJob(t, "true")
			if err := os.WriteFile(filepath.Join(job.Dir, runner.JobFile), []byte(content), 0o644); err != nil {
				t.Fatal(err)
			}
			exit, err := start(t, job).Wait(await.Context(t))
			if err == nil && exit.StartErr == "" {
				t.Errorf("%+v without an error", exit)
			}
		})
	}
	if status := supervise.Run(filepath.Join(t.TempDir(), "none")); status != 1 {
		t.Errorf("status %d for a folder that does not exist", status)
	}
}
