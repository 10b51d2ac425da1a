package slurm

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"github.com/trex-ml/trex"
)

// commandPatience is how long one of Slurm's commands may take; slurmctld that
// does not answer makes them wait for minutes.
const commandPatience = 20 * time.Second

// commands calls Slurm's commands with an environment of their own: Trex's
// holds tokens, which sbatch would pass on.
type commands struct{ environ []string }

// run returns what the command printed. An error of kind unavailable means
// that slurmctld could not be asked; an invalid one that it said no, with its
// words.
func (c *commands) run(ctx context.Context, name string, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, commandPatience)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = c.environ
	cmd.WaitDelay = time.Second
	// A submission must not arrive after the server that made it is gone.
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	err := cmd.Run()
	if err == nil {
		return out.Bytes(), nil
	}
	said := strings.TrimPrefix(firstLine(complaint.String()), name+": error: ")
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return nil, trex.Unavailable(err, "the command %s is not installed on this machine", name)
	case ctx.Err() != nil, isAway(said):
		return nil, trex.Unavailable(fmt.Errorf("%s: %w: %s", name, err, said), "Slurm does not answer")
	case isFull(said):
		return nil, trex.Unavailable(err, "Slurm takes no more jobs for now: %s", said)
	}
	return nil, trex.Invalid("%s: %s", name, said)
}

// isAway recognises by Slurm's words that the controller was not reached or
// asked to come again; its commands' exit statuses do not tell.
func isAway(said string) bool {
	for _, words := range []string{
		"Unable to contact slurm controller", "Connection refused", "Socket timed out", "Zero Bytes",
		"communication connection failure", "Slurm temporarily unable", "Resource temporarily unavailable",
		"Transport endpoint", "backup controller", "Munge encode failed", "Munge", "Protocol authentication",
	} {
		if strings.Contains(strings.ToLower(said), strings.ToLower(words)) {
			return true
		}
	}
	return false
}

// isFull recognises limits on how many jobs may be queued, which are free again
// when some of them have ended.
func isFull(said string) bool {
	return strings.Contains(said, "submit limit") || strings.Contains(said, "MaxSubmitJob") || strings.Contains(said, "MaxJobCount")
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	line = strings.TrimSpace(line)
	if len(line) > 300 {
		return line[:300] + "…"
	}
	return line
}

func lastLine(text string) string {
	text = strings.TrimSpace(text)
	return firstLine(text[strings.LastIndexByte(text, '\n')+1:])
}

func commandEnvironment(own []string) []string {
	kept := []string{"SLURM_BITSTR_LEN=0"} // lists of waiting members are not cut short
	for _, pair := range own {
		name, _, _ := strings.Cut(pair, "=")
		if name == "PATH" || name == "HOME" || name == "USER" || strings.HasPrefix(name, "SLURM_") {
			kept = append(kept, pair)
		}
	}
	return kept
}
