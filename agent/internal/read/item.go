package read

import (
	"slices"
	"strings"

	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/vocab"
	"github.com/trex-ml/trex/agent/internal/word"
)

// item is one or several tokens with one meaning.
type item struct {
	lex.Token
	meaning vocab.Meaning // of a name
	known   bool          // a word of the closed set of English words
}

func (it item) isNumber() bool { return it.Kind == lex.Num }
func (it item) isParam() bool  { return it.meaning.Param != "" }
func (it item) isChoice() bool { return len(it.meaning.Choices) > 0 }
func (it item) isBreak() bool  { return it.Kind == lex.Break }

// is reports whether the item is a word of one of the concepts, or that mark.
func (it item) is(concepts ...word.Concept) bool {
	return it.Kind != lex.Num && it.Kind != lex.ID && word.Values.Is(it.Text, concepts...)
}

// unknown reports whether the item is an unknown word.
func (it item) unknown() bool {
	return (it.Kind == lex.Word || it.Kind == lex.Flag) && it.meaning.IsZero() && !it.known && !structural[it.Text]
}

// items joins the tokens of each name and looks up every word.
func items(tokens []lex.Token, voc *vocab.Vocab) []item {
	tokens = splitGlued(tokens, voc)
	list := make([]item, 0, len(tokens))
	c := corrector{voc, mostFixes}
	for i := 0; i < len(tokens); {
		if i > 0 && word.Values.Is(tokens[i].Text, word.Epochs) && tokens[i-1].Kind == lex.Num && isWhole(tokens[i-1].Num) { // "20 eps"
			tokens[i].Text = word.Values.Forms(word.Epochs)[0]
		}
		if tokens[i].Kind == lex.Word && i+1 < len(tokens) && tokens[i+1].Is("(") && !tokens[i+1].Space {
			tokens[i].Text = tokens[i].Text[strings.LastIndexByte(tokens[i].Text, '.')+1:] // "torch.optim.SGD(lr=0.1)"
		}
		it, n := nameAt(tokens[i:], voc)
		if term, long := termAt(tokens[i:]); long > n {
			it, n = term, long
		}
		if n > 0 && n < len(tokens)-i && c.left > 0 {
			it, n = c.longer(tokens[i:], n, it)
		}
		if n == 0 {
			it, n = shared(list, tokens[i], voc)
		}
		if n == 0 {
			it, n = c.misspelt(tokens[i:])
		}
		if n == 0 {
			it, n = item{Token: tokens[i], known: vocab.Known(tokens[i].Text) || tokens[i].Text == voc.Project.Objective.Metric}, 1
		}
		list = append(list, it)
		i += n
	}
	return list
}

// shared gives a noun the adjective of the name before it: "rewards" in
// "normalized observations and rewards".
func shared(before []item, noun lex.Token, voc *vocab.Vocab) (item, int) {
	n := len(before)
	if n < 2 || noun.Kind != lex.Word || !before[n-1].is(word.And, ",") || !before[n-2].isParam() {
		return item{}, 0
	}
	adjective, _, several := strings.Cut(before[n-2].Text, " ")
	m, ok := voc.Find(adjective + " " + noun.Text)
	if !several || !ok || m.Param == "" || m.Param == before[n-2].meaning.Param {
		return item{}, 0
	}
	return item{Token: noun, meaning: m}, 1
}

// mostFixes is how many unknown words of one message are compared with all
// names.
const mostFixes = 200

// nameAt returns the longest name that begins here.
func nameAt(tokens []lex.Token, voc *vocab.Vocab) (item, int) {
	for n := min(voc.Longest()+1, span(tokens)); n > 0; n-- {
		text := joined(tokens[:n])
		if m, ok := voc.Find(text); ok && (!strings.Contains(text, "/") || spelledWithSlash(m)) {
			return item{Token: whole(tokens[:n]), meaning: m}, n
		}
	}
	return item{}, 0
}

// termAt returns the term of the field that begins here, which the project does
// not have.
func termAt(tokens []lex.Token) (item, int) {
	for n := min(3, span(tokens)); n > 1; n-- {
		if vocab.Term(joined(tokens[:n])) {
			return item{Token: whole(tokens[:n])}, n
		}
	}
	return item{}, 0
}

// spelledWithSlash distinguishes "meta-llama/Llama-3" from the list "adam/sgd".
func spelledWithSlash(m vocab.Meaning) bool {
	return slices.ContainsFunc(m.Choices, func(c vocab.Choice) bool { return strings.Contains(c.Value.String(), "/") })
}

// span counts the tokens at the start that can form one name: words, and numbers
// and dashes between them.
func span(tokens []lex.Token) int {
	if tokens[0].Kind != lex.Word && tokens[0].Kind != lex.Flag && !(tokens[0].Kind == lex.Num && tokens[0].Num.Spelled) {
		return 0
	}
	n := 1
	for n < len(tokens) && n < 8 {
		t := tokens[n]
		inside := t.Kind == lex.Word || t.Kind == lex.ID ||
			t.Kind == lex.Num && (plainDigits(t.Text) || word.Values.Is(t.Text, word.One)) ||
			t.Kind == lex.Mark && (t.Text == "-" || t.Text == "/" || t.Text == "+") && !t.Space
		if !inside {
			break
		}
		n++
	}
	for n > 1 && tokens[n-1].Kind == lex.Mark {
		n--
	}
	return n
}

