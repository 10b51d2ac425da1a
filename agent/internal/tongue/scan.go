package tongue

import (
	"maps"
	"slices"
	"strings"

	"github.com/trex-ml/trex/agent/internal/lex"
)

// Scan cuts a text in any of the languages into tokens of English. Raw and the
// offsets of a token are those of the words that it stands for.
func Scan(text string) []lex.Token {
	tokens := lex.Cut(text)
	if l := spoken(tokens); l != nil {
		tokens = l.arrange(l.translate(tokens))
	}
	return lex.Spell(joined(tokens))
}

// joined reads "0.1 y 0.01": the shortest word for "and" stands between numbers in
// any language.
func joined(tokens []lex.Token) []lex.Token {
	for i := 1; i+1 < len(tokens); i++ {
		t := &tokens[i]
		if t.Kind == lex.Word && tokens[i-1].Kind == lex.Num && tokens[i+1].Kind == lex.Num && slices.Contains(ands, t.Text) {
			t.Text = "and"
		}
	}
	return tokens
}

// ands are the words for "and" before a number that no file may decide alone,
// because the rest of the message is English.
var ands = func() []string {
	var list []string
	for _, l := range languages {
		for form, p := range l.forms {
			if form, ok := strings.CutPrefix(form, beforeNum); ok && p.english == "and" {
				list = append(list, form)
			}
		}
	}
	return list
}()

// spoken returns the language that most words are of, nil for English.
func spoken(tokens []lex.Token) *language {
	if !foreign(tokens) {
		return nil
	}
	var best *language
	most, bestStrong := 0.0, 0
	for _, l := range languages {
		strong, weak := l.match(tokens)
		if score := float64(strong) + 0.3*float64(weak); strong > 0 && score > most {
			best, most, bestStrong = l, score, strong
		}
	}
	if english := countEnglish(tokens); english > bestStrong {
		return nil
	}
	return best
}

// foreign reports whether some word may be in no English text.
func foreign(tokens []lex.Token) bool {
	for _, t := range tokens {
		if t.Kind != lex.Word {
			continue
		}
		if t.Text[0] >= 0x80 || shows(key(elided(t)[0].Text)) {
			return true
		}
		if first, _, ok := strings.Cut(t.Text, "-"); ok && shows(key(first)) {
			return true
		}
	}
	return false
}

// shows reports whether a word shows some language.
func shows(bare string) bool {
	if union.forms[bare].strong || strings.IndexFunc(bare, func(r rune) bool { return r >= 0x80 }) >= 0 {
		return true
	}
	p, ok := union.inflected(bare)
	return ok && p.strong
}

// union has the first words, the beginnings and the suffixes of all languages.
var union = func() *language {
	u := &language{forms: make(map[string]phrase), stems: make(map[string]phrase)}
	for _, l := range languages {
		for form, p := range l.bare {
			if first, _, _ := strings.Cut(strings.TrimLeft(form, opening+beforeNum), " "); p.strong {
				u.forms[first] = p
			}
		}
		maps.Copy(u.stems, l.stems)
		u.suffixes = append(u.suffixes, l.suffixes...)
	}
	u.bare = u.forms
	return u
}()

// englishOnly are words that show that a text is English.
var englishOnly = strings.Fields("the is are was and with of for what how to it this that you my we which why run try please")

func countEnglish(tokens []lex.Token) int {
	n := 0
	for _, t := range tokens {
		if t.Kind == lex.Word && slices.Contains(englishOnly, t.Text) {
			n++
		}
	}
	return n
}

// match counts the words that are forms of the language.
func (l *language) match(tokens []lex.Token) (strong, weak int) {
	pieces := l.pieces(tokens)
	for i := 0; i < len(pieces); {
		p, n := l.at(pieces, i)
		switch {
		case n == 0:
			i++
			continue
		case p.strong:
			strong += n
		default:
			weak += n
		}
		i += n
	}
	return strong, weak
}

