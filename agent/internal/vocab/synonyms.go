package vocab

import (
	"slices"

	"github.com/trex-ml/trex/agent/internal/word"
)

// Other names of parameters, of choices, and of the words in the name of a
// switch. A project's own names come first: a synonym that belongs to another
// parameter is not used.
var (
	parameters = word.Names.Groups("parameter")
	choices    = word.Names.Groups("choice")
	forms      = word.Names.Groups("form")
)

// synonyms returns the usual names of a parameter with this name.
func synonyms(param string) []string {
	own := Squash(param)
	for _, names := range parameters {
		if slices.ContainsFunc(names, func(name string) bool { return Squash(name) == own }) {
			return names
		}
	}
	return nil
}

// formsOf returns the forms in which people write a word, at least the word.
func formsOf(text string) []string {
	for _, group := range forms {
		if slices.Contains(group, text) {
			return group
		}
	}
	return []string{text}
}
