package runlog

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/trex-ml/trex/runner/terminal"
)

// Clean returns text as a terminal would leave it: escape sequences gone,
// lines overwritten with carriage returns as they were last, invalid UTF-8
// replaced, and characters that are invisible or reorder text removed.
func Clean(text string) string {
	text = withoutEscapes(text)
	text = strings.ToValidUTF8(text, string(utf8.RuneError))
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.Map(visible, overwritten(line))
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

func visible(r rune) rune {
	switch {
	case r == '\t':
		return r
	case unicode.Is(unicode.Cc, r), unicode.Is(unicode.Cf, r), r == '\u2028', r == '\u2029':
		return -1
	}
	return r
}
