package read

import (
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/vocab"
	"github.com/trex-ml/trex/agent/internal/word"
)

// unknown reads an unknown word together with its values, so that no other
// parameter gets them.
func (p *parser) unknown(i int) int {
	if p.items[i].isNumber() {
		p.s.Unknown = append(p.s.Unknown, Unknown{Text: p.items[i].Raw})
		return i + 1
	}
	start, end := i, i+1
	if p.is(i-1, word.Smoothed) { // "label smoothing"
		start--
	}
	for end < len(p.items) && p.items[end].unknown() && !p.items[end].isBreak() {
		end++
	}
	if end == i+1 && p.constructs(i) {
		p.s.Passed = append(p.s.Passed, p.items[i].Raw)
		return end
	}
	if n := len(p.atoms); n > 0 {
		last := &p.atoms[n-1]
		numeric := last.kind == aValues && last.end == i && last.values[len(last.values)-1].kind == vNumber
		if numeric && !p.followsParam(last.at) {
			start = last.values[len(last.values)-1].at
			last.values, last.joins = last.values[:len(last.values)-1], last.joins[:len(last.joins)-1]
			if len(last.values) == 0 {
				p.atoms = p.atoms[:n-1]
			}
		}
	}
	if start <= i && p.items[start].unknown() || start == i-1 && p.is(start, word.Smoothed) {
		from := p.skip(end, word.Link, word.Over, word.In, word.From, word.Between, word.Equating)
		if from < len(p.items) && (p.countEnd(from) == from || p.is(from+1, word.Steps)) {
			if after := p.valuesEnd(from); after > from {
				end = after
			}
		}
	}
	u := Unknown{Text: p.text(start, end), Picks: p.tellsApart(i), at: start, end: end}
	if len(p.atoms) > 0 {
		u.Param = p.expects(i)
	}
	p.s.Unknown = append(p.s.Unknown, u)
	return end
}

// tellsApart reports whether the word at i picks configurations in a way that no
// rule reads: "the nice one".
func (p *parser) tellsApart(i int) bool {
	return p.items[i].Kind == lex.Word && p.is(i-1, word.The) && p.anyOf(i+1, word.One) && !p.is(i, word.AnyOne) && p.items[i].meaning.IsZero()
}

// constructs reports whether the word at i is the call around "Config(lr=0.1)".
// Such a call only wraps the request.
func (p *parser) constructs(i int) bool {
	return p.calls(i) && p.isName(i+2) && p.is(i+3, "=") && !vocab.OfTheField(p.items[i].Text)
}

// calls reports whether an opening bracket follows the word at i directly.
func (p *parser) calls(i int) bool { return p.is(i+1, "(") && !p.items[i+1].Space }

// valuesEnd returns where the plain values at i end.
func (p *parser) valuesEnd(i int) int {
	if a, end := p.spreadAt(i); end > i && a.kind == aSpread {
		return end
	}
	i = p.skip(i, word.Open)
	a, end := p.list(i)
	if a.kind == aSpread && end > i { // "1, 2, … 5"
		return end
	}
	if end == i || a.values[0].kind != vNumber && a.values[0].kind != vOn && a.values[0].kind != vOff {
		return i
	}
	if _, ok := p.paramAt(end); ok && len(a.values) > 1 { // "foo 1, 20 epochs"
		return a.values[len(a.values)-2].end
	} else if ok && !p.takesValue(end+1) {
		return i
	}
	return p.skip(end, word.Close)
}

func (p *parser) followsParam(i int) bool {
	before := p.skipBack(i-1, word.Link, word.In, word.Over, word.Open)
	_, ok := p.paramAt(before)
	return ok
}

// expects returns the parameter with choices of which the word at i should be
// one.
func (p *parser) expects(i int) string {
	last := p.atoms[len(p.atoms)-1]
	switch {
	case last.kind == aParam && p.onlyConnects(last.end, i):
		param, ok := p.project.Param(last.param)
		if _, has := p.numberAt(last.at - 1); has && len(param.Choices) == 0 {
			return ""
		}
		if ok && (len(param.Choices) > 0 || i > last.end && !p.is(i-1, word.The) || i+1 == len(p.items)) {
			return last.param
		}
	case last.kind == aValues && len(last.values) > 0 && last.values[0].kind == vChoice && p.onlyConnects(last.end, i) && i > last.end:
		return last.values[0].choices[0].Param
	}
	if param, ok := p.paramAt(i + 1); ok && len(param.Choices) > 0 {
		return param.Name
	}
	return ""
}

func (p *parser) onlyConnects(i, end int) bool {
	for ; i < end; i++ {
		if !p.is(i, word.Link, word.In, word.Over, word.The, word.And, word.Or, ",", "/", word.Versus, word.Setting, word.Open, word.Use) {
			return false
		}
	}
	return true
}
