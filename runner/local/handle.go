package local

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runner"
	"github.com/trex-ml/trex/runner/local/process"
	"github.com/trex-ml/trex/runner/local/supervise"
)

// handle is a run by its folder. Abilities: runner.Reporter, runner.Killer,
// runner.Sampler.
type handle struct {
	ref, dir string

	mu      sync.Mutex
	spawned *pidFile // the supervisor this handle's Start made, nil once waited for
	startAt time.Time
}

func (h *handle) Ref() string { return h.ref }

// Wait waits for the end of the run's supervisor, and then reads how the run
// ended.
func (h *handle) Wait(ctx context.Context) (trex.Exit, error) {
	if err := h.waitSpawned(ctx); err != nil {
		return trex.Exit{}, err
	}
	for {
		exit, ended, err := readExit(h.dir)
		if err != nil || ended {
			return exit, err
		}
		supervisor, err := supervised(h.dir)
		if err != nil {
			return trex.Exit{}, err
		}
		if supervisor == nil {
			return h.lost(ctx)
		}
		err = supervisor.wait(ctx)
		supervisor.Close()
		if err != nil {
			return trex.Exit{}, err
		}
	}
}

func (h *handle) waitSpawned(ctx context.Context) error {
	h.mu.Lock()
	spawned := h.spawned
	h.mu.Unlock()
	if spawned == nil {
		return nil
	}
	if err := spawned.wait(ctx); err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.spawned = nil
	return spawned.Close()
}

// lost is called when the run has no supervisor. Its exit may have been written
// since the last look. If not, the run's remaining processes are ended, so that
// it is true that it failed.
func (h *handle) lost(ctx context.Context) (trex.Exit, error) {
	exit, ended, err := readLastExit(h.dir)
	if err != nil || ended {
		return exit, err
	}
	mark, started, err := supervise.ReadMarker(h.dir)
	if err != nil {
		return trex.Exit{}, err
	}
	if !started {
		return trex.Exit{}, h.whyNotStarted()
	}
	if err := sweep(ctx, mark, h.dir); err != nil {
		return trex.Exit{}, err
	}
	return trex.Exit{}, &runner.LostError{Reason: whyLost(mark)}
}

// whyNotStarted is for a supervisor that ended before it started the command.
func (h *handle) whyNotStarted() error {
	if _, err := os.Stat(h.dir); errors.Is(err, fs.ErrNotExist) {
		return &runner.LostError{Reason: "its folder was deleted"}
	}
	said, _ := os.ReadFile(filepath.Join(h.dir, supervisorLog))
	return trex.NotFound("its supervisor ended before it started the command. %s", said[:min(len(said), 500)])
}

func whyLost(mark supervise.Marker) string {
	now := process.BootID()
	switch {
	case mark.Boot == "":
		return "its supervisor process ended with the machine or was killed"
	case mark.Boot == now:
		return "its supervisor process was killed, and its command was ended with it"
	case process.SameMachine(mark.Boot, now):
		return "the container was restarted while it ran"
	}
	return "the machine was restarted while it ran"
}

// Stop leaves a request in the run's folder and wakes the supervisor. A
// supervisor finds the request before it starts the command. An earlier request
// with less grace stays, since it may not have been read yet.
func (h *handle) Stop(_ context.Context, grace time.Duration) error {
	if earlier, asked := supervise.ReadStop(filepath.Join(h.dir, supervise.StopFile)); asked {
		grace = min(grace, earlier.Grace)
	}
	data, err := json.Marshal(supervise.StopRequest{Grace: grace})
	if err != nil {
		return fmt.Errorf("ask %s to stop: %w", h.dir, err)
	}
	path := filepath.Join(h.dir, supervise.StopFile)
	writeErr := os.WriteFile(path+".tmp", data, 0o644)
	if writeErr == nil {
		writeErr = os.Rename(path+".tmp", path)
	}
	supervisor, err := supervised(h.dir)
	if err != nil {
		return errors.Join(writeErr, err)
	}
	if supervisor == nil {
		return writeErr
	}
	defer supervisor.Close()
	return supervisor.signal(unix.SIGTERM) // enough, even when the disk is full
}

// Kill ends a supervisor that does not answer and all processes of its run.
// Wait then returns that the run was lost.
func (h *handle) Kill(ctx context.Context) error {
	supervisor, err := supervised(h.dir)
	if err != nil {
		return err
	}
	if supervisor != nil {
		defer supervisor.Close()
		if err := supervisor.signal(unix.SIGKILL); err != nil {
			return err
		}
		if err := supervisor.wait(ctx); err != nil {
			return err
		}
	}
	mark, started, err := supervise.ReadMarker(h.dir)
	if err != nil || !started {
		return err
	}
	return sweep(ctx, mark, h.dir)
}

// Report says when the command began.
func (h *handle) Report() runner.Report {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.startAt.IsZero() {
		if mark, started, err := supervise.ReadMarker(h.dir); err == nil && started {
			h.startAt = mark.At
		}
	}
	return runner.Report{StartedAt: h.startAt}
}

// Sample measures the processes that descend from the supervisor.
func (h *handle) Sample() (runner.Sample, error) {
	supervisor, err := supervised(h.dir)
	if err != nil || supervisor == nil {
		return runner.Sample{}, err
	}
	defer supervisor.Close()
	all, err := process.All()
	if err != nil {
		return runner.Sample{}, err
	}
	return use(supervisor.pid, all), nil
}

// use is what all the processes below a supervisor use.
func use(supervisor int, all []process.Process) (sample runner.Sample) {
	for _, p := range process.Below(supervisor, all) {
		sample.CPU += p.CPU
		sample.Memory += p.Resident
	}
	return sample
}
