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
	since    time.Time // earlier answers of Slurm say nothing of the job

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
	h.noteStart()
	known, _ := h.executor.queue.last()
	if e, ok := known.find(h.id); h.started() || ok && executing(string(e.State)) {
		return h.cancel(ctx, "--batch", "--signal=TERM")
	}
	// A run that has begun unseen finds the request in its folder, and scancel
	// then ends it as usual: TERM to all of it, KILL after Slurm's own grace.
	// scancel --state=PENDING would end the whole array.
	return h.cancel(ctx)
}

// Kill implements runner.Killer.
func (h *handle) Kill(ctx context.Context) error { return h.cancel(ctx) }

// cancel calls scancel; if the job has already ended, that is no error.
func (h *handle) cancel(ctx context.Context, options ...string) error {
	_, err := h.executor.commands.run(ctx, "scancel", append(options, h.id.String())...)
	if trex.KindOf(err) == trex.KindInvalid {
		return nil
	}
	return err
}

// Report implements runner.Reporter, from memory. A run has begun when its
// command has. Slurm calls a job running while its node boots or its set-up
// file takes minutes. So a job that is requeued before its command started
// waits again, and no report was wrong.
func (h *handle) Report() runner.Report {
	h.mu.Lock()
	report := runner.Report{StartedAt: h.begun}
	h.mu.Unlock()
	known, away := h.executor.queue.last()
	e, ok := known.find(h.id)
	if known.at.Before(h.since) {
		ok = false // Slurm says nothing of the job yet
	}
	begun := !report.StartedAt.IsZero()
	switch {
	case !away.IsZero() && begun:
		report.Waiting = "Slurm has not answered since " + away.Format("15:04") + "; the run goes on without it"
	case !away.IsZero():
		report.Waiting = "Slurm has not answered since " + away.Format("15:04")
	case begun && ok && suspended(string(e.State)):
		report.Waiting = "suspended by Slurm"
	case begun:
	case !ok:
		report.Waiting = "submitted to Slurm"
	default:
		report.Waiting = waiting(e, h.id)
	}
	return report
}
