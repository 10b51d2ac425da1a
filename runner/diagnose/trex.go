package diagnose

import (
	"fmt"
	"strings"
	"time"
)

// byTrex explains what Trex knows without the log: it could not start the
// command, or ended it itself, or the kernel said why.
func (c Case) byTrex() (finding, bool) {
	e := c.Exit
	switch {
	case e.StartErr != "":
		return startError(e.StartErr), true
	case e.TimedOut:
		f := finding{kind: "timeout", cause: "it took longer than its time limit", hint: "raise the project's timeout, or train for fewer epochs"}
		if c.Project.Timeout > 0 {
			f.cause = fmt.Sprintf("it took longer than its time limit of %s", duration(c.Project.Timeout))
		}
		return f, true
	case e.OutOfMem:
		f := hostMemory
		if e.PeakBytes > 0 {
			f.hint = fmt.Sprintf("it held %.1f GB at its peak; %s", float64(e.PeakBytes)/1e9, f.hint)
		}
		if bound := c.Memory; bound.Cause != "" {
			f.cause, f.hint = bound.Cause, bound.Hint+"; or "+f.hint
		}
		return f, true
	case e.Stopped:
		return finding{kind: "stopped", cause: "it was asked to stop"}, true
	}
	return finding{}, false
}

var hostMemory = finding{
	kind: "host_memory", cause: "out of memory on the machine (not on a GPU)", fix: smallerBatch,
	hint: "use a smaller batch, fewer data loader workers, or load the data piece by piece",
}

// startError sorts the executors' sentences, which are fit for people to read.
func startError(sentence string) finding {
	f := finding{kind: "not_started", cause: sentence}
	switch {
	case strings.Contains(sentence, "working directory"):
		f.kind, f.hint = "missing_dir", "correct the project's dir, or make the folder again"
	case strings.Contains(sentence, "not executable"), strings.Contains(sentence, "is not a program"),
		strings.Contains(sentence, "is a folder"):
		f.kind, f.hint = "not_executable", "make the script executable, or call it through its interpreter: [python3, train.py, …]"
	case strings.Contains(sentence, "not found"), strings.Contains(sentence, "does not exist"):
		f.kind, f.hint = "command_not_found", "install the program, or name it by its full path in the project's command"
	}
	return f
}

func duration(d time.Duration) string {
	text := d.Round(time.Second).String()
	text = strings.TrimSuffix(text, "0s")
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	if text == "" {
		return d.String()
	}
	return text
}
