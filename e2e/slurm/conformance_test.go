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
	"github.com/trex-ml/trex/runner/slurm"
)

func TestConformance(t *testing.T) {
	executortest.Run(t, executortest.Target{
		New: func(t *testing.T) runner.Executor {
			executor, err := slurm.New(slurm.Params{Trex: trexBinary, PollEvery: time.Second, Patience: 3 * time.Second})
			if err != nil {
				t.Fatal(err)
			}
			return executor
		},
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
	})
}
