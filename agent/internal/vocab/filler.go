package vocab

import (
	"strings"

	"github.com/trex-ml/trex/agent/internal/word"
)

// Words of the field, and terms of two or three words that mean something else
// than their words. A message that has a term asks for it.
var (
	known = set(word.Names.Forms(word.Known))
	field = set(word.Names.Forms(word.Field))
	terms = set(word.Names.Forms(word.Term))
)

// set holds the words as written and squashed.
func set(forms []string) map[string]bool {
	words := make(map[string]bool)
	for _, form := range forms {
		words[strings.ReplaceAll(form, "'", "")] = true
		words[Squash(form)] = true
	}
	return words
}

// Known reports whether a word is in the closed set of English words that carry
// no value. The agent asks about any other word and never skips it.
func Known(text string) bool { return known[text] }

// OfTheField reports whether a word has a meaning in machine learning, whether
// or not a project uses it.
func OfTheField(text string) bool { return field[Squash(text)] }

// Term reports whether the words are a term of the field by themselves.
func Term(words string) bool { return terms[Squash(words)] && !known[words] }
