package local

import (
	"os"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/trex-ml/trex/runner"
	"github.com/trex-ml/trex/runner/executortest"
	"github.com/trex-ml/trex/runner/local/supervise"
)

// TestMain lets the test binary stand in for trex supervise.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == "supervise" {
		os.Exit(supervise.Run(os.Args[2]))
	}
	os.Exit(m.Run())
}

func TestConformance(t *testing.T) {
	executortest.Run(t, executortest.Target{
		New: func(*testing.T) runner.Executor { return New(Params{}) },
		Lose: func(t *testing.T, _ runner.Handle, dir string) {
			killSupervisor(t, dir)
		},
	})
}

func killSupervisor(t *testing.T, dir string) {
	t.Helper()
	supervisor, err := supervised(dir)
	if err != nil || supervisor == nil {
		t.Fatalf("supervisor of %s: %v, %v", dir, supervisor, err)
	}
	defer supervisor.Close()
	if err := supervisor.signal(unix.SIGKILL); err != nil {
		t.Fatal(err)
	}
}
