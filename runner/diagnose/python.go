package diagnose

import (
	"path"
	"strings"

	"github.com/trex-ml/trex/runner/runlog"
)

// exception is one Python exception as its traceback tells it.
type exception struct {
	kind    string // OutOfMemoryError, without its module
	message string // the first line, and what follows up to the next prompt of the log
	line    string // as it is in the log
	frames  []frame
	number  int // of line
}

// frame is one call in a traceback, the outermost first.
type frame struct {
	file, number, function string
	line                   string // as it is in the log
	source                 string // the code, "" when it was not shown
}

var (
	frameLine     = runlog.NewPattern(`^\s*File "([^"]+)", line (\d+)(?:, in (.+))?$`)
	exceptionLine = runlog.NewPattern(`^((?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*)(?::\s?(.*))?$`)
	tracePrefix   = runlog.NewPattern(`^(.*?)(?:Exception Group )?(?:Original )?Traceback \(most recent call last\):`)
)

// exceptions returns those whose tracebacks are in the log, in its order.
func (l *runLog) exceptions() []exception {
	var found []exception
	var frames []frame
	prefix := ""
	for i, line := range l.lines {
		if m := tracePrefix.FindStringSubmatch(line); m != nil {
			prefix, frames = m[1], nil
			continue
		}
		bare := unprefixed(line, prefix)
		if m := frameLine.FindStringSubmatch(bare); m != nil {
			frames = append(frames, frame{file: m[1], number: m[2], function: m[3], line: bare})
			continue
		}
		if len(frames) == 0 {
			continue
		}
		if strings.HasPrefix(bare, " ") || bare == "" {
			if last := &frames[len(frames)-1]; last.source == "" {
				last.source = strings.TrimSpace(bare)
			}
			continue
		}
		if m := exceptionLine.FindStringSubmatch(bare); m != nil {
			found = append(found, exception{
				kind: m[1][strings.LastIndexByte(m[1], '.')+1:], message: l.messageAt(i, m[2]),
				line: bare, frames: frames, number: i,
			})
		}
		frames = nil
	}
	return found
}

// unprefixed removes what a launcher puts before every line: "[rank0]: ".
func unprefixed(line, prefix string) string {
	if prefix != "" && strings.HasPrefix(line, prefix) {
		return line[len(prefix):]
	}
	if strings.HasPrefix(line, "  | ") { // of an exception group
		return line[4:]
	}
	return line
}

// messageAt returns an exception's message with the lines that belong to it.
func (l *runLog) messageAt(i int, first string) string {
	const most = 12
	var b strings.Builder
	b.WriteString(first)
	for j := i + 1; j < len(l.lines) && j < i+most; j++ {
		if strings.Contains(l.lines[j], "Traceback (most recent call last)") {
			break
		}
		b.WriteByte('\n')
		b.WriteString(l.lines[j])
	}
	return b.String()
}

// own returns the last frame in code that is the script's, not a library's; the
// last of all when there is none.
func (e exception) own() (frame, bool) {
	for i := len(e.frames) - 1; i >= 0; i-- {
		if !isLibrary(e.frames[i].file) {
			return e.frames[i], true
		}
	}
	if len(e.frames) == 0 {
		return frame{}, false
	}
	return e.frames[len(e.frames)-1], true
}

// lastSource returns the line of code that raised the exception.
func (e exception) lastSource() string {
	if len(e.frames) == 0 {
		return ""
	}
	return e.frames[len(e.frames)-1].source
}

func isLibrary(file string) bool {
	file = strings.ReplaceAll(file, `\`, "/")
	for _, part := range [...]string{"site-packages/", "dist-packages/", "/lib/python", "<frozen ", "<string>", "<__array_function__", "<attrs", "/python3.", "<decorator"} {
		if strings.Contains(file, part) {
			return true
		}
	}
	return false
}

// place names a frame for a sentence: train.py:12. A file below the project's
// folder is named from there.
func (c Case) place(f frame) string {
	file := strings.ReplaceAll(f.file, `\`, "/")
	if dir := c.Project.Dir; dir != "" && strings.HasPrefix(file, strings.TrimSuffix(dir, "/")+"/") {
		file = strings.TrimPrefix(file, strings.TrimSuffix(dir, "/")+"/")
	} else if path.IsAbs(file) || strings.HasPrefix(file, "../") || strings.Contains(file, ":/") {
		file = path.Base(file)
	}
	if quote(file) == "" || len(f.number) > 9 {
		return ""
	}
	return file + ":" + f.number
}

// proof is the exception's line, and where in the script it came from.
func (e exception) proof() []string {
	lines := []string{e.line}
	if f, ok := e.own(); ok {
		lines = append(lines, f.line, f.source)
	}
	return lines
}
