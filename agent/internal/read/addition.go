package read

import "slices"

// addition reads "and one more run with": what follows is one configuration by
// itself.
func (p *parser) addition(i int) int {
	count := p.skipWords(i, addingWords)
	more := count
	if p.anyOf(count, countWords) {
		more++
	}
	noun := p.skipWords(more, moreWords)
	with := p.skipWords(noun, runWords)
	end := p.skipWords(with, withWords)
	article := more > count && p.is(count, "a", "an")
	if count == i || more == count || end == with && with == noun || article && with == noun {
		return i
	}
	if next := end; next >= len(p.items) || !p.items[next].isParam() && !p.items[next].isChoice() && !p.items[next].isNumber() {
		return i
	}
	p.s.OneMore = true
	return p.add(atom{kind: aMark, at: i, end: end, mark: mAdd, one: true})
}

// skipWords is skip for words of which some are spelled numbers: "one".
func (p *parser) skipWords(i int, words []string) int {
	for n := 0; n < mostSkipped && p.anyOf(i, words); n++ {
		i++
	}
	return i
}

func (p *parser) anyOf(i int, words []string) bool {
	return i < len(p.items) && slices.Contains(words, p.items[i].Text)
}
