package diagnose

import (
	"strings"

	"github.com/trex-ml/trex/runner/runlog"
)

// bySignal explains a command that a signal ended, also one below a shell, which
// then exits with 128 and the signal's number.
func (c Case) bySignal(l *runLog) (finding, bool) {
	name := c.Exit.Signal
	if name == "" {
		name = shellSignals[c.Exit.Code]
	}
	f, ok := signals[name]
	if !ok {
		if c.Exit.Signal == "" {
			return finding{}, false
		}
		f = finding{kind: "killed", cause: "it was ended by " + quoteOr(name, "a signal")}
	}
	f.evidence = l.lastLines(2)
	if f.kind == "crash" {
		f.evidence = l.crashLines()
		if place := c.crashPlace(l); place != "" {
			f.cause += ", at " + place
		}
	}
	return f, true
}

var shellSignals = map[int]string{
	129: "SIGHUP", 130: "SIGINT", 132: "SIGILL", 134: "SIGABRT", 135: "SIGBUS",
	136: "SIGFPE", 137: "SIGKILL", 139: "SIGSEGV", 143: "SIGTERM", 152: "SIGXCPU", 153: "SIGXFSZ",
}

var signals = map[string]finding{
	"SIGKILL": {kind: "killed", cause: "it was killed from outside (SIGKILL)",
		hint: "nobody asked Trex to stop it: look for a person, a job scheduler or a memory limit that did"},
	"SIGTERM": {kind: "killed", cause: "it was asked to end from outside (SIGTERM)",
		hint: "nobody asked Trex to stop it: look for a person, a job scheduler or a machine that was shut down"},
	"SIGHUP": {kind: "killed", cause: "it was ended by SIGHUP, as if its terminal had closed"},
	"SIGINT": {kind: "interrupted", cause: "it was interrupted (SIGINT)"},
	"SIGSEGV": {kind: "crash", cause: "it crashed: segmentation fault",
		hint: "native code broke, not the script: look at extensions and at libraries built for another version"},
	"SIGBUS": {kind: "crash", cause: "it crashed: bus error",
		hint: "often shared memory or a disk that is full, or a file that was cut short while it was mapped"},
	"SIGABRT": {kind: "crash", cause: "it aborted",
		hint: "a library found its own state broken; the lines before the end say which"},
	"SIGILL": {kind: "illegal_instruction", cause: "it used an instruction that this machine's processor does not have",
		hint: "install a build of the library for this processor"},
	"SIGFPE":  {kind: "crash", cause: "it crashed: a whole number was divided by zero in native code"},
	"SIGSYS":  {kind: "crash", cause: "it made a system call that is forbidden here"},
	"SIGXCPU": {kind: "timeout", cause: "it used more processor time than its limit (SIGXCPU)"},
	"SIGXFSZ": {kind: "disk_full", cause: "it wrote a file larger than its limit (SIGXFSZ)"},
}

// crashLines returns where native code crashed, as Python's faulthandler, the
// C++ runtime or a shell tell it.
func (l *runLog) crashLines() []string {
	var found []string
	for i, line := range l.lines {
		switch {
		case strings.Contains(line, "Fatal Python error"), strings.Contains(line, "terminate called"),
			strings.Contains(line, "what():"), strings.Contains(line, "Segmentation fault"),
			strings.Contains(line, "Assertion") && strings.Contains(line, "failed"):
			found = append(found, line)
		case strings.Contains(line, "(most recent call first)"):
			if own, ok := l.crashFrame(i + 1); ok {
				found = append(found, own.line)
			}
		}
	}
	if len(found) == 0 {
		return l.lastLines(2)
	}
	return found[max(0, len(found)-maxEvidence):]
}

var crashFrame = runlog.NewPattern(`^\s*File "([^"]+)", line (\d+) in (.+)$`)

// crashFrame returns the script's own innermost frame of those that Python's
// faulthandler printed from line number on.
func (l *runLog) crashFrame(number int) (frame, bool) {
	for ; number < len(l.lines); number++ {
		m := crashFrame.FindStringSubmatch(l.lines[number])
		if m == nil {
			break
		}
		if !isLibrary(m[1]) {
			return frame{file: m[1], number: m[2], function: m[3], line: l.lines[number]}, true
		}
	}
	return frame{}, false
}

func (c Case) crashPlace(l *runLog) string {
	for i, line := range l.lines {
		if strings.Contains(line, "(most recent call first)") {
			if own, ok := l.crashFrame(i + 1); ok {
				return c.place(own)
			}
		}
	}
	return ""
}

func quoteOr(name, otherwise string) string {
	if q := quote(name); q != "" {
		return q
	}
	return otherwise
}
