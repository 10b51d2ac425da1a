package read

import (
	"github.com/trex-ml/trex/agent/internal/word"
)

// addition reads "and one more run with": what follows is one configuration by
// itself.
func (p *parser) addition(i int) int {
	count := p.skipWords(i, word.AddLead)
	more := count
	if p.anyOf(count, word.Article) {
		more++
	}
	noun := p.skipWords(more, word.AddMore)
	with := p.skipWords(noun, word.AddNoun)
	end := p.skipWords(with, word.AddWith)
	article := more > count && p.is(count, word.A)
	if count == i || more == count || end == with && with == noun || article && with == noun {
		return i
	}
	if next := end; next >= len(p.items) || !p.items[next].isParam() && !p.items[next].isChoice() && !p.items[next].isNumber() {
		return i
	}
	p.s.OneMore = true
	return p.add(atom{kind: aMark, at: i, end: end, mark: word.MarkAdd, one: true})
}

// skipWords is skip for words of which some are spelled numbers: "one".
func (p *parser) skipWords(i int, c word.Concept) int {
	for n := 0; n < mostSkipped && p.anyOf(i, c); n++ {
		i++
	}
	return i
}

// anyOf is is, also for words that are spelled numbers: "one".
func (p *parser) anyOf(i int, concepts ...word.Concept) bool {
	return i >= 0 && i < len(p.items) && word.Values.Is(p.items[i].Text, concepts...)
}
