package read

import (
	"github.com/trex-ml/trex/agent/internal/word"
)

// dismissed reads "0.2 is not needed" as what is left out.
func (p *parser) dismissed(i int) int {
	v, end := p.valueAt(i)
	verb := p.skip(end, word.Is, word.Isnt, word.Seems)
	if end == i || verb == end || v.kind != vNumber && v.kind != vChoice {
		return i
	}
	if p.is(verb-1, word.Isnt) {
		verb--
	}
	if said := p.phrase(verb, word.Dismissal); said > verb {
		p.add(atom{kind: aMark, at: i, end: i, mark: word.MarkDrop})
		p.add(atom{kind: aValues, at: i, end: end, values: []value{v}, joins: []seps{0}})
		return said
	}
	return i
}

// remarked reads a remark as the value that the next one replaces: "0.1 seems
// high, go with 0.05".
func (p *parser) remarked(i int) int {
	at := i
	if p.isName(i) {
		at = p.skip(i+1, word.Of, "=")
	}
	v, end := p.valueAt(at)
	verb := p.skip(end, word.RemarkVerb)
	size := p.skip(verb, word.RemarkDegree)
	if end == at || v.kind != vNumber || verb == end || !p.is(size, word.RemarkSize) {
		return i
	}
	if size+1 >= len(p.items) {
		p.s.ask("“" + p.text(i, size+1) + "”: which value instead?")
		return size + 1
	}
	p.add(atom{kind: aMark, at: i, end: i, mark: word.MarkOld})
	if at > i {
		p.add(atom{kind: aParam, at: i, end: i + 1, param: p.items[i].meaning.Param})
	}
	p.add(atom{kind: aValues, at: at, end: end, values: []value{v}, joins: []seps{0}})
	return size + 1
}