// at returns the longest form that begins at i, and of how many pieces it is.
func (l *language) at(pieces []lex.Token, i int) (found phrase, n int) {
	text, bare := "", ""
	for k := 0; k < l.longest && i+k < len(pieces) && pieces[i+k].Kind == lex.Word; k++ {
		text = strings.TrimPrefix(text+" "+pieces[i+k].Text, " ")
		bare = strings.TrimPrefix(bare+" "+key(pieces[i+k].Text), " ")
		var marks []string
		if i+k+1 < len(pieces) && pieces[i+k+1].Kind == lex.Num {
			marks = append(marks, beforeNum)
		}
		if i == 0 || ends(pieces[i-1]) {
			marks = append(marks, opening)
		}
		if p, ok := l.form(text, bare, append(marks, "")); ok {
			found, n = p, k+1
		}
	}
	return found, n
}

// form returns what a form with one of the marks means, as it is written or else
// without accents.
func (l *language) form(text, bare string, marks []string) (phrase, bool) {
	for _, mark := range marks {
		if p, ok := l.forms[mark+text]; ok {
			return p, true
		}
	}
	for _, mark := range marks {
		if p, ok := l.bare[mark+bare]; ok {
			return p, true
		}
	}
	if strings.ContainsAny(bare, " _-.0123456789") || english[bare] {
		return phrase{}, false
	}
	return l.inflected(bare)
}

// shortestStem is how many letters what is left of a word without its suffix has.
const shortestStem = 3

// inflected returns what a word means that has a suffix or a known beginning.
func (l *language) inflected(bare string) (phrase, bool) {
	for _, suffix := range l.suffixes {
		rest, ok := strings.CutSuffix(bare, suffix)
		if !ok || len(rest) < shortestStem {
			continue
		}
		if p, ok := l.bare[rest]; ok && p.strong {
			return p, true
		}
	}
	for n := len(bare); n >= shortestStem; n-- {
		if p, ok := l.stems[bare[:n]]; ok {
			return p, true
		}
	}
	return phrase{}, false
}

// translate puts the English words of each form in its place.
func (l *language) translate(tokens []lex.Token) []lex.Token {
	pieces := l.pairs(l.pieces(tokens))
	var out []lex.Token
	space := false
	for i := 0; i < len(pieces); {
		p, n := l.at(pieces, i)
		if n == 0 {
			t := pieces[i]
			t.Space = t.Space || space
			out, space = append(out, t), false
			i++
			continue
		}
		out = append(out, p.tokens(pieces[i:i+n])...)
		space = true
		i += n
	}
	return out
}

// pairs puts the English of two words that belong together in the place of the first:
// "mach r12 aus".
func (l *language) pairs(pieces []lex.Token) []lex.Token {
	for i := 0; i < len(pieces); i++ {
		for _, p := range l.split[pieces[i].Text] {
			last := i + 1
			for last < len(pieces) && !ends(pieces[last]) && pieces[last].Text != p.last {
				last++
			}
			closed := last+1 >= len(pieces) || ends(pieces[last+1]) || pieces[last+1].Is(",") || pieces[last+1].Kind == lex.Word
			if pieces[i].Kind != lex.Word || last >= len(pieces) || pieces[last].Text != p.last || !closed {
				continue
			}
			pieces = slices.Delete(pieces, last, last+1)
			pieces = slices.Replace(pieces, i, i+1, p.tokens(pieces[i:i+1])...)
			break
		}
	}
	return pieces
}

// tokens returns the English words of a phrase in the place of pieces.
func (p phrase) tokens(pieces []lex.Token) []lex.Token {
	if p.english == nothing {
		return nil
	}
	switch p.english {
	case exceptAfter:
		p.english = except
	case withoutAfter:
		p.english = without
	default:
	}
	raw := make([]string, len(pieces))
	for i, piece := range pieces {
		raw[i] = piece.Raw
	}
	tokens := lex.Cut(string(p.english))
	for i := range tokens {
		t := &tokens[i]
		t.Raw, t.Start, t.End, t.Space = strings.Join(raw, " "), pieces[0].Start, pieces[len(pieces)-1].End, true
		if p.english == except || p.english == without {
			t.Text = string(p.english)
		}
	}
	return tokens
}
