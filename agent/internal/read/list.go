package read

import (
	"slices"

	"github.com/trex-ml/trex/agent/internal/vocab"
	"github.com/trex-ml/trex/agent/internal/word"
)

// listOrSpread reads a list of values or a range.
func (p *parser) listOrSpread(i int) int {
	if end := p.function(i); end > i {
		return end
	}
	if a, end := p.arrows(i); end > i {
		return p.add(a)
	}
	if a, end := p.spreadAt(i); end > i {
		return p.add(a)
	}
	if end := p.spreadAroundName(i); end > i {
		return end
	}
	if p.is(i, word.Open) {
		return p.bracketed(i)
	}
	a, end := p.list(i)
	if end > i {
		return p.add(a)
	}
	return i
}

// arrows reads "0.1 -> 0.01 -> 0.001" as a list. A single arrow is a range.
func (p *parser) arrows(i int) (atom, int) {
	a := atom{kind: aValues, at: i}
	for next := i; ; {
		v, end := p.valueAt(next)
		if end == next || v.kind != vNumber {
			return atom{}, i
		}
		a.values, a.joins, a.end = append(a.values, v), append(a.joins, sepComma), end
		next = p.skip(end, "-", ">", "→")
		if next == end || next == end+1 && !p.is(end, "→") {
			break
		}
	}
	if len(a.values) < 3 {
		return atom{}, i
	}
	return a, a.end
}

// spreadAroundName reads "between lr 1e-4 and 1e-1".
func (p *parser) spreadAroundName(i int) int {
	param, ok := p.paramAt(i + 1)
	if !ok || !p.is(i, word.Between, word.From) {
		return i
	}
	from, end := p.endpoint(p.skip(i+2, word.Link))
	next := p.toward(end, p.is(i, word.Between))
	to, after := p.endpoint(next)
	if from.end == 0 || next == end || after == next {
		return i
	}
	p.add(atom{kind: aParam, at: i + 1, end: i + 2, param: param.Name})
	return p.add(atom{kind: aSpread, at: i + 2, end: after, spread: spread{from: from, to: to, between: true}})
}

// bracketed reads "[16, 32, 64]".
func (p *parser) bracketed(i int) int {
	a, end := p.spreadAt(i + 1)
	if end == i+1 {
		a, end = p.list(i + 1)
	}
	if end == i+1 || p.countEnd(i+1) > i+1 {
		return i
	}
	closing := map[string]word.Concept{"(": ")", "[": "]", "{": "}"}[p.items[i].Text]
	a.at, a.bracket = i, p.items[i].Text
	if p.is(end, closing) {
		end++
	} else {
		a.bracket = ""
	}
	a.end = end
	return p.add(a)
}

// list reads values while they are of one kind.
func (p *parser) list(i int) (atom, int) {
	if a, end := p.computed(i); end > i {
		return a, end
	}
	v, end := p.valueAt(i)
	if end == i {
		return atom{}, i
	}
	a := atom{kind: aValues, at: i, values: []value{v}, joins: []seps{0}}
	for {
		join, next := p.joiner(end)
		if v.op != nil {
			next = p.skip(next, word.By, word.Times)
		}
		v, after := p.valueAt(next)
		v = v.alikeOf(a.values[0])
		if after == next || a.values[0].kind == vNumber && p.repeated(next) || p.startsSomethingElse(next) && !(join == 0 && v.kind == vNumber && p.isName(after) && !p.isSeed(after)) || !alike(a.values[0], v) {
			break
		}
		if join == 0 && v.kind == vChoice {
			break
		}
		a.values, a.joins = append(a.values, v), append(a.joins, join)
		end = after
	}
	a.end = end
	if s, end := p.progression(a); end > a.end {
		return s, end
	}
	return a.shareBase().sharePercent(), end
}

// sharePercent makes all numbers in "10, 20 and 30 percent" percents.
func (a atom) sharePercent() atom {
	if last := len(a.values) - 1; !a.values[last].num.Percent || a.joins[last]&sepAnd == 0 {
		return a
	}
	for i := range a.values {
		if v := &a.values[i]; v.kind == vNumber && v.num.Value >= 1 {
			v.num.Percent = true
		}
	}
	return a
}

