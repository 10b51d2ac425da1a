// Package gate holds training runs of a test until the test lets them go on, so
// that a test looks at a run in the middle however fast or slow the machine is.
// The test keeps a Gate; the trainer beside this package waits at it before
// each epoch. A gate is a folder: for each run a file with the number of epochs
// it may do, and one for all runs.
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

// Var names the environment variable by which a trainer finds its gate. Without
// it a trainer waits for nothing.
const Var = "TRAINER_GATE"

// Starts is the file of a run's folder to which its trainer adds a line each
// time it is started.
const Starts = "starts"

// everybody is the file for all runs. No run is called so.
const everybody = "all"

// end is more epochs than any run asks for.
const end = 1 << 30

// Gate is the folder. It is shut at first: a run does no epoch.
type Gate string

// Let allows one run this many epochs in all.
func (g Gate) Let(run string, epochs int) error { return g.write(run, epochs) }

// Open lets all runs go on to their end.
func (g Gate) Open() error { return g.write(everybody, end) }

// write replaces a file as a whole, since trainers read it at any moment.
func (g Gate) write(name string, epochs int) error {
	part := filepath.Join(string(g), "."+name)
	if err := os.WriteFile(part, []byte(strconv.Itoa(epochs)+"\n"), 0o644); err != nil {
		return fmt.Errorf("write gate: %w", err)
	}
	return os.Rename(part, filepath.Join(string(g), name))
}

// Allowed returns how many epochs a run may do: what it was let, or what all
// were, whichever is more.
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
