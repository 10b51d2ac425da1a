package runner_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runner"
)

const threeEpochs = `for e in 1 2 3; do echo "epoch $e/3 loss=0.$((5-e))"; done`

// untilGo waits for a file that the test makes.
const untilGo = `while [ ! -e "$TREX_RUN_DIR/go" ]; do sleep 0.02; done;`

func TestRunEnds(t *testing.T) {
	t.Parallel()
	noShebang := program(t, "\x00\x01garbage")
	plain := filepath.Join(t.TempDir(), "train.py")
	if err := os.WriteFile(plain, []byte("print(1)"), 0o644); err != nil {
		t.Fatal(err)
	}
	command := func(name string, argv ...string) trex.Project {
		p := shell(name, "")
		p.Command = argv
		return p
	}
	gone := shell("gone", "true")
	gone.Dir = "/nonexistent/dir"
	slow := shell("slow", "sleep 1000")
	slow.Timeout = 200 * time.Millisecond
	for _, test := range []struct {
		project trex.Project
		status  trex.Status
		reason  string
	}{
		{shell("good", threeEpochs), trex.Completed, ""},
		{shell("bad", "exit 3"), trex.Failed, "exit code 3"},
		{shell("crash", "kill -SEGV $$"), trex.Failed, "segmentation fault"},
		{shell("killed", "kill -KILL $$"), trex.Failed, "killed from outside"},
		{slow, trex.Failed, "200ms"},
		{gone, trex.Failed, "working directory /nonexistent/dir does not exist"},
		{command("missing", "pyhton3", "x.py"), trex.Failed, `"pyhton3" was not found`},
		{command("absent", "/nonexistent/train.py"), trex.Failed, "does not exist"},
		{command("plain", plain), trex.Failed, "not executable"},
		{command("garbage", noShebang), trex.Failed, "not a program"},
	} {
		t.Run(test.project.Name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, test.project)
			b.start()
			run := b.final(b.launch(test.project.Name, 1)[0].ID)
			if run.Status != test.status || !strings.Contains(run.Reason, test.reason) || (test.reason == "") != (run.Reason == "") {
				t.Errorf("%s, %q; want %s, %q", run.Status, run.Reason, test.status, test.reason)
			}
			if run.Exit == nil || run.FinishedAt.IsZero() || run.StartedAt.IsZero() {
				t.Errorf("no account of the end: %+v", run)
			}
		})
	}
}

// program writes an executable file. A child that another test forks at this
// moment would hold the file open for writing until it executes something, and
// what is open for writing cannot be executed.
func program(t *testing.T, text string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "program")
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestMetricsArriveOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t, shell("p", threeEpochs+`; printf 'epoch 4/4 loss=0.05'`))
	b.start()
	run := b.final(b.launch("p", 1)[0].ID)
	var values []float64
	for _, p := range b.points(run.ID, "loss") {
		values = append(values, p.Value)
	}
	if len(values) != 4 || values[3] != 0.05 {
		t.Errorf("points %v, want 0.4 0.3 0.2 0.05: the last line has no line break", values)
	}
	if run.Best == nil || run.Best.Value != 0.05 {
		t.Errorf("best %+v", run.Best)
	}
}

// TestRestartWhileRunning: runs go on while Trex is away; their output of that
// time is stored once.
func TestRestartWhileRunning(t *testing.T) {
	t.Parallel()
	b := newBench(t, shell("p", `echo start >>"$TREX_RUN_DIR/truth"; echo "epoch 1 loss=1"; `+untilGo+` echo "epoch 2 loss=0.5"; exit 4`))
	_, stop := b.start()
	run := b.launch("p", 1)[0]
	b.until(run.ID, "seen", func(r trex.Run) bool { return r.Best != nil })
	stop()
	b.write(run.ID, "go")
	b.start()
	run = b.final(run.ID)
	if run.Status != trex.Failed || run.Exit == nil || run.Exit.Code != 4 {
		t.Errorf("%+v", run)
	}
	if n := len(b.points(run.ID, "loss")); n != 2 {
		t.Errorf("%d points, want 2", n)
	}
	if truth := b.read(run.ID, "truth"); truth != "start\n" {
		t.Errorf("started more than once: %q", truth)
	}
}

// TestCrashBetweenClaimAndStart: a run that was claimed and never started is
// started by the next Trex, once.
func TestCrashBetweenClaimAndStart(t *testing.T) {
	t.Parallel()
	b := newBench(t, shell("p", `echo start >>"$TREX_RUN_DIR/truth"`))
	run := b.launch("p", 1)[0]
	if _, err := b.db.ClaimRun(t.Context(), trex.Claim{Run: run.ID, Ref: "K", At: time.Now()}); err != nil {
		t.Fatal(err)
	}
	b.start()
	if run = b.final(run.ID); run.Status != trex.Completed || b.read(run.ID, "truth") != "start\n" {
		t.Errorf("%+v, truth %q", run, b.read(run.ID, "truth"))
	}
}

