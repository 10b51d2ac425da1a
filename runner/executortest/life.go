package executortest

import (
	"context"
	"errors"
	"io/fs"
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

func touch(t *testing.T, path string) {
	t.Helper()
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
}

func stop(t *testing.T, target Target) {
	job := target.job(t, `trap 'echo asked; exit 7' TERM; echo $$ >"$TREX_RUN_DIR/pid"; while :; do sleep 0.05; done`)
	handle := target.start(t, job)
	waitForFile(t, filepath.Join(job.Dir, "pid"))
	if err := handle.Stop(t.Context(), job.Grace); err != nil {
		t.Fatal(err)
	}
	exit := target.wait(t, handle)
	if !exit.Stopped || exit.Code != 7 {
		t.Errorf("%+v, want stopped with its own status 7", exit)
	}
	if log := readFile(filepath.Join(job.Dir, runner.LogFile)); !strings.Contains(log, "asked") {
		t.Errorf("the command was not asked before it was ended; log %q", log)
	}
}

// stopIgnoringTerm starts processes that ignore TERM, some in a session of
// their own or orphaned. All are gone when the grace given to Stop is over.
func stopIgnoringTerm(t *testing.T, target Target) {
	job := target.job(t, `trap '' TERM
		(trap '' TERM; echo $(sh -c 'echo $PPID') >"$TREX_RUN_DIR/child"; while :; do sleep 0.1; done) &
		setsid sh -c 'trap "" TERM; echo $$ >"$TREX_RUN_DIR/detached"; while :; do sleep 0.1; done' &
		(sh -c 'trap "" TERM; echo $$ >"$TREX_RUN_DIR/orphan"; while :; do sleep 0.1; done' &)
		echo $$ >"$TREX_RUN_DIR/pid"; while :; do sleep 0.1; done`)
	job.Grace = 24 * time.Hour
	target.write(t, job)
	handle := target.start(t, job)
	var pids []int
	for _, name := range []string{"pid", "child", "detached", "orphan"} {
		pid, err := strconv.Atoi(waitForFile(t, filepath.Join(job.Dir, name)))
		if err != nil {
			t.Fatal(err)
		}
		pids = append(pids, pid)
	}
	if err := handle.Stop(t.Context(), 300*time.Millisecond); err != nil {
		t.Fatal(err)
	}
	exit := target.wait(t, handle)
	if !exit.Stopped || exit.Signal != "SIGKILL" {
		t.Errorf("%+v, want stopped by KILL", exit)
	}
	assertGone(t, job, pids...)
}

// assertGone looks for processes of job by their environment, since their pids
// may be reused. It accepts a zombie, which has no environment any more: its
// parent is the system's first process, not ours, and has yet to reap it.
func assertGone(t *testing.T, job runner.Job, pids ...int) {
	t.Helper()
	for _, pid := range pids {
		env, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/environ")
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ESRCH) {
			continue
		}
		if err != nil {
			t.Errorf("process %d: %v", pid, err)
		}
		if strings.Contains(string(env), "TREX_RUN_DIR="+job.Dir+"\x00") {
			t.Errorf("process %d is still there", pid)
		}
	}
}

func stopTwice(t *testing.T, target Target) {
	handle := target.start(t, target.job(t, "sleep 1000"))
	for range 2 {
		if err := handle.Stop(t.Context(), time.Second); err != nil {
			t.Fatal(err)
		}
	}
	if exit := target.wait(t, handle); !exit.Stopped {
		t.Errorf("%+v", exit)
	}
	if err := handle.Stop(t.Context(), time.Second); err != nil {
		t.Errorf("stop after the end: %v", err)
	}
	if exit := target.wait(t, handle); !exit.Stopped {
		t.Errorf("second wait: %+v", exit)
	}
}

// childrenEnd: processes that the command leaves behind are ended with it, even
// if they hold the output open.
func childrenEnd(t *testing.T, target Target) {
	job := target.job(t, `setsid sh -c 'echo $$ >"$TREX_RUN_DIR/left"; exec sleep 1000' &
		while [ ! -s "$TREX_RUN_DIR/left" ]; do sleep 0.02; done; exit 4`)
	exit := target.wait(t, target.start(t, job))
	if exit.Code != 4 || exit.Stopped {
		t.Errorf("%+v, want the command's own status 4", exit)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(readFile(filepath.Join(job.Dir, "left"))))
	if err != nil {
		t.Fatal(err)
	}
	assertGone(t, job, pid)
}

