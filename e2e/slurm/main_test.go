//go:build e2e

// Package slurm runs Trex against a real Slurm cluster of one node. The script
// cluster makes it, and it ends with the script. Needs root.
package slurm

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// trexBinary is the program under test. Beside it lies the trainer whose runs a
// test can hold.
var trexBinary = os.Getenv("TREX_E2E_BINARY")

func TestMain(m *testing.M) {
	code, err := onCluster(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "e2e/slurm:", err)
		code = 1
	}
	os.Exit(code)
}

func onCluster(m *testing.M) (int, error) {
	if os.Getenv("CLUSTER") == "" {
		return again()
	}
	flag.Parse()
	// The tests wait for the cluster, not for the processor.
	if err := flag.Set("test.parallel", "32"); err != nil {
		return 1, err
	}
	return m.Run(), nil
}

// again runs this test again, on a cluster.
func again() (int, error) {
	dir, err := os.MkdirTemp("", "trex-slurm-")
	if err != nil {
		return 1, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a leftover in the temporary folder
	build := exec.Command("go", "build", "-o", dir+"/", "github.com/trex-ml/trex/cmd/trex", "github.com/trex-ml/trex/e2e/trainer")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return 1, fmt.Errorf("build trex and its trainer: %w", err)
	}
	command := exec.Command("./cluster", append([]string{os.Args[0]}, os.Args[1:]...)...)
	command.Env = append(os.Environ(), "TREX_E2E_BINARY="+filepath.Join(dir, "trex"))
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	err = command.Run()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		return 1, fmt.Errorf("start a cluster: %w", err)
	}
	return command.ProcessState.ExitCode(), nil
}
