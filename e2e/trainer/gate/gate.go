// Package gate stops a test's training runs until the test lets them continue,
// so that a test sees a run in the middle of its work on a fast or slow machine.
// The test holds a Gate. The trainer beside this package waits at it before each
// epoch. A gate is a folder with one file for each run, which holds the number
// of epochs that the run may do, and one file for all runs.
package gate

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Var names the environment variable that tells a trainer its gate. Without it a
// trainer never waits.
const Var = "TRAINER_GATE"

// Starts is the file in a run's folder to which the trainer adds a line at each
// start.
const Starts = "starts"

// everybody is the file for all runs. No run has this name.
const everybody = "all"

// end is more epochs than any run has.
const end = 1 << 30

// Gate is the folder. At first it is closed: a run may do no epoch.
type Gate string

// Let allows one run this many epochs in total.
func (g Gate) Let(run string, epochs int) error { return g.write(run, epochs) }

// Open lets all runs continue to their end.
func (g Gate) Open() error { return g.write(everybody, end) }

// write replaces a whole file at once, because trainers read it at any time.
func (g Gate) write(name string, epochs int) error {
	part := filepath.Join(string(g), "."+name)
	if err := os.WriteFile(part, []byte(strconv.Itoa(epochs)+"\n"), 0o644); err != nil {
		return fmt.Errorf("write gate: %w", err)
	}
	return os.Rename(part, filepath.Join(string(g), name))
}

// Allowed returns how many epochs a run may do: its own number or the number for
// all runs, whichever is larger.
func (g Gate) Allowed(run string) (epochs int, err error) {
	for _, name := range []string{run, everybody} {
		text, err := os.ReadFile(filepath.Join(string(g), name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return 0, fmt.Errorf("read gate: %w", err)
		}
		n, err := strconv.Atoi(strings.TrimSpace(string(text)))
		if err != nil {
			return 0, fmt.Errorf("read gate: %w", err)
		}
		epochs = max(epochs, n)
	}
	return epochs, nil
}
