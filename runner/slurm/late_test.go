package slurm

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/bubble"
	"github.com/trex-ml/trex/runner"
)

const endedJob = `#!/bin/sh
echo '{"errors":[],"jobs":[{"job_id":12,"array_job_id":0,"name":"trex-r1-x","job_state":"%s","exit_code":%d,"nodes":"n7"}]}'
`

// TestFilesSeenLate: a network file system may show a node's files after Slurm
// has reported the end, and a file's name before its content.
func TestFilesSeenLate(t *testing.T) {
	exit := `{"code":3,"wall_s":2}`
	for name, steps := range map[string][]func(dir string) error{
		"AfterSlurmsWord": {write("started", `{"at":"2026-01-02T03:04:05Z"}`), write("exit.json", exit)},
		"NameFirst": {
			write("started", ""), write("exit.json", ""), write("started", `{"at":"2026-01-02T03:04:05Z"}`), write("exit.json", exit),
		},
		"PartFirst":    {write("exit.json", exit[:9]), write("started", `{"at":"2026-01-02T03:04:05Z"}`), write("exit.json", exit)},
		"NoStartAtAll": {write("exit.json", exit)},
		"LogLast": {
			write("log", "step 1\n"), write("exit.json", `{"code":3,"log_bytes":14,"metrics_bytes":3}`), write("metrics.jsonl", "{}\n"), write("log", "step 1\nstep 2\n"),
		},
	} {
		t.Run(name, func(t *testing.T) {
			standIns(t, map[string]string{"squeue": fmt.Sprintf(endedJob, "FAILED", 3<<8)})
			synctest.Test(t, func(t *testing.T) {
				h := seeLate(t, steps)
				if began := h.Report().StartedAt; !slices.Contains([]string{"NoStartAtAll", "LogLast"}, name) && began.Year() != 2026 {
					t.Errorf("began at %s", began)
				}
			})
		})
	}
}

// seeLate waits for a run whose files come in steps; after each step the test
// looks a few times.
func seeLate(t *testing.T, steps []func(dir string) error) *handle {
	t.Helper()
	e, h := lateHandle(t)
	if _, err := e.queue.look(t.Context()); err != nil {
		t.Fatal(err)
	}
	type end struct {
		exit trex.Exit
		err  error
	}
	ended := make(chan end, 1)
	go func() {
		exit, err := h.Wait(t.Context())
		ended <- end{exit, err}
	}()
	for _, step := range steps {
		bubble.Pass(3300 * time.Millisecond) // never at the moment of a look
		select {
		case got := <-ended:
			t.Fatalf("ended as %+v, %v before it could be known", got.exit, got.err)
		default:
		}
		if err := step(h.dir); err != nil {
			t.Fatal(err)
		}
	}
	if got := <-ended; got.err != nil || got.exit.Code != 3 {
		t.Errorf("ended as %+v, %v", got.exit, got.err)
	}
	return h
}

// TestNothingIsEverSeen: after a time, Slurm's word is all there is.
func TestNothingIsEverSeen(t *testing.T) {
	standIns(t, map[string]string{"squeue": fmt.Sprintf(endedJob, "FAILED", 3<<8)})
	synctest.Test(t, func(t *testing.T) {
		e, h := lateHandle(t)
		begun := time.Now()
		_, err := h.Wait(t.Context())
		lost, ok := errors.AsType[*runner.LostError](err)
		if !ok || lost.Reason != "its Slurm job ended as FAILED on n7 before it could say how" {
			t.Errorf("told as %v", err)
		}
		if took := time.Since(begun); took < e.patience || took > e.patience+2*time.Second {
			t.Errorf("told after %s, want %s", took, e.patience)
		}
	})
}

func lateHandle(t *testing.T) (*Executor, *handle) {
	t.Helper()
	e := newExecutor(t)
	h, err := e.Attach(context.Background(), "12", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return e, h.(*handle)
}

func write(name, text string) func(dir string) error {
	return func(dir string) error { return os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644) }
}

// TestNothingToWaitFor: where no supervisor came to start, Slurm's word is
// enough.
func TestNothingToWaitFor(t *testing.T) {
	for says, text := range map[string]string{
		"set-up file": fmt.Sprintf(endedJob, "FAILED", exitNoSetup<<8),
		"the run's folder cannot be seen on the compute node on n7; it must be on a shared file system": fmt.Sprintf(endedJob, "FAILED", exitNoFolder<<8),
		"cancelled from outside": `#!/bin/sh
echo '{"errors":[],"jobs":[{"job_id":12,"job_state":"CANCELLED","nodes":""}]}'`,
	} {
		standIns(t, map[string]string{"squeue": strings.ReplaceAll(text, `\n`, "\n")})
		synctest.Test(t, func(t *testing.T) {
			_, h := lateHandle(t)
			begun := time.Now()
			_, err := h.Wait(t.Context())
			if lost, ok := errors.AsType[*runner.LostError](err); !ok || !strings.Contains(lost.Reason, says) {
				t.Errorf("told as %v, want %q", err, says)
			}
			if took := time.Since(begun); took > 0 {
				t.Errorf("told after %s", took)
			}
		})
	}
}
