package paste

import (
	"fmt"
	"slices"
	"strings"
)

// space is what a pasted part sets.
type space struct {
	shared []setting
	rows   [][]setting // each is a case by itself
	drawn  bool        // values are drawn at random
	draws  int         // how many configurations are drawn; 0: it does not say
	words  []string    // what the grammar has to answer: names that are no parameters
}

// setting is a name with its values, or with the range that they are drawn from.
type setting struct {
	name   string
	values []node
	low    string // of a range; "" without one
	high   string
	scale  string // how a range is drawn: "log-uniform", "uniform"; "" when the project decides
}

// String writes the words of the space.
func (s *space) String() string {
	var lines []string
	for _, row := range s.rows {
		lines = append(lines, words(row, ", "))
	}
	if line := words(s.shared, " "); line != "" && len(s.rows) > 1 {
		lines = append(lines, "all with "+line)
	} else if line != "" {
		lines = append(lines, line)
	}
	if s.draws > 0 {
		lines = append(lines, fmt.Sprintf("%d random configs", s.draws))
	} else if s.drawn {
		lines = append(lines, "randomly")
	}
	return strings.Join(append(lines, s.words...), "\n")
}

func words(settings []setting, between string) string {
	texts := make([]string, len(settings))
	for i, s := range settings {
		texts[i] = s.String()
	}
	return strings.Join(texts, between)
}

func (s setting) String() string {
	if s.low != "" {
		scale := s.scale
		if scale != "" {
			scale += " "
		}
		return s.name + " " + scale + "between " + s.low + " and " + s.high
	}
	values := make([]string, len(s.values))
	for i, v := range s.values {
		values[i] = v.word()
	}
	return s.name + "=" + strings.Join(values, ",")
}

// word writes a scalar as the grammar reads it.
func (n node) word() string {
	if _, ok := n.number(); ok || bare(n.text) {
		return n.text
	}
	return `"` + strings.Map(func(r rune) rune {
		if r == '"' || r == '\n' {
			return ' '
		}
		return r
	}, n.text) + `"`
}

// bare reports whether a text is one word, and no mark in it means anything.
func bare(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return (r < '0' || r > '9') && (r|0x20 < 'a' || r|0x20 > 'z') && !strings.ContainsRune("_-./", r)
	})
}

// add appends the settings of another space.
func (s *space) add(o space) {
	s.shared = append(s.shared, o.shared...)
	s.rows = append(s.rows, o.rows...)
	s.drawn = s.drawn || o.drawn
	s.draws = max(s.draws, o.draws)
	for _, w := range o.words {
		s.miss(w)
	}
}

// miss notes a word for the grammar to answer.
func (s *space) miss(word string) {
	if word != "" && !slices.Contains(s.words, word) {
		s.words = append(s.words, word)
	}
}

// empty reports whether nothing was set.
func (s *space) empty() bool { return len(s.shared) == 0 && len(s.rows) == 0 }
