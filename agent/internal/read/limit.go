package read

import (
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/word"
)

// limited reads "keep it under 5 minutes" and "only run 2 at a time". A plan
// cannot hold to them.
func (p *parser) limited(i int) int {
	j := i
	for j < len(p.items) && j-i < mostSkipped && p.anyOf(j, word.LimitLead) && p.items[j].Kind == lex.Word && !p.isName(j) {
		j++
	}
	if _, ok := p.numberAt(j); !ok && (!p.is(j, word.A) || j == i) {
		return i
	}
	end := p.unitEnd(j + 1)
	if end == j+1 || p.singly(j) > j && !p.is(j-1, word.Run) {
		return i
	}
	end = p.skip(end, word.Max, word.Only, word.Total, word.Please)
	p.s.Limits = append(p.s.Limits, p.text(i, end))
	p.s.Weak = p.s.Weak || p.is(i, word.Used)
	return end
}

func (p *parser) unitEnd(i int) int {
	at := p.skip(i, word.Job, word.Of, word.It)
	if end := p.phrase(at, word.LimitPhrase); end > at {
		return end
	}
	if i < len(p.items) && p.anyOf(i, word.LimitUnit) && !p.items[i].isParam() && !p.items[i].isChoice() {
		return i + 1
	}
	return i
}

// capped reads "at most 8 runs", "a budget of 12 runs" and "10 runs max".
func (p *parser) capped(i int) int {
	if lead := p.phrase(i, word.CapLead); lead > i {
		j := p.skip(lead, word.Link, word.A, word.Total)
		num, ok := p.numberAt(j)
		noun := p.skip(j+1, word.Random, word.Various, word.Total)
		if ok && isWhole(num) && num.Value >= 1 && p.is(noun, word.RunNoun) {
			p.s.Cap = int(num.Value)
			return p.skip(noun+1, word.In, word.Total)
		}
	}
	num, ok := p.numberAt(i)
	if ok && isWhole(num) && num.Value >= 1 && p.is(i+1, word.RunNoun) && (p.is(i+2, word.Max) || p.is(i+2, word.At) && p.is(i+3, word.Most)) {
		p.s.Cap = int(num.Value)
		return p.skip(i+2, word.Max, word.At, word.Most)
	}
	return i
}
