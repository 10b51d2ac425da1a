package vocab

import (
	"strings"
	"unicode"

	"github.com/trex-ml/trex/agent/internal/lex"
)

// shortestPart is the fewest letters of a later part of a choice's name that
// stands for it: "cheetah", but not "v4".
const shortestPart = 4

// addParts lets the parts of a choice's name stand for it: "bert base" for what
// begins with it, "cheetah" for a word that means nothing else, and "the large
// one" for a word that does.
func (v *Vocab) addParts(text string, choice Choice) {
	if i := strings.LastIndexByte(text, '/'); i >= 0 {
		text = text[i+1:]
		v.addChoice(text, choice, true)
	}
	words := Words(text)
	for n := 1; n < len(words); n++ {
		if part := strings.Join(words[:n], " "); len(Squash(part)) > 2 {
			v.addChoice(part, choice, true)
		}
	}
	for _, word := range words {
		for _, part := range append(humps(word), word) {
			v.addPart(part, choice)
		}
	}
}

func (v *Vocab) addPart(part string, choice Choice) {
	key := Squash(part)
	m, taken := v.names[key]
	switch tokens := lex.Scan(part); {
	case len(key) < shortestPart || len(tokens) != 1 || tokens[0].Kind != lex.Word:
	case Known(key) || OfTheField(key):
		v.addChoice(part+" one", choice, true)
		v.addChoice(part+" version", choice, true)
	case !taken || m.Param == "" && m.Partial:
		v.addChoice(part, choice, true)
	}
}

// humps cuts "HalfCheetah" into its words.
func humps(word string) []string {
	var list []string
	start := 0
	for i, r := range word {
		if i > start && unicode.IsUpper(r) {
			list, start = append(list, word[start:i]), i
		}
	}
	return append(list, word[start:])
}
