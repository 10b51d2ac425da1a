package read

import (
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/vocab"
	"github.com/trex-ml/trex/agent/internal/word"
	"slices"
)

// parser cuts items into atoms.
type parser struct {
	items    []item
	voc      *vocab.Vocab
	project  *trex.Project
	s        *Sentence
	atoms    []atom
	pos      int
	dir      int                        // 1 after "increase", -1 after "decrease", until the clause ends
	scales   func(a, b float64) float64 // after "divide" and "multiply", until the clause ends
	changing bool                       // after "change": "from a to b" replaces a by b
	vague    [][2]int                   // indices of items with words like "higher" and "a few"
}

// Parse reads a message against the vocabulary of one project.
func Parse(text string, voc *vocab.Vocab) *Sentence {
	return ParseTokens(text, lex.Scan(text), voc)
}

// ParseTokens is Parse for a message that is already scanned.
func ParseTokens(text string, tokens []lex.Token, voc *vocab.Vocab) *Sentence {
	p := &parser{items: items(tokens, voc), voc: voc, project: voc.Project, s: &Sentence{Text: text}}
	for _, it := range p.items {
		if it.Kind == lex.ID {
			p.s.IDs = append(p.s.IDs, it.Token)
		}
		p.s.Words = append(p.s.Words, it.Text)
	}
	p.joinMomentum()
	p.joinAnother()
	for p.pos < len(p.items) {
		p.next()
	}
	for _, a := range p.places() {
		p.s.Shown = p.s.Shown || a.place.shown
		p.s.Places = append(p.s.Places, a.place.ordinals...)
	}
	p.baseline()
	p.tuples()
	p.bindModifiers()
	p.assign(p.apart(p.attach()))
	p.keepVague()
	p.prose()
	p.s.clauses()
	p.s.askLinked()
	return p.s
}

// next reads one atom, or skips an item without a meaning.
func (p *parser) next() {
	i := p.pos
	for _, read := range []func(int) int{
		p.capped, p.limited, p.single, p.addition, p.bound, p.aside, p.ranked, p.selected, p.placed, p.ordinals, p.aroundDefault, p.remarked, p.dismissed, p.counted, p.modifierAt, p.linked, p.listOrSpread, p.named, p.strayOrdinal, p.marked, p.punctuation,
	} {
		if end := read(i); end > i {
			p.pos = end
			return
		}
	}
	it := p.items[i]
	if it.unknown() || p.tellsApart(i) || it.isNumber() && !p.anyOf(i, word.One) && !p.isPronoun(i) || word.Values.Is(it.Text, word.Heavy) {
		p.pos = p.unknown(i)
		return
	}
	p.pos++
}

// bound asks about "lr < 0.1" and "0.1 ± 0.05", which give no value.
func (p *parser) bound(i int) int {
	if _, ok := p.numberAt(i + 1); ok && p.is(i, word.After) && !p.lastIs(aSpread) && !p.is(i+2, word.From, word.Between) {
		p.s.Unknown = append(p.s.Unknown, Unknown{Text: p.text(i, min(i+3, len(p.items)))})
		return min(i+3, len(p.items))
	}
	if _, ok := p.numberAt(i + 2); ok && p.is(i, word.At) && p.is(i+1, word.Most, word.Least) {
		if param, ok := p.paramAt(i - 1); ok {
			p.s.ask("“" + p.text(i-1, i+3) + "” is a bound. Which values of " + param.Name + " should I try?")
			return i + 3
		}
	}
	than := p.is(i, word.Lesser, word.Morer) && p.is(i+1, word.Than)
	if !than && !p.is(i, "<", ">", "≤", "≥", "≠", "±", word.Bound) {
		return i
	}
	from := i
	if _, ok := p.paramAt(i - 1); ok || i > 0 && p.items[i-1].isNumber() {
		from--
	}
	next := p.skip(i+1, "=", "-", word.Than)
	if _, ok := p.numberAt(next); !ok || p.is(i, ">") && p.is(i-1, "-") {
		return i
	}
	p.s.ask("“" + p.text(from, next+1) + "” is a bound. Which values should I try?")
	return next + 1
}

func (p *parser) add(a atom) int {
	p.atoms = append(p.atoms, a)
	return a.end
}

// is reports whether item i is one of these words or marks.
func (p *parser) is(i int, concepts ...word.Concept) bool {
	return i >= 0 && i < len(p.items) && p.items[i].is(concepts...)
}

// finds reports whether a word of one of the concepts is in items i to end.
func (p *parser) finds(i, end int, concepts ...word.Concept) bool {
	for ; i < end; i++ {
		if p.anyOf(i, concepts...) {
			return true
		}
	}
	return false
}

