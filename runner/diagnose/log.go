package diagnose

import (
	"bytes"
	"strings"

	"github.com/trex-ml/trex/runner/runlog"
	"github.com/trex-ml/trex/say"
)

const (
	maxTail     = 64 << 10
	maxEvidence = 3
	maxLine     = 241 // characters of a line of evidence, with the ellipsis
)

// runLog is the end of a log as people would see it.
type runLog struct {
	text  string
	lines []string
}

func readLog(tail []byte) *runLog {
	if len(tail) > maxTail {
		tail = tail[len(tail)-maxTail:]
		if i := bytes.IndexByte(tail, '\n'); i >= 0 {
			tail = tail[i+1:]
		}
	}
	text := runlog.Clean(string(tail))
	lines := strings.Split(text, "\n")
	for len(lines) > 0 && strings.TrimSpace(lines[len(lines)-1]) == "" {
		lines = lines[:len(lines)-1]
	}
	return &runLog{text: strings.Join(lines, "\n"), lines: lines}
}

// prove trims lines to what is shown.
func (l *runLog) prove(lines []string) []string {
	var shown []string
	for _, line := range lines {
		line = strings.TrimSpace(line)
		if line == "" || len(shown) == maxEvidence {
			continue
		}
		shown = append(shown, say.Clip(line, maxLine))
	}
	return shown
}

// lastLines returns the last n lines that are not blank.
func (l *runLog) lastLines(n int) []string {
	var last []string
	for i := len(l.lines) - 1; i >= 0 && len(last) < n; i-- {
		if strings.TrimSpace(l.lines[i]) != "" {
			last = append([]string{l.lines[i]}, last...)
		}
	}
	return last
}

// quote returns a name from the log for a sentence, or "" when it is not the
// plain, short name of a thing.
func quote(name string) string {
	if name == "" || len(name) > 80 {
		return ""
	}
	for _, c := range name {
		plain := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune("._-/+=:[]", c)
		if !plain {
			return ""
		}
	}
	return name
}
