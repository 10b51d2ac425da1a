package slurm

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sync"
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
	since    time.Time // what Slurm said before that says nothing of the job

	mu    sync.Mutex
	begun time.Time // by the run's own account, zero until that is seen
}

func (h *handle) Ref() string { return h.id.String() }

// Stop takes a waiting job out of the queue. Of a running one it signals the
// script alone and through it the supervisor, which sends TERM, waits and sends
// KILL as it does everywhere.
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
	known, _ := h.executor.queue.last()
	if e, ok := known.find(h.id); h.started() || ok && executing(string(e.State)) {
		return h.cancel(ctx, "--batch", "--signal=TERM")
	}
	// One that has begun unseen finds the request in its folder, and scancel
	// then ends it as it ends others: TERM to all of it, KILL after Slurm's own
	// grace. scancel --state=PENDING would take the whole array.
	return h.cancel(ctx)
}

// Kill implements runner.Killer.
func (h *handle) Kill(ctx context.Context) error { return h.cancel(ctx) }

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
	h.mu.Lock()
	report := runner.Report{StartedAt: h.begun}
	h.mu.Unlock()
	known, away := h.executor.queue.last()
	if !away.IsZero() {
		report.Waiting = "Slurm has not answered since " + away.Format("15:04")
		if !report.StartedAt.IsZero() {
			report.Waiting += "; the run goes on without it"
		}
		return report
	}
	e, ok := known.find(h.id)
	switch {
	case known.at.Before(h.since), !ok:
		if report.StartedAt.IsZero() {
			report.Waiting = "submitted to Slurm"
		}
		return report
	case executing(string(e.State)):
		if report.StartedAt.IsZero() {
			report.StartedAt = e.startsAt()
		}
		return report
	}
	report.Waiting = waiting(e)
	return report
}
