package local

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runner"
	"github.com/trex-ml/trex/runner/local/supervise"
)

// Name is the value of a project's executor for runs on this machine.
const Name = trex.ThisMachine

// supervisorLog is where a supervisor logs its own errors.
const supervisorLog = "supervisor.log"

// Params configure an Executor. The zero Params are those of production.
type Params struct {
	// Supervise is the command line that calls supervise.Run with one more argument,
	// the run's folder. Nil: the running program with the argument supervise.
	Supervise []string
}

// Executor starts runs on this machine.
type Executor struct{ supervise []string }

func New(params Params) *Executor { return &Executor{supervise: params.Supervise} }

func (e *Executor) Name() string { return Name }

// Start starts a supervisor for job and returns without waiting for the
// command. A supervisor that finds an earlier one leaves the job to it, so a
// second Start is harmless.
func (e *Executor) Start(ctx context.Context, job runner.Job) (runner.Handle, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	argv := e.supervise
	if argv == nil {
		self, err := supervise.Self()
		if err != nil {
			return nil, fmt.Errorf("start supervisor: %w", err)
		}
		argv = []string{self, "supervise"}
	}
	pid, err := spawn(append(argv[:len(argv):len(argv)], job.Dir), job.Dir)
	if err != nil {
		return nil, fmt.Errorf("start supervisor of %s: %w", job.Run, err)
	}
	h := &handle{ref: job.Key, dir: job.Dir}
	if h.spawned, err = openPID(pid); err != nil {
		h.spawned = nil // it runs anyway, and is found by its lock
	}
	return h, nil
}

// spawn starts a supervisor in a session of its own, so that signals to Trex's
// process group and the end of its terminal do not reach it. Its environment
// holds none of Trex's secrets.
func spawn(argv []string, dir string) (pid int, err error) {
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return 0, err
	}
	defer null.Close()
	log, err := os.OpenFile(filepath.Join(dir, supervisorLog), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		return 0, err
	}
	defer log.Close()
	pid, err = syscall.ForkExec(argv[0], argv, &syscall.ProcAttr{
		Dir:   "/",
		Env:   []string{"PATH=" + os.Getenv("PATH"), "GOMAXPROCS=1"}, // it mostly waits
		Files: []uintptr{null.Fd(), null.Fd(), log.Fd()},
		Sys:   &syscall.SysProcAttr{Setsid: true},
	})
	if err != nil {
		return 0, fmt.Errorf("execute %s: %w", argv[0], err)
	}
	return pid, nil
}

// Attach finds the job that was started with ref as its key in dir.
func (e *Executor) Attach(ctx context.Context, ref, dir string) (runner.Handle, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	job, err := runner.ReadJob(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && job.Key != ref {
		return nil, trex.NotFound("no job %s was started in %s", ref, dir)
	}
	if err != nil {
		return nil, err
	}
	h := &handle{ref: ref, dir: dir}
	supervisor, err := supervised(dir)
	if err != nil {
		return nil, err
	}
	if supervisor != nil {
		supervisor.Close()
		return h, nil
	}
	_, ended, err := readExit(dir)
	if err != nil {
		return nil, err
	}
	_, started, err := supervise.ReadMarker(dir)
	if err != nil {
		return nil, err
	}
	if !ended && !started {
		return nil, trex.NotFound("the job in %s was never started", dir)
	}
	return h, nil
}
