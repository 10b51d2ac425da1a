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
	"github.com/trex-ml/trex/runner"
)

// handle is one job. Abilities: runner.Reporter, runner.Killer.
type handle struct {
	executor *Executor
	id       jobID
	dir      string // the run's folder
	folder   string
}

func (h *handle) Ref() string { return h.id.String() }

// Wait returns when Slurm has the job no more. Its own account, exit.json,
// comes first; Slurm's word completes or replaces it.
func (h *handle) Wait(ctx context.Context) (trex.Exit, error) {
	for {
		state, err := h.state(ctx)
		switch {
		case ctx.Err() != nil:
			return trex.Exit{}, ctx.Err()
		case err != nil: // slurmctld is away, which says nothing of the job
		case !active(state.State):
			return h.account(ctx, state)
		}
		if err := sleep(ctx, h.executor.queue.every); err != nil {
			return trex.Exit{}, err
		}
	}
}

// state is what Slurm knows of the job: from the queue, else from its
// accounting. The zero final is a job nobody knows any more.
func (h *handle) state(ctx context.Context) (final, error) {
	known, err := h.executor.queue.look(ctx)
	if err != nil {
		return final{}, err
	}
	if e, ok := known.find(h.id); ok {
		return final{State: string(e.State), Nodes: e.Nodes}, nil
	}
	return h.executor.commands.account(ctx, h.id)
}

// account waits for exit.json for as long as a shared file system may hide it.
func (h *handle) account(ctx context.Context, last final) (trex.Exit, error) {
	giveUp := time.Now().Add(h.executor.patience)
	if last.State == "CANCELLED" && h.neverRan() {
		return trex.Exit{Code: -1, Stopped: h.stopAsked()}, h.ifNotStopped(last)
	}
	for {
		exit, ok, err := readExit(h.dir)
		if err != nil {
			return trex.Exit{}, err
		}
		if ok {
			return completed(exit, last, h.stopAsked()), nil
		}
		if time.Now().After(giveUp) {
			return trex.Exit{}, &runner.LostError{Reason: ended(last.State, last.Nodes, last.Exit)}
		}
		if err := sleep(ctx, 500*time.Millisecond); err != nil {
			return trex.Exit{}, err
		}
	}
}

// completed adds what the supervisor could not know: that the TERM it got was
// Slurm's, and why.
func completed(exit trex.Exit, last final, asked bool) trex.Exit {
	if exit.Stopped && !asked {
		exit.Stopped = false
		exit.TimedOut = last.State == "TIMEOUT" || last.State == "DEADLINE"
		exit.OutOfMem = exit.OutOfMem || last.State == "OUT_OF_MEMORY"
	}
	if last.State == "OUT_OF_MEMORY" && exit.Code != 0 {
		exit.OutOfMem = true
	}
	return exit
}

// stopFile is left in the run's folder by Stop; the supervisor reads it too.
const stopFile = "stop"

func (h *handle) stopAsked() bool {
	_, err := os.Stat(filepath.Join(h.dir, stopFile))
	return err == nil
}

func (h *handle) neverRan() bool {
	_, err := os.Stat(filepath.Join(h.dir, "started"))
	return errors.Is(err, fs.ErrNotExist)
}

func (h *handle) ifNotStopped(last final) error {
	if h.stopAsked() {
		return nil
	}
	return &runner.LostError{Reason: ended(last.State, last.Nodes, last.Exit)}
}

// Stop takes a waiting job out of the queue. Of a running one it signals the
// supervisor alone, which sends TERM, waits and sends KILL as it does
// everywhere.
func (h *handle) Stop(ctx context.Context, grace time.Duration) error {
	data, err := json.Marshal(map[string]time.Duration{"grace": grace})
	if err != nil {
		return fmt.Errorf("stop %s: %w", h.folder, err)
	}
	path := filepath.Join(h.dir, stopFile)
	if err := os.WriteFile(path+".tmp", data, 0o644); err != nil {
		return fmt.Errorf("stop %s: %w", h.folder, err)
	}
	if err := os.Rename(path+".tmp", path); err != nil {
		return fmt.Errorf("stop %s: %w", h.folder, err)
	}
	// A job that starts between the two calls is told by the second, and finds
	// the request in its folder besides.
	if err := h.cancel(ctx, "--state=PENDING"); err != nil {
		return err
	}
	defer h.executor.queue.forget()
	return h.cancel(ctx, "--batch", "--signal=TERM", "--state=RUNNING")
}

// Kill implements runner.Killer.
func (h *handle) Kill(ctx context.Context) error {
	defer h.executor.queue.forget()
	return h.cancel(ctx)
}

// cancel asks scancel; a job that has ended meanwhile is what was wanted.
func (h *handle) cancel(ctx context.Context, options ...string) error {
	_, err := h.executor.commands.run(ctx, "scancel", append(options, h.id.String())...)
	if trex.KindOf(err) == trex.KindInvalid {
		return nil
	}
	return err
}

// Report implements runner.Reporter, from memory.
func (h *handle) Report() runner.Report {
	if since, away := h.executor.queue.awaySince(); away {
		return runner.Report{Waiting: "Slurm has not answered since " + since.Format("15:04") + "; the run may go on"}
	}
	known := h.executor.queue.last()
	e, ok := known.find(h.id)
	switch {
	case !ok:
		return runner.Report{}
	case executing(string(e.State)) && e.State != "SUSPENDED" && e.State != "STOPPED":
		return runner.Report{StartedAt: e.startsAt()}
	}
	return runner.Report{Waiting: waiting(e)}
}

func readExit(dir string) (exit trex.Exit, ok bool, err error) {
	// Opening the folder makes NFS look at it anew.
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
	if err := json.Unmarshal(data, &exit); err != nil {
		return exit, false, fmt.Errorf("read %s: %w", runner.ExitFile, err)
	}
	return exit, true, nil
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