func restart(t *testing.T, target Target) {
	job := target.job(t, `echo start >>"$TREX_RUN_DIR/truth"; while [ ! -e "$TREX_RUN_DIR/go" ]; do sleep 0.05; done; exit 5`)
	first := target.start(t, job)
	waitForFile(t, filepath.Join(job.Dir, "truth"))
	waiting, cut := context.WithCancel(t.Context())
	cut()
	if _, err := first.Wait(waiting); !errors.Is(err, context.Canceled) {
		t.Fatalf("wait with an ended context: %v", err)
	}
	second, err := target.New(t).Attach(t.Context(), first.Ref(), job.Dir)
	if err != nil {
		t.Fatalf("attach: %v", err)
	}
	touch(t, filepath.Join(job.Dir, "go"))
	if exit := target.wait(t, second); exit.Code != 5 {
		t.Errorf("%+v", exit)
	}
	if truth := readFile(filepath.Join(job.Dir, "truth")); truth != "start\n" {
		t.Errorf("started more than once: %q", truth)
	}
}

func restartAfterEnd(t *testing.T, target Target) {
	job := target.job(t, "exit 6")
	first := target.start(t, job)
	target.wait(t, first)
	second, err := target.New(t).Attach(t.Context(), first.Ref(), job.Dir)
	if err != nil {
		t.Fatalf("attach: %v", err)
	}
	if exit := target.wait(t, second); exit.Code != 6 {
		t.Errorf("%+v", exit)
	}
}

// startTwice: a start that was cut off before its answer was recorded is
// repeated after the restart.
func startTwice(t *testing.T, target Target) {
	job := target.job(t, `echo start >>"$TREX_RUN_DIR/truth"; while [ ! -e "$TREX_RUN_DIR/go" ]; do sleep 0.05; done; exit 5`)
	handles := []runner.Handle{target.start(t, job), target.startWith(t, target.New(t), job)}
	waitForFile(t, filepath.Join(job.Dir, "truth"))
	handles = append(handles, target.startWith(t, target.New(t), job)) // while the command runs
	touch(t, filepath.Join(job.Dir, "go"))
	for _, handle := range handles {
		if exit := target.wait(t, handle); exit.Code != 5 {
			t.Errorf("%+v", exit)
		}
	}
	late := target.startWith(t, target.New(t), job)
	if exit := target.wait(t, late); exit.Code != 5 {
		t.Errorf("start after the end: %+v", exit)
	}
	if truth := readFile(filepath.Join(job.Dir, "truth")); truth != "start\n" {
		t.Errorf("started more than once: %q", truth)
	}
}

func neverStarted(t *testing.T, target Target) {
	job := target.job(t, "true")
	for name, dir := range map[string]string{"no folder": job.Dir + "-none", "folder": job.Dir} {
		if _, err := target.New(t).Attach(t.Context(), job.Key, dir); trex.KindOf(err) != trex.KindNotFound {
			t.Errorf("%s: attach = %v, want not found", name, err)
		}
	}
}

func lostJob(t *testing.T, target Target) {
	job := target.job(t, `setsid sh -c 'echo $$ >"$TREX_RUN_DIR/detached"; exec sleep 1000' &
		echo $$ >"$TREX_RUN_DIR/pid"; exec sleep 1000`)
	handle := target.start(t, job)
	var pids []int
	for _, name := range []string{"pid", "detached"} {
		pid, err := strconv.Atoi(waitForFile(t, filepath.Join(job.Dir, name)))
		if err != nil {
			t.Fatal(err)
		}
		pids = append(pids, pid)
	}
	target.Lose(t, handle, job.Dir)
	if lost := target.waitLost(t, handle); lost.Reason == "" {
		t.Error("no reason is given")
	}
	assertGone(t, job, pids...)
	again, err := target.New(t).Attach(t.Context(), handle.Ref(), job.Dir)
	if err != nil {
		t.Fatalf("attach: %v", err)
	}
	target.waitLost(t, again)
}
