package say

import (
	"strings"
	"unicode"

	"github.com/trex-ml/trex"
)

// List writes "a, b and c", with at most most items.
func List(items []string, most int) string {
	if len(items) > most {
		rest := len(items) - most
		return strings.Join(items[:most], ", ") + " and " + Group(int64(rest)) + " more"
	}
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + " and " + items[last]
}

// Runs writes the ids of at most most runs: "r1, r2 and r3".
func Runs(runs []trex.Run, most int) string {
	ids := make([]string, len(runs))
	for i := range runs {
		ids[i] = string(runs[i].ID)
	}
	return List(ids, most)
}

// Clip cuts text to at most n characters, with an ellipsis for the rest.
func Clip(text string, n int) string {
	if r := []rune(text); len(r) > n {
		return strings.TrimRight(string(r[:n-1]), " ") + "…"
	}
	return text
}

// Line writes text from outside in one line of at most n characters.
func Line(text string, n int) string { return Clip(strings.Join(strings.Fields(text), " "), n) }

// Visible removes invisible characters from text from outside: control
// characters except line breaks and tabs, marks that change the direction of
// writing, and characters that could hide words from a reader. It keeps the
// joiners that emoji and Persian need.
func Visible(text string) string {
	return strings.Map(func(r rune) rune {
		if Shows(r) {
			return r
		}
		return -1
	}, strings.ToValidUTF8(text, "\ufffd"))
}

// Shows reports whether Visible keeps a character.
func Shows(r rune) bool {
	const nonJoiner, joiner = '\u200c', '\u200d'
	switch {
	case r == '\n', r == '\t', r == nonJoiner, r == joiner, unicode.Is(unicode.Prepended_Concatenation_Mark, r):
		return true
	case r == '\u2028', r == '\u2029', unicode.Is(unicode.Cc, r), unicode.Is(unicode.Cf, r):
		return false
	}
	return true
}
