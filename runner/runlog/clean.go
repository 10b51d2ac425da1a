package runlog

import (
	"strings"

	"github.com/trex-ml/trex/runner/terminal"
	"github.com/trex-ml/trex/say"
)

// Clean returns text as a terminal would leave it: escape sequences gone,
// lines overwritten with carriage returns as they were last, invalid UTF-8
// replaced, and characters that are invisible or reorder text removed.
func Clean(text string) string {
	text = withoutEscapes(text)
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = say.Visible(overwritten(line))
	}
	return strings.Join(lines, "\n")
}

func withoutEscapes(text string) string {
	var clean strings.Builder
	for {
		before, _, found := strings.Cut(text, string(terminal.Escape))
		clean.WriteString(before)
		if !found {
			return clean.String()
		}
		text = text[len(before):]
		text = text[terminal.EscapeLen(text):]
	}
}

func overwritten(line string) string {
	line = strings.TrimRight(line, "\r")
	return line[strings.LastIndexByte(line, '\r')+1:]
}
