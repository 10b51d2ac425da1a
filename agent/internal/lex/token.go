package lex

import (
	"strings"

	"github.com/trex-ml/trex/agent/internal/word"
)

// Kind is the kind of a token.
type Kind uint8

const (
	Word   Kind = iota // letters, digits and the characters that join them: "batch-size", "fp16"
	Num                // a number in any notation
	Mark               // one punctuation mark, or ".." for any ellipsis
	Break              // the end of a line, or the bullet at the start of one
	ID                 // r12, e4, p7
	Flag               // the name of a --flag, without its dashes
	Quoted             // one word between quotes or backticks
)

// Token is one piece of a message.
type Token struct {
	Kind  Kind
	Text  string // lower case, without apostrophes
	Raw   string // as typed
	Space bool   // white space comes before it
	Start int    // offsets into the message, in bytes
	End   int
	Num   Number // of Num and ID
}

// Number is a number with the details of its notation.
type Number struct {
	Value    float64
	Percent  bool // "20%": Value is 20
	Times    bool // "2x", "×10": a factor
	Ordinal  bool // "2nd"
	Spelled  bool // "ten"
	Fraction bool // "1/10", "½", "a tenth", "half"
	// List holds the second reading of "0,1" (0 and 1), "1,200" (1 and 200) and
	// "1/10" (1 and 10). It is nil when there is none.
	List []float64
}

// Is reports whether the token is one of these words or marks.
func (t Token) Is(texts ...string) bool {
	if t.Kind == Num || t.Kind == ID {
		return false
	}
	for _, text := range texts {
		if t.Text == text {
			return true
		}
	}
	return false
}

// means is Is for words of concepts.
func (t Token) means(concepts ...word.Concept) bool {
	return t.Kind != Num && t.Kind != ID && word.Numbers.Is(t.Text, concepts...)
}

// Quote returns the part of a text that tokens stand for. Tokens of another language
// may stand in another order than in the text; then their words are joined.
func Quote(text string, tokens []Token) string {
	if len(tokens) == 0 {
		return ""
	}
	inOrder := true
	var words []string
	for i, t := range tokens {
		if i > 0 && t.Start == tokens[i-1].Start && t.End == tokens[i-1].End { // of the same words
			continue
		}
		inOrder = inOrder && t.Start <= t.End && (i == 0 || t.Start >= tokens[i-1].End)
		words = append(words, t.Raw)
	}
	if inOrder {
		return text[tokens[0].Start:tokens[len(tokens)-1].End]
	}
	return strings.Join(words, " ")
}
