//go:build e2e

// Package e2e runs the trex program against servers written by others. It uses
// the loopback interface of its own network namespace, because some of those
// servers listen on every interface. "npm ci" in e2e/peers installs them.
package e2e

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// binaries is the folder of the program under test and of the trainer whose runs
// a test can hold. artifacts is the folder for pictures that a person can look
// at.
var binaries, artifacts string

const insideVar = "TREX_E2E_NAMESPACE"

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (int, error) {
	if os.Getenv(insideVar) == "" {
		return again()
	}
	var err error
	if binaries, err = os.MkdirTemp("", "trex-e2e-"); err != nil {
		return 1, err
	}
	defer os.RemoveAll(binaries) //nolint:errcheck // a leftover in the temporary folder
	build := exec.Command("go", "build", "-o", binaries+"/", "github.com/trex-ml/trex/cmd/trex", "github.com/trex-ml/trex/e2e/trainer")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return 1, fmt.Errorf("build trex and its trainer: %w", err)
	}
	if artifacts, err = filepath.Abs("out"); err != nil {
		return 1, err
	}
	if err := os.MkdirAll(artifacts, 0o755); err != nil {
		return 1, err
	}
	flag.Parse()
	// The tests wait for their peers more than for the processor.
	if err := flag.Set("test.parallel", "8"); err != nil {
		return 1, err
	}
	return m.Run(), nil
}

// again runs this test again in a namespace with only loopback.
func again() (int, error) {
	script := `ip link set lo up && exec "$0" "$@"`
	args := append([]string{"--user", "--map-root-user", "--net", "sh", "-c", script, os.Args[0]}, os.Args[1:]...)
	command := exec.Command("unshare", args...)
	command.Env = append(os.Environ(), insideVar+"=1")
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := command.Run()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		return 1, fmt.Errorf("a network namespace is needed (unshare, ip): %w", err)
	}
	return command.ProcessState.ExitCode(), nil
}