func (p *parser) numberAt(i int) (lex.Number, bool) {
	if i < 0 || i >= len(p.items) || !p.items[i].isNumber() {
		return lex.Number{}, false
	}
	return p.items[i].Num, true
}

func (p *parser) isName(i int) bool {
	_, ok := p.paramAt(i)
	return ok
}

func (p *parser) paramAt(i int) (trex.Param, bool) {
	if i < 0 || i >= len(p.items) || !p.items[i].isParam() {
		return trex.Param{}, false
	}
	return p.project.Param(p.items[i].meaning.Param)
}

// mostSkipped is how many small words are skipped at once. Without it, a message
// of many small words would take too long.
const mostSkipped = 10

// skip returns the index after these words at i.
func (p *parser) skip(i int, concepts ...word.Concept) int {
	for n := 0; n < mostSkipped && p.is(i, concepts...); n++ {
		i++
	}
	return i
}

// skipBack returns the index before these words at i.
func (p *parser) skipBack(i int, concepts ...word.Concept) int {
	for n := 0; n < mostSkipped && p.is(i, concepts...); n++ {
		i--
	}
	return i
}

// text returns items i to end as typed.
func (p *parser) text(i, end int) string {
	if i >= end || end > len(p.items) {
		return ""
	}
	tokens := make([]lex.Token, 0, end-i)
	for _, it := range p.items[i:end] {
		tokens = append(tokens, it.Token)
	}
	return lex.Quote(p.s.Text, tokens)
}

// named reads the name of a parameter.
func (p *parser) named(i int) int {
	it := p.items[i]
	if !it.isParam() {
		return i
	}
	if mark, n := p.markerAt(i); mark == word.MarkDrop && n > 0 && !p.isDropName(i) {
		return i
	}
	if list := it.meaning.ListOf; list != "" && len(p.atoms) > 0 && p.atoms[len(p.atoms)-1].mark == word.MarkAll {
		return p.add(atom{kind: aParam, at: i, end: i + 1, param: list, plural: true})
	}
	return p.add(atom{kind: aParam, at: i, end: i + 1, param: it.meaning.Param, plural: it.meaning.Plural})
}

// isDropName distinguishes the parameter from the verb in "drop 0.2". The verb
// comes first in its clause.
func (p *parser) isDropName(i int) bool {
	if it := p.items[i]; it.Kind == lex.Flag || p.is(i+1, "=", ":", word.Of) {
		return true
	}
	if _, ok := p.paramAt(i + 1); ok || p.is(i+1, word.The, word.It, word.To, word.By) {
		return false
	}
	if i == 0 || p.items[i-1].isBreak() || p.is(i-1, word.ClauseStart) {
		return false
	}
	return true
}

// othersOf reports whether the message names choices of the parameter outside of
// items a and b. Then these two are not what is compared.
func (p *parser) othersOf(param string, a, b int) bool {
	for i, it := range p.items {
		if i != a && i != b && len(it.meaning.Choices) == 1 && it.meaning.Choices[0].Param == param {
			return true
		}
	}
	return false
}

// joinAnother reads "one with lr 0.1 and another with 0.2" as two values.
func (p *parser) joinAnother() {
	for i := 1; i+2 < len(p.items); i++ {
		if p.is(i, word.Another) && p.is(i-1, word.And, ",") && p.is(i+1, word.With, word.At) && p.items[i+2].isNumber() {
			p.items = slices.Delete(p.items, i, i+2)
		}
	}
}

// joinMomentum reads "sgd with momentum" as the optimizer momentum when the
// project has both, unless the message compares the two.
func (p *parser) joinMomentum() {
	compared := p.s.Has(word.Compare, word.Versus, word.Than, word.Between)
	for i := 0; i+2 < len(p.items); i++ {
		sgd, momentum := p.items[i], p.items[i+2]
		if !p.is(i+1, word.With, word.Plus) || len(sgd.meaning.Choices) != 1 || len(momentum.meaning.Choices) != 1 {
			continue
		}
		a, b := sgd.meaning.Choices[0], momentum.meaning.Choices[0]
		if a.Param != b.Param || !word.Values.Is(a.Value.String(), word.Descent) || !word.Values.Is(b.Value.String(), word.Momentum) || compared && !p.othersOf(a.Param, i, i+2) {
			continue
		}
		momentum.Start, momentum.Raw, momentum.Text = sgd.Start, p.text(i, i+3), joined([]lex.Token{sgd.Token, p.items[i+1].Token, momentum.Token})
		p.items = append(append(p.items[:i:i], momentum), p.items[i+3:]...)
	}
}
