package read

import (
	"github.com/trex-ml/trex/agent/internal/lex"
)

// limited reads "keep it under 5 minutes" and "only run 2 at a time". A plan
// cannot hold to them.
func (p *parser) limited(i int) int {
	j := i
	for j < len(p.items) && j-i < mostSkipped && limitLeads[p.items[j].Text] && p.items[j].Kind == lex.Word && !p.isName(j) {
		j++
	}
	if _, ok := p.numberAt(j); !ok && (!p.is(j, "a", "an") || j == i) {
		return i
	}
	end := p.unitEnd(j + 1)
	if end == j+1 || p.singly(j) > j && !p.is(j-1, "run") {
		return i
	}
	end = p.skip(end, "max", "maximum", "tops", "only", "total", "please")
	p.s.Limits = append(p.s.Limits, p.text(i, end))
	p.s.Weak = p.s.Weak || p.is(i, "use", "using", "run", "keep", "stop", "limit", "only")
	return end
}

func (p *parser) unitEnd(i int) int {
	at := p.skip(i, "runs", "run", "jobs", "job", "experiment", "of", "them")
	for _, words := range limitPairs {
		if p.spells(at, words) {
			return at + len(words)
		}
	}
	if i < len(p.items) && limitUnits[p.items[i].Text] && !p.items[i].isParam() && !p.items[i].isChoice() {
		return i + 1
	}
	return i
}

// capped reads "at most 8 runs", "a budget of 12 runs" and "10 runs max".
func (p *parser) capped(i int) int {
	for _, words := range capLeads {
		if !p.spells(i, words) {
			continue
		}
		j := p.skip(i+len(words), "of", "is", ":", "=", "a", "total")
		num, ok := p.numberAt(j)
		noun := p.skip(j+1, "random", "different", "total")
		if ok && isWhole(num) && num.Value >= 1 && p.is(noun, runNouns...) {
			p.s.Cap = int(num.Value)
			return p.skip(noun+1, "in", "total")
		}
	}
	num, ok := p.numberAt(i)
	if ok && isWhole(num) && num.Value >= 1 && p.is(i+1, runNouns...) && (p.is(i+2, capEnds...) || p.is(i+2, "at") && p.is(i+3, "most")) {
		p.s.Cap = int(num.Value)
		return p.skip(i+2, "max", "maximum", "tops", "limit", "budget", "at", "most")
	}
	return i
}
