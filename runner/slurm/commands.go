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

// commandPatience is how long one of Slurm's commands may take: when slurmctld
// does not answer, they wait for minutes.
const commandPatience = 20 * time.Second

// commands calls Slurm's commands with an environment of their own: Trex's
// holds tokens, which sbatch would pass on.
type commands struct{ environ []string }

// run returns what the command printed. An error of kind unavailable means that
// slurmctld could not be asked, or takes no other job now. An invalid error
// means that it refused, and has its words.
func (c *commands) run(ctx context.Context, name string, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, commandPatience)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = c.environ
	cmd.WaitDelay = time.Second
	// A submission must not arrive after the server that made it is gone.
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	complaint := &complaint{retries: cancel}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, complaint
	begun := time.Now()
	err := cmd.Run()
	if err == nil {
		return out.Bytes(), nil
	}
	said := complaint.words(name)
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return nil, trex.Unavailable(err, "the command %s is not installed on this machine", name)
	case complaint.retried && time.Since(begun) < retryPause:
		return nil, trex.Unavailable(errFull, "Slurm takes no more jobs for now: its queue is full")
	case complaint.retried:
		return nil, trex.Unavailable(errMaybeFull, "Slurm takes no more jobs for now: its queue is full")
	case ctx.Err() != nil, isAway(said):
		return nil, trex.Unavailable(fmt.Errorf("%s: %w: %s", name, err, said), "Slurm does not answer")
	case cmd.ProcessState == nil, cmd.ProcessState.ExitCode() < 0: // it was killed, and its request may be on its way
		return nil, fmt.Errorf("%s: %w", name, err)
	case said == "": // scancel of a job that has just ended
		said = err.Error()
	}
	return nil, refusal(name, said)
}

// retryPause is how long sbatch sleeps at least before it asks again, when a
// controller's MaxJobCount is reached.
const retryPause = time.Second

// complaint collects a command's errors. A command that says it will try for
// minutes is ended: others wait, and Trex decides for how long.
type complaint struct {
	text    bytes.Buffer
	retried bool
	retries func()
}

func (c *complaint) Write(p []byte) (int, error) {
	c.text.Write(p)
	if !c.retried && bytes.Contains(c.text.Bytes(), []byte("retrying")) {
		c.retried = true
		c.retries()
	}
	return len(p), nil
}

// words is all the errors, without the command's name before each line.
func (c *complaint) words(name string) string {
	return strings.ReplaceAll("\n"+strings.TrimSpace(c.text.String()), "\n"+name+": error: ", "\n")[1:]
}

// isAway recognises by Slurm's words that the controller was not reached or
// said to try again later; exit statuses do not tell.
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
