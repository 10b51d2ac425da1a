package read

import "slices"

// Words of "and one more run with", in their order: what adds, how many, which,
// what, and what follows.
var (
	addingWords = []string{"and", "plus", "also", "add", "adding", "additionally", "include", "then"}
	countWords  = []string{"a", "an", "another", "one"}
	moreWords   = []string{"single", "extra", "additional", "further", "more", "final", "last", "other", "separate", "second", "third", "fourth", "fifth"}
	runWords    = []string{"run", "config", "configuration", "experiment", "one", "trial"}
	withWords   = []string{"with", "at", "using", ":", "where", ","}
)

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
