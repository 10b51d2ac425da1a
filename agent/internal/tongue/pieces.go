package tongue

import (
	"strings"
	"unicode/utf8"

	"github.com/trex-ml/trex/agent/internal/lex"
)

// pieces cuts words that are written together: those of scripts without blanks, and
// "l'" before another.
func (l *language) pieces(tokens []lex.Token) []lex.Token {
	var out []lex.Token
	for _, t := range tokens {
		switch {
		case t.Kind != lex.Word:
			out = append(out, t)
		case scriptOf(t.Text) != lex.Alphabet:
			out = append(out, l.segments(t)...)
		default:
			out = append(out, elided(t)...)
		}
	}
	return out
}

// mostElided is how many letters stand before the apostrophe of "qu'".
const mostElided = 5

// elided cuts "l'expérience" into "l'" and "expérience".
func elided(t lex.Token) []lex.Token {
	at := strings.IndexAny(t.Raw, "'’")
	if t.Kind != lex.Word || at <= 0 || at > mostElided {
		return []lex.Token{t}
	}
	_, size := utf8.DecodeRuneInString(t.Raw[at:])
	after := t.Raw[at+size:]
	if strings.ContainsAny(after, "'’") {
		return []lex.Token{t}
	}
	first, rest := t, t
	first.Text, first.Raw, first.End = strings.ToLower(t.Raw[:at])+"'", t.Raw[:at+size], t.Start+at+size
	rest.Text, rest.Raw, rest.Start, rest.Space = strings.ToLower(after), after, t.Start+at+size, true
	if rest.Text == "" {
		return []lex.Token{first}
	}
	return []lex.Token{first, rest}
}

// segments cuts a word into the longest parts that the language has, from the left.
// What is between them stays together.
func (l *language) segments(t lex.Token) []lex.Token {
	runes := []rune(t.Text)
	if len(runes) != utf8.RuneCountInString(t.Raw) {
		return []lex.Token{t}
	}
	offsets := make([]int, 0, len(runes)+1)
	for i := range t.Raw {
		offsets = append(offsets, i)
	}
	offsets = append(offsets, len(t.Raw))
	piece := func(from, to int) lex.Token {
		p := t
		p.Text, p.Raw, p.Space = string(runes[from:to]), t.Raw[offsets[from]:offsets[to]], t.Space || from > 0
		p.Start, p.End = t.Start+offsets[from], t.Start+offsets[to]
		return p
	}
	var out []lex.Token
	unknown := 0 // where the unknown part before i begins
	for i := 0; i < len(runes); {
		n := l.part(runes[i:])
		if n == 0 {
			i++
			continue
		}
		if unknown < i {
			out = append(out, piece(unknown, i))
		}
		out = append(out, piece(i, i+n))
		i += n
		unknown = i
	}
	if unknown < len(runes) {
		out = append(out, piece(unknown, len(runes)))
	}
	return out
}

// part returns the length of the longest part at the beginning, 0 for none.
func (l *language) part(runes []rune) int {
	for n := min(len(runes), l.longPart); n > 0; n-- {
		if l.parts[string(runes[:n])] {
			return n
		}
	}
	return 0
}
