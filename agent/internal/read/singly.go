package read

import (
	"github.com/trex-ml/trex/agent/internal/word"
)

// singly reads "one thing at a time": each value is a case by itself. It returns
// i when the words differ.
func (p *parser) singly(i int) int {
	j := p.skip(i, word.Vary, word.Only)
	if j >= len(p.items) || !p.anyOf(j, word.One, word.Single) {
		return i
	}
	j = p.skip(j+1, word.Single, word.Thing, word.Of, word.It)
	if end := p.phrase(j, word.AtATime); end > j {
		return end
	}
	return i
}

// single reads that the values are cases by themselves.
func (p *parser) single(i int) int {
	end := p.singly(i)
	p.s.Singly = p.s.Singly || end > i
	return end
}
