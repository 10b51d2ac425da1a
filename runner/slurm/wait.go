package slurm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/wait"
	"github.com/trex-ml/trex/runner"
)

// Wait implements runner.Handle. When it returns, the run's files are seen
// here.
func (h *handle) Wait(ctx context.Context) (trex.Exit, error) {
	exit, err := h.end(ctx)
	if err != nil {
		return exit, err
	}
	return exit, h.seeAll(ctx, exit)
}

// end looks for the run's own record of its end, exit.json. It asks Slurm when
// the file is missing or does not tell who ended the run.
func (h *handle) end(ctx context.Context) (trex.Exit, error) {
	var last final
	var patient time.Time // since when exit.json or Slurm says that the run is over
	for {
		exit, told, err := readExit(h.dir)
		h.noteStart() // after readExit has refreshed the folder
		if err != nil {
			return trex.Exit{}, err
		}
		asked := h.stopAsked()
		if told && settled(exit, asked) {
			return exit, nil
		}
		over := last.State != "" && !active(last.State)
		if !over {
			if told {
				h.executor.queue.want()
			}
			last, err = h.word(ctx)
			over = err == nil && !active(last.State) // an error means that slurmctld is away, and says nothing of the job
		}
		switch {
		case ctx.Err() != nil:
			return trex.Exit{}, ctx.Err()
		case told && over:
			return completed(exit, last, asked), nil
		case over && !told && last.neverStarted() && !asked:
			return trex.Exit{}, &runner.LostError{Reason: ended(last) + said(h.dir)}
		case over && asked && !h.started() && (last.State == "CANCELLED" || last.State == ""):
			return trex.Exit{Code: -1, Stopped: true}, nil
		case !told && !over:
			patient = time.Time{}
		case patient.IsZero():
			patient = time.Now()
		case time.Since(patient) < h.executor.patience:
		case over && last.State == "" && !h.started():
			return trex.Exit{}, &runner.LostError{Reason: vanished}
		case over:
			return trex.Exit{}, &runner.LostError{Reason: ended(last) + said(h.dir)}
		case !exit.Stopped:
			return exit, nil // Slurm still does not say more
		}
		if err := wait.For(ctx, min(h.executor.queue.every, time.Second)); err != nil {
			return trex.Exit{}, err
		}
	}
}

// word returns what Slurm says of the job: from its queue, else from its
// accounting. The zero final is a job that Slurm no longer knows. A job that
// Slurm requeued after its command had started is over: no command is started
// twice.
func (h *handle) word(ctx context.Context) (final, error) {
	known, err := h.executor.queue.look(ctx)
	if err != nil {
		return final{}, err
	}
	if known.at.Before(h.since) {
		return final{State: "PENDING"}, nil // it was submitted since
	}
	came, arrived := readArrival(h.dir)
	e, ok := known.find(h.id)
	switch {
	case !ok:
		last, err := h.executor.commands.account(ctx, h.id, came)
		if active(last.State) {
			last = final{} // the queue has dropped it, and the accounting does not have it yet, or never will
		}
		return last, err
	case arrived && e.Restarts.value > came.restarts && h.started():
		last, err := h.executor.commands.account(ctx, h.id, came)
		if last.State == "" || active(last.State) {
			last.State = requeued
		}
		return last, errors.Join(err, h.cancel(ctx))
	}
	return final{State: string(e.State), Nodes: e.Nodes, Exit: e.Exit.exit, Signal: e.Exit.signal}, nil
}

// settled reports whether an exit needs no word of Slurm: the command ended by
// itself or because Trex stopped it. A failed command may have been ended by
// Slurm.
func settled(exit trex.Exit, asked bool) bool {
	return exit.Stopped && asked || !exit.Stopped && exit.Code == 0 || exit.StartErr != "" || exit.TimedOut
}

// completed adds what the supervisor could not know: that Slurm ended the run,
// and why.
func completed(exit trex.Exit, last final, asked bool) trex.Exit {
	if settled(exit, asked) {
		return exit
	}
	switch last.State {
	case "CANCELLED":
		// If we had not seen that the run began, our own scancel ended its command
		// and its supervisor at once, which could not know why.
		if exit.Stopped = asked; !asked {
			exit.Cause = ended(last)
		}
	case "OUT_OF_MEMORY":
		exit.OutOfMem, exit.Stopped = true, false
	case "TIMEOUT", "DEADLINE":
		exit.TimedOut, exit.Stopped, exit.Cause = true, false, ended(last)
	case "PREEMPTED", "NODE_FAIL", "BOOT_FAIL", "REVOKED", requeued:
		exit.Stopped, exit.Cause = false, ended(last)
	}
	return exit
}

// Files that the supervisor keeps in the run's folder too.
const (
	stopFile    = "stop"
	startedFile = "started" // there before the command starts
)

func (h *handle) stopAsked() bool {
	_, err := os.Stat(filepath.Join(h.dir, stopFile))
	return err == nil
}

func (h *handle) started() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return !h.begun.IsZero()
}

// noteStart looks, until it has been seen, whether the command has started.
func (h *handle) noteStart() {
	if h.started() {
		return
	}
	data, err := os.ReadFile(filepath.Join(h.dir, startedFile))
	var mark struct{ At time.Time }
	if err != nil || json.Unmarshal(data, &mark) != nil || mark.At.IsZero() {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.begun = mark.At
}

func readExit(dir string) (exit trex.Exit, ok bool, err error) {
	// Opening the folder makes NFS refresh it.
	if _, err := os.ReadDir(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return exit, false, fmt.Errorf("look into the run's folder: %w", err)
	}
	data, err := os.ReadFile(filepath.Join(dir, runner.ExitFile))
	if errors.Is(err, fs.ErrNotExist) {
		return exit, false, nil
	}
	if err != nil {
		return exit, false, fmt.Errorf("read exit: %w", err)
	}
	// A file that another machine renamed may be seen before what is in it.
	err = json.Unmarshal(data, &exit)
	return exit, err == nil, nil
}

// seeAll waits, for a while, until the run's files are as long here as they were
// on the node.
func (h *handle) seeAll(ctx context.Context, exit trex.Exit) error {
	for begun := time.Now(); time.Since(begun) < h.executor.patience; {
		if h.sees(runner.LogFile, exit.LogBytes) && h.sees(runner.MetricsFile, exit.MetricsBytes) {
			return nil
		}
		if err := wait.For(ctx, min(h.executor.queue.every, time.Second)); err != nil {
			return err
		}
	}
	return nil
}

// sees opens the file again: a network file system then asks for its size.
func (h *handle) sees(name string, size int64) bool {
	if size == 0 {
		return true
	}
	file, err := os.Open(filepath.Join(h.dir, name))
	if err != nil {
		return false
	}
	defer file.Close()
	info, err := file.Stat()
	return err == nil && info.Size() >= size
}

// said returns the error of a job's script or supervisor, as the end of a
// sentence.
func said(dir string) string {
	data, err := os.ReadFile(filepath.Join(dir, "supervisor.log"))
	if line := lastLine(string(data)); err == nil && line != "" {
		return ": " + line
	}
	return ""
}
