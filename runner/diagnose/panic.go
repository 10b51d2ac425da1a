package diagnose

import (
	"path"
	"strings"

	"github.com/trex-ml/trex/runner/runlog"
)

var (
	goPlace   = runlog.NewPattern(`^\s+(/\S+\.go):(\d+)(?: \+0x[0-9a-f]+)?$`)
	rustPanic = runlog.NewPattern(`thread '[^']*'(?: \(\d+\))? panicked at (?:'.*', )?([\w./-]+:\d+):\d+`)
	javaPanic = runlog.NewPattern(`^Exception in thread "[^"]*" ([\w.$]+)`)
	javaPlace = runlog.NewPattern(`^\s+at [\w.$<>]+\(([\w.-]+:\d+)\)`)
	juliaFail = runlog.NewPattern(`^ERROR: (?:LoadError: )?(\w+)`)
)

// byPanic explains programs that are not Python's.
func (c Case) byPanic(l *runLog) (finding, bool) {
	for i := max(0, len(l.lines)-400); i < len(l.lines); i++ {
		line := l.lines[i]
		switch {
		case strings.HasPrefix(line, "panic: "), strings.HasPrefix(line, "fatal error: "):
			if f, ok := l.goPanic(i); ok {
				return f, true
			}
		case strings.HasPrefix(line, "Exception in thread"):
			if f, ok := l.javaException(i); ok {
				return f, true
			}
		case strings.HasPrefix(line, "Execution halted"):
			return finding{kind: "exception", cause: "the R script stopped with an error", evidence: l.lines[max(0, i-2):i]}, true
		}
		if m := rustPanic.FindStringSubmatch(line); m != nil {
			evidence := l.lines[i:min(i+2, len(l.lines))]
			return finding{kind: "panic", cause: "the program panicked at " + m[1], evidence: evidence}, true
		}
		if m := juliaFail.FindStringSubmatch(line); m != nil && strings.HasSuffix(m[1], "Error") {
			return finding{kind: "exception", cause: "the Julia script failed with " + article(quoteOr(m[1], "an exception")),
				evidence: l.lines[i:min(i+2, len(l.lines))]}, true
		}
	}
	return finding{}, false
}

// goPanic names the first place of the panicking goroutine that is not the Go
// runtime's or a dependency's.
func (l *runLog) goPanic(i int) (finding, bool) {
	message := l.lines[i]
	f := finding{kind: "panic", cause: "the program panicked", evidence: []string{message}}
	if strings.Contains(message, "all goroutines are asleep") {
		f.cause = "the program waited for itself (deadlock)"
	}
	running := false
	for _, line := range l.lines[i:] {
		if running = running || strings.HasPrefix(line, "goroutine "); !running {
			continue
		}
		m := goPlace.FindStringSubmatch(line)
		if m == nil || strings.Contains(m[1], "/go/src/") || strings.Contains(m[1], "/src/runtime/") || strings.Contains(m[1], "/pkg/mod/") {
			continue
		}
		if place := quote(path.Base(m[1]) + ":" + m[2]); place != "" {
			f.cause += ", at " + place
		}
		f.evidence = append(f.evidence, line)
		break
	}
	return f, running
}

func (l *runLog) javaException(i int) (finding, bool) {
	m := javaPanic.FindStringSubmatch(l.lines[i])
	if m == nil {
		return finding{}, false
	}
	kind := m[1][strings.LastIndexByte(m[1], '.')+1:]
	f := finding{kind: "exception", cause: "the program failed with " + article(quoteOr(kind, "an exception")), evidence: []string{l.lines[i]}}
	if i+1 < len(l.lines) {
		if m := javaPlace.FindStringSubmatch(l.lines[i+1]); m != nil {
			f.cause += ", at " + m[1]
			f.evidence = append(f.evidence, l.lines[i+1])
		}
	}
	return f, true
}
