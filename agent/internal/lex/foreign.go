package lex

import (
	"strings"

	"github.com/trex-ml/trex/agent/internal/word"
)

// foreign maps small words of other languages to English ones.
var foreign = foreignWords()

func foreignWords() map[string][]string {
	words := make(map[string][]string)
	for _, english := range word.Foreign.Concepts {
		for _, form := range word.Foreign.Forms(english) {
			words[strings.ReplaceAll(form, "'", "")] = strings.Fields(string(english))
		}
	}
	return words
}

// translate replaces foreign words with English ones. Raw keeps the typed word.
func translate(tokens []Token) []Token {
	out := tokens[:0:0]
	for i, t := range tokens {
		english, ok := foreign[t.Text]
		if !ok || t.Kind != Word {
			if before, ok := foreign["_"+t.Text]; ok && i+1 < len(tokens) && tokens[i+1].Kind == Num { // "0.1 y 0.01"
				t.Text = before[0]
			}
			out = append(out, t)
			continue
		}
		for _, text := range english {
			t.Text = text
			out = append(out, t)
		}
	}
	return out
}
