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
			for _, piece := range elided(t) {
				out = append(out, l.hyphened(piece)...)
			}
		}
	}
	return out
}

// hyphened cuts "lance-moi" and "serait-il" when only the first part is a form.
func (l *language) hyphened(t lex.Token) []lex.Token {
	first, rest, ok := strings.Cut(t.Text, "-")
	marks := []string{""}
	if _, whole := l.form(t.Text, key(t.Text), marks); !ok || whole || len(t.Text) != len(t.Raw) {
		return []lex.Token{t}
	}
	if _, known := l.form(first, key(first), marks); !known {
		return []lex.Token{t}
	}
	a, b := t, t
	a.Text, a.Raw, a.End = first, t.Raw[:len(first)], t.Start+len(first)
	b.Text, b.Raw, b.Start, b.Space = rest, t.Raw[len(first)+1:], t.Start+len(first)+1, true
	return append([]lex.Token{a}, l.hyphened(b)...)
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

// segments cuts a word into the parts that the language has: as few parts as
// possible, with as few characters as possible that are none. Characters that are none
// stay together.
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
	var out []lex.Token
	lengths := l.cuts(runes)
	for i := 0; i < len(runes); {
		n := lengths[i]
		end := i + max(n, 1)
		for n == 0 && end < len(runes) && lengths[end] == 0 {
			end++
		}
		p := t
		p.Text, p.Raw, p.Space = string(runes[i:end]), t.Raw[offsets[i]:offsets[end]], t.Space || i > 0
		p.Start, p.End = t.Start+offsets[i], t.Start+offsets[end]
		out = append(out, p)
		i = end
	}
	return out
}

// unknownCost is how many parts a character costs that is none.
const unknownCost = 3

// cuts returns the length of the part that begins at each character, 0 for none, in
// the cheapest way to cut the text.
func (l *language) cuts(runes []rune) []int {
	cost := make([]int, len(runes)+1)
	lengths := make([]int, len(runes))
	for i := len(runes) - 1; i >= 0; i-- {
		cost[i] = cost[i+1] + unknownCost
		for n := 1; n <= min(l.longPart, len(runes)-i); n++ {
			if c := cost[i+n] + 1; c <= cost[i] && l.parts[string(runes[i:i+n])] {
				cost[i], lengths[i] = c, n
			}
		}
	}
	return lengths
}