func joined(tokens []lex.Token) string {
	var b strings.Builder
	for i, t := range tokens {
		if i > 0 && t.Space {
			b.WriteByte(' ')
		}
		b.WriteString(t.Text)
	}
	return b.String()
}

func whole(tokens []lex.Token) lex.Token {
	t := tokens[0]
	last := tokens[len(tokens)-1]
	raws := make([]string, 0, len(tokens))
	for i, part := range tokens {
		if i > 0 && part.Space {
			raws = append(raws, " ")
		}
		raws = append(raws, part.Raw)
	}
	t.Text, t.Raw, t.End = joined(tokens), strings.Join(raws, ""), last.End
	if t.Kind == lex.ID || t.Kind == lex.Num {
		t.Kind = lex.Word
	}
	return t
}

// corrector finds names with small spelling errors.
type corrector struct {
	voc  *vocab.Vocab
	left int // how many more words may be compared with all names
}

// misspelt accepts a small error in one word, or in two words that belong
// together.
func (c *corrector) misspelt(tokens []lex.Token) (item, int) {
	if tokens[0].Kind != lex.Word && tokens[0].Kind != lex.Flag || c.left == 0 || structural[tokens[0].Text] {
		return item{}, 0
	}
	first := vocab.Known(tokens[0].Text)
	if len(tokens) > 1 && tokens[1].Kind == lex.Word && !structural[tokens[1].Text] {
		_, isName := c.voc.Find(tokens[1].Text)
		second := vocab.Known(tokens[1].Text)
		if !(first && second) && !(isName && first) {
			c.left--
			if m, ok := c.voc.Correct(joined(tokens[:2])); ok && m.Param != "" && (!first && !vocab.OfTheField(tokens[0].Text) || !containsName(c.voc, tokens[:2], m)) {
				return item{Token: whole(tokens[:2]), meaning: m}, 2
			}
		}
	}
	if first {
		return item{}, 0
	}
	c.left--
	if m, ok := c.voc.Correct(tokens[0].Text); ok {
		return item{Token: tokens[0], meaning: m}, 1
	}
	if len(tokens) > 1 && (tokens[1].Kind == lex.Num || tokens[1].Is("=", ":")) {
		if m, ok := c.voc.Abbreviated(tokens[0].Text); ok {
			return item{Token: tokens[0], meaning: m}, 1
		}
	}
	return item{}, 0
}

// longer joins a misspelt word with the name that it ends: "batch siez".
func (c *corrector) longer(tokens []lex.Token, n int, it item) (item, int) {
	next := tokens[n]
	if next.Kind != lex.Word || it.meaning.Param == "" || structural[next.Text] || vocab.Known(next.Text) || vocab.OfTheField(next.Text) {
		return it, n
	}
	if _, isName := c.voc.Find(next.Text); isName {
		return it, n
	}
	c.left--
	if m, ok := c.voc.Correct(joined(tokens[:n+1])); ok && m.Param == it.meaning.Param {
		return item{Token: whole(tokens[:n+1]), meaning: m}, n + 1
	}
	return it, n
}

// containsName reports whether one of the words is the name by itself. The other
// word then must not be absorbed by it.
func containsName(voc *vocab.Vocab, tokens []lex.Token, m vocab.Meaning) bool {
	return slices.ContainsFunc(tokens, func(t lex.Token) bool {
		found, ok := voc.Find(t.Text)
		return ok && found.Param == m.Param
	})
}

// splitGlued cuts "bs64", "lr1e-3" and "dropout0.2" into name and number.
func splitGlued(tokens []lex.Token, voc *vocab.Vocab) []lex.Token {
	out := make([]lex.Token, 0, len(tokens))
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		name, digits := cutDigits(t)
		_, itself := voc.Find(t.Text)
		if m, ok := voc.Find(name); digits == "" || itself || !ok || m.Param == "" {
			out = append(out, t)
			continue
		}
		end := t.End
		if i+1 < len(tokens) && tokens[i+1].Kind == lex.Num && !tokens[i+1].Space && strings.HasPrefix(tokens[i+1].Text, ".") {
			digits, end = digits+tokens[i+1].Text, tokens[i+1].End
			i++
		}
		scanned := lex.Scan(digits)
		if len(scanned) != 1 || scanned[0].Kind != lex.Num {
			out = append(out, t)
			continue
		}
		head, number := t, scanned[0]
		head.Text, head.Raw, head.Kind = name, name, lex.Word
		number.Start, number.End, number.Space = t.Start, end, false
		out = append(out, head, number)
	}
	return out
}

func cutDigits(t lex.Token) (name, digits string) {
	if t.Kind != lex.Word && t.Kind != lex.Flag && t.Kind != lex.ID {
		return t.Text, ""
	}
	i := strings.IndexAny(t.Text, "0123456789")
	if i < 2 {
		return t.Text, ""
	}
	return strings.TrimRight(t.Text[:i], "-_"), t.Text[i:]
}

// plainDigits reports whether a number can be part of a name: "llama 3 8b".
func plainDigits(text string) bool {
	return strings.Trim(text, "0123456789.") == ""
}