// TestFolderOfAnotherRun: a folder left by a deleted database does not count as
// that of a new run with the same id.
func TestFolderOfAnotherRun(t *testing.T) {
	t.Parallel()
	b := newBench(t, shell("p", "exit 0"))
	run := b.launch("p", 1)[0]
	if err := runner.WriteJob(runner.Job{Run: run.ID, Key: "old", Dir: b.file(run.ID, ".")}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(b.file(run.ID, runner.ExitFile), []byte(`{"code":9}`), 0o644); err != nil {
		t.Fatal(err)
	}
	b.start()
	if run = b.final(run.ID); run.Status != trex.Completed {
		t.Errorf("%s: %s", run.Status, run.Reason)
	}
}

func TestStop(t *testing.T) {
	t.Parallel()
	b := newBench(t, shell("p", `trap '' TERM; echo $$ >"$TREX_RUN_DIR/pid"; while :; do sleep 0.05; done`))
	b.params.Grace = 200 * time.Millisecond
	b.start()
	runs := b.launch("p", 6)
	pid, err := strconv.Atoi(b.appears(runs[0].ID, "pid"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range runs { // the last ones have no slot yet
		b.stopRun(runs[i].ID)
	}
	for _, run := range runs {
		run = b.final(run.ID)
		if run.Status != trex.Cancelled || !strings.Contains(run.Reason, "stopped by Ada") {
			t.Errorf("%s: %s, %q", run.ID, run.Status, run.Reason)
		}
	}
	if belongs(pid, b.file(runs[0].ID, "")) {
		t.Errorf("process %d is still there", pid)
	}
}

// TestStopWhileAway: a stop that was asked for while Trex was away is done.
func TestStopWhileAway(t *testing.T) {
	t.Parallel()
	b := newBench(t, shell("p", "sleep 1000"))
	_, stop := b.start()
	run := b.launch("p", 1)[0]
	b.running(run.ID)
	stop()
	b.stopRun(run.ID)
	b.start()
	if run = b.final(run.ID); run.Status != trex.Cancelled {
		t.Errorf("%s, %q", run.Status, run.Reason)
	}
}

// TestStopOfOneThatEnded: a run that ends by itself at the moment of a stop
// does not count as stopped.
func TestStopOfOneThatEnded(t *testing.T) {
	t.Parallel()
	b := newBench(t, shell("p", untilGo))
	_, stop := b.start()
	run := b.launch("p", 1)[0]
	b.appears(run.ID, runner.LockFile)
	stop()
	b.write(run.ID, "go")
	b.appears(run.ID, runner.ExitFile)
	b.stopRun(run.ID)
	b.start()
	if run = b.final(run.ID); run.Status != trex.Completed {
		t.Errorf("%s, %q", run.Status, run.Reason)
	}
}

func TestChildrenDoNotSeeTrexsEnvironment(t *testing.T) {
	t.Parallel()
	p := shell("p", "env")
	p.Command = []string{"env"}
	p.Env = map[string]string{"OWN": "1"}
	b := newBench(t, p)
	b.params.Environ = append(os.Environ(), "SLACK_BOT_TOKEN=xoxb-1", "OPENAI_API_KEY=sk-1", "HOME=/home/ada")
	b.start()
	run := b.final(b.launch("p", 1)[0].ID)
	log := "\n" + b.read(run.ID, runner.LogFile)
	for _, secret := range []string{"SLACK", "OPENAI"} {
		if strings.Contains(log, secret) {
			t.Errorf("the command sees %s:\n%s", secret, log)
		}
	}
	for _, pair := range []string{"OWN=1", "HOME=/home/ada", "TREX_RUN_ID=" + string(run.ID), "PYTHONUNBUFFERED=1",
		"TREX_METRICS=" + b.file(run.ID, runner.MetricsFile)} {
		if !strings.Contains(log, "\n"+pair+"\n") {
			t.Errorf("the command does not see %s:\n%s", pair, log)
		}
	}
	if strings.Contains(log, "CUDA") {
		t.Errorf("no GPUs here, and yet:\n%s", log)
	}
}

func TestSlots(t *testing.T) {
	t.Parallel()
	b := newBench(t, shell("p", untilGo))
	b.params.Slots = 2
	r, _ := b.start()
	runs := b.launch("p", 3)
	b.appears(runs[0].ID, runner.LockFile)
	b.appears(runs[1].ID, runner.LockFile)
	if run, err := b.db.FindRun(t.Context(), runs[2].ID); err != nil || run.Status != trex.Pending {
		t.Errorf("third run is %s, %v", run.Status, err)
	}
	if c := r.Capacity(); c.Slots != 2 || c.Busy != 2 {
		t.Errorf("capacity %+v", c)
	}
	b.write(runs[0].ID, "go")
	first, third := b.final(runs[0].ID), b.running(runs[2].ID)
	if third.StartedAt.Before(first.FinishedAt) {
		t.Errorf("on two slots the third run began at %s, the first ended at %s", third.StartedAt, first.FinishedAt)
	}
	for _, run := range runs[1:] {
		b.appears(run.ID, runner.LockFile)
		b.write(run.ID, "go")
		b.final(run.ID)
	}
}

func TestProjectGone(t *testing.T) {
	t.Parallel()
	b := newBench(t, shell("p", "true"))
	run := b.launch("p", 1)[0]
	b.params.Projects = nil
	b.start()
	if run = b.final(run.ID); run.Status != trex.Failed || !strings.Contains(run.Reason, "no longer") {
		t.Errorf("%s, %q", run.Status, run.Reason)
	}
}