// shareBase makes both parts of "half and double the default" relative to the
// default.
func (a atom) shareBase() atom {
	last := a.values[len(a.values)-1]
	if last.kind != vFactor {
		return a
	}
	for i := range a.values {
		v := &a.values[i]
		if v.kind == vNumber && (v.num.Fraction || v.num.Percent) {
			v.kind, v.factor = vFactor, v.num.Value
			if v.num.Percent {
				v.factor /= 100
			}
		}
		v.ofDefault = v.ofDefault || last.ofDefault
	}
	return a
}

// joiner reads the separator between two values of a list.
func (p *parser) joiner(i int) (seps, int) {
	join, start := seps(0), i
	for i < len(p.items) && i < start+5 {
		switch {
		case p.items[i].isBreak():
			join |= sepComma | sepBreak
		case p.is(i, ",", ";", "|"):
			join |= sepComma
		case p.is(i, "?") && p.is(i+1, word.Or): // "0.1? or 0.2?"
		case p.is(i, word.And, word.Or, word.Plus, word.Then):
			join |= sepAnd
		case p.is(i, word.N) && p.items[i-1].isNumber() && i+1 < len(p.items) && p.items[i+1].isNumber():
			join |= sepAnd
		case p.is(i, "/", word.Versus):
			join |= sepStop
		case p.is(i, word.Also, word.Maybe, word.To, word.Than, word.Compare) && join != 0 && !p.is(i, word.To, word.Than, word.Compare):
		case p.is(i, word.As) && p.is(i+1, word.Well) && p.is(i+2, word.As):
			join |= sepAnd
			i += 2
		case p.is(i, word.Compare) && p.is(i+1, word.To, word.With):
			join |= sepStop
			i++
		case p.comparedWith(i) > i:
			join |= sepStop
			i = p.comparedWith(i) - 1
		case p.is(i, "(", "[") && p.aside(i) > i:
			i = p.aside(i) - 1
		case p.is(i, ".") && p.is(i-1, word.Versus):
		default:
			return join, i
		}
		i++
	}
	return join, i
}

// comparedWith reads "work better than" between two values.
func (p *parser) comparedWith(i int) int {
	end := p.skip(i, word.Works, word.Than, word.Beats)
	if end > i && !p.s.Has(word.Rather) && p.is(end-1, word.Than, word.Beats) {
		return end
	}
	return i
}

// startsSomethingElse reports whether the number at i counts runs or seeds, or
// begins a range or its spacing.
func (p *parser) startsSomethingElse(i int) bool {
	if p.countEnd(i) > i {
		return true
	}
	if num, ok := p.numberAt(i); ok && num.Times && p.isSeed(i+1) {
		return true
	}
	a, end := p.spreadAt(i)
	return end > i && !p.dotted(a)
}

// dotted reports whether separate dots make the range. In "0.1, 0.2 … 0.5" they
// continue the list before them.
func (p *parser) dotted(a atom) bool {
	for i := a.at; i < a.end; i++ {
		if p.is(i, "..") && (p.items[i].Raw != ".." || p.items[i].Space) {
			return true
		}
	}
	return false
}

// alike reports whether two values can stand in one list.
func alike(a, b value) bool {
	switch {
	case a.kind == vChoice && b.kind == vChoice:
		return slices.ContainsFunc(a.choices, func(c1 vocab.Choice) bool {
			return slices.ContainsFunc(b.choices, func(c2 vocab.Choice) bool { return c1.Param == c2.Param })
		})
	case a.kind == vChoice || b.kind == vChoice:
		return a.kind == vDefault || b.kind == vDefault
	case a.kind == vOn || a.kind == vOff || b.kind == vOn || b.kind == vOff:
		return a.kind == vOn || a.kind == vOff || a.kind == vNumber
	}
	return true
}
