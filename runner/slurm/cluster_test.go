//go:build e2e

package slurm

import (
	"encoding/json"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/trex-ml/trex/runner"
	"github.com/trex-ml/trex/runner/executortest"
)

// cluster needs SLURM_CONF of a cluster that is there for tests only; e2e/run
// starts one.
func cluster(t *testing.T) *Executor {
	t.Helper()
	if os.Getenv("SLURM_CONF") == "" {
		t.Fatal("SLURM_CONF is not set: run make e2e, which starts a cluster")
	}
	executor, err := New(Params{PollEvery: 200 * time.Millisecond, Patience: 3 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	return executor
}

func TestConformanceOnACluster(t *testing.T) {
	executortest.Run(t, executortest.Target{
		New: func(t *testing.T) runner.Executor { return cluster(t) },
		Lose: func(t *testing.T, _ runner.Handle, dir string) {
			var holder struct{ PID int }
			data, err := os.ReadFile(filepath.Join(dir, runner.LockFile))
			if err == nil {
				err = json.Unmarshal(data, &holder)
			}
			if err == nil {
				err = syscall.Kill(holder.PID, syscall.SIGKILL)
			}
			if err != nil {
				t.Fatalf("kill the supervisor: %v", err)
			}
		},
		Patience: time.Minute,
	})
}
