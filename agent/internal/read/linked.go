package read

import (
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/word"
)

// linked reads a value that follows another parameter: "alpha twice the rank",
// "alpha = 2 * rank", "alpha equal to the rank".
func (p *parser) linked(i int) int {
	param, ok := p.paramAt(i)
	if n := len(p.atoms); !ok || !numeric(param) || n > 0 && p.atoms[n-1].kind == aValues && p.skip(p.atoms[n-1].end, word.The, word.Own) == i { // "double the batch size halve the lr"
		return i
	}
	v, end := p.multiple(p.skip(i+1, word.Link, word.Setting, word.Always))
	base, follows := p.paramAt(end)
	if !follows || !numeric(base) || v.kind != vFactor || v.ofDefault || base.Name == param.Name || p.takesValue(end+1) {
		return i
	}
	v.of = base.Name
	v, end = p.done(v, end+1)
	p.add(atom{kind: aParam, at: i, end: i + 1, param: param.Name})
	return p.add(atom{kind: aValues, at: v.at, end: end, values: []value{v}, joins: []seps{0}})
}

// multiple reads the factor before the name of a parameter.
func (p *parser) multiple(i int) (value, int) {
	if end := p.phrase(i, word.EqualTo); end > i {
		return value{kind: vFactor, factor: 1, at: i}, p.skip(end, word.The, word.Own)
	}
	v, end := p.valueAt(i)
	if v.kind == vNumber && v.num.Value != 0 && p.is(end, "*", "×", word.X) {
		return value{kind: vFactor, factor: v.num.Value, at: i}, p.skip(end+1, word.The, word.Own)
	}
	return v, end
}

func numeric(param trex.Param) bool { return param.Type == trex.Int || param.Type == trex.Float }
