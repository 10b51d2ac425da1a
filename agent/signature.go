package agent

import (
	"unicode"
	"unicode/utf8"

	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
)

// longestSignature is how many words of a name end a mail.
const longestSignature = 3

// cutSignature removes the end of a mail: "Cheers, Anna". A name is nothing to
// train with, and "best regards" asks for no best run.
func cutSignature(tokens []lex.Token) []lex.Token {
	name := len(tokens)
	for name > 0 && len(tokens)-name < longestSignature && capital(tokens[name-1]) {
		name--
	}
	at := name - 1
	if name == len(tokens) || at < 1 || !tokens[at].Is(",") && tokens[at].Kind != lex.Break {
		return tokens
	}
	for at > 0 && (tokens[at].Is(",") || tokens[at].Kind == lex.Break) {
		at--
	}
	text := lexicon.English.Tag(tokens)
	for i := max(1, at-longestSignature); i <= at; i++ {
		if text.At(i, lexicon.SignOff) == at+1 {
			return tokens[:i]
		}
	}
	return tokens
}

func capital(t lex.Token) bool {
	first, _ := utf8.DecodeRuneInString(t.Raw)
	return t.Kind == lex.Word && unicode.IsUpper(first)
}
