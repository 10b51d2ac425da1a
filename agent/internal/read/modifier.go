package read

import (
	"github.com/trex-ml/trex/agent/internal/sweep"
	"github.com/trex-ml/trex/agent/internal/word"
)

// modifierAt reads how a range is divided: "in 4 steps", "step 0.1", "powers of
// two", "log-spaced", "doubling".
func (p *parser) modifierAt(i int) int {
	for _, read := range []func(int) (modifier, int){p.inSteps, p.stepSize, p.byFactors, p.spacing} {
		if m, end := read(i); end > i {
			return p.add(atom{kind: aMod, at: i, end: end, mod: m})
		}
	}
	return i
}

func (p *parser) lastIs(kind atomKind) bool {
	for n := len(p.atoms) - 1; n >= max(0, len(p.atoms)-mostSkipped); n-- {
		if k := p.atoms[n].kind; k == aMod || k == aSep && p.atoms[n].sep == sepComma {
			continue
		}
		return p.atoms[n].kind == kind
	}
	return false
}

// lastIsPair reports whether two values in brackets come before. "3 steps" turns
// them into a range.
func (p *parser) lastIsPair() bool {
	n := len(p.atoms) - 1
	for n >= 0 && p.atoms[n].kind == aSep && p.atoms[n].sep == sepComma {
		n--
	}
	return n >= 0 && p.atoms[n].kind == aValues && p.atoms[n].bracket != "" && p.atoms[n].bracket != "{" && len(p.atoms[n].values) == 2
}

// inSteps reads "in 4 steps", "with 5 log-spaced values", "at 3 points".
func (p *parser) inSteps(i int) (modifier, int) {
	j := p.skip(i, word.In, word.With, word.At, word.Over, word.On, word.Into, word.As, "(", word.Say)
	j = p.skip(j, word.Exactly, word.Only, word.A, word.Total, word.Of)
	if j == i && !p.lastIs(aSpread) && !p.lastIsPair() {
		return modifier{}, i
	}
	num, ok := p.numberAt(j)
	if ok && !isWhole(num) && num.Value > 0 && p.is(j+1, word.Gaps) && p.lastIs(aSpread) { // "in 0.1 steps"
		v, _ := p.valueAt(j)
		return modifier{step: &v}, j + 2
	}
	if !ok || !isWhole(num) || num.Value < 1 {
		return modifier{}, i
	}
	m := modifier{count: int(num.Value)}
	k := p.adjectives(j+1, &m)
	if !p.is(k, word.ValueNoun) {
		return modifier{}, i
	}
	if p.items[k].isParam() && !p.lastIs(aSpread) || p.is(k, word.Step) && !p.lastIs(aSpread) && p.countsSteps(j, k) {
		return modifier{}, i
	}
	end := p.adjectives(k+1, &m)
	if p.is(end, ")") && p.is(j-1, "(") {
		end++
	}
	return m, end
}

// adjectives skips words between a number and its noun, and keeps what they say
// about the spacing.
func (p *parser) adjectives(i int, m *modifier) int {
	for i < len(p.items) {
		if s, end := p.spacing(i); end > i {
			m.spacing = s.spacing
			i = end
			continue
		}
		if !p.is(i, word.Adjective) {
			return i
		}
		i++
	}
	return i
}

// divided reports whether the last range already has a spacing.
func (p *parser) divided() bool {
	for n := len(p.atoms) - 1; n >= max(0, len(p.atoms)-mostSkipped); n-- {
		switch a := p.atoms[n]; a.kind {
		case aMod:
			if a.mod.divides() {
				return true
			}
		case aSpread:
			return a.spread.mod.divides() || n > 0 && p.atoms[n-1].kind == aMod && p.atoms[n-1].mod.divides()
		}
	}
	return false
}

// stepSize reads "step 0.1", "in steps of 0.1", "with a step of 16", "every 10",
// "by 0.1".
func (p *parser) stepSize(i int) (modifier, int) {
	j := p.skip(i, word.In, word.With, word.At, word.A, word.By, word.And, word.The, "(")
	switch {
	case p.is(j, word.Stride):
		j = p.skip(j+1, word.Of, word.By, "=", ":", word.In, word.Width)
	case p.is(j, word.StepSize) && p.lastIs(aSpread) && !p.divided():
		j = p.skip(j+1, word.Of, "=", ":")
	case p.is(i, word.Every) && p.is(i+2, word.From, word.Between): // "every 20 from 20 to 100"
		j = i + 1
	case p.lastIs(aSpread) && (p.is(i, word.By, word.Every) || p.is(i, word.At) && p.is(i+1, word.Every)):
		j = p.skip(i+1, word.Every)
	default:
		return modifier{}, i
	}
	v, end := p.valueAt(j)
	if end == j || v.kind != vNumber || v.num.Value == 0 {
		return modifier{}, i
	}
	if p.is(end, word.Points) && isWhole(v.num) {
		return modifier{}, i
	}
	if _, isParam := p.paramAt(end); isParam && !p.lastIs(aSpread) {
		return modifier{}, i
	}
	return modifier{step: &v}, p.skip(end, ")")
}

// byFactors reads "powers of two", "doubling", "by factors of 10", "per decade".
func (p *parser) byFactors(i int) (modifier, int) {
	j := p.skip(i, word.In, word.By, word.With, word.As, word.All, word.The, word.At, word.On, word.Only, word.Each, "(", word.Going, word.Every, word.A)
	switch {
	case p.is(j, word.Power) && p.is(j+1, word.Of):
		if num, ok := p.numberAt(j + 2); ok && (num.Value == 2 || num.Value == 10) {
			return modifier{factor: num.Value}, p.closing(j+3, i)
		}
		if p.is(j+2, word.Twos, word.Tens) {
			return modifier{factor: float64(2 + 8*btoi(p.is(j+2, word.Tens)))}, p.closing(j+3, i)
		}
	case p.is(j, word.Factor) && (p.is(j+1, word.Of) || p.lastIs(aSpread)) && p.dir == 0:
		at := p.skip(j+1, word.Of, "=")
		if num, ok := p.numberAt(at); ok && num.Value > 1 && !p.is(at+1, word.Lesser) && !p.is(at+1, word.Morer) {
			return modifier{factor: num.Value}, p.closing(at+1, i)
		}
	case p.is(j, word.Doubles) && (p.lastIs(aSpread) || p.is(j+1, word.From, word.Between)):
		return modifier{factor: 2}, p.closing(j+1, i)
	case p.is(j, word.Decade) && (p.lastIs(aSpread) || p.is(j-1, word.By, word.In, word.Each, word.Every)), p.is(j, word.Per) && p.is(j+1, word.Decade):
		return modifier{factor: 10}, p.closing(p.skip(j, word.Per, word.Decade), i)
	case p.is(j, word.Order) && p.is(j+1, word.Of) && p.is(j+2, word.Magnitude) && p.lastIs(aSpread):
		return modifier{factor: 10}, p.closing(j+3, i)
	}
	if p.is(j, word.Operating) && p.lastIs(aSpread) {
		if num, ok := p.numberAt(p.skip(j+1, word.By, word.A, word.Factor, word.Of)); ok && num.Value > 1 {
			return modifier{factor: num.Value}, p.closing(p.skip(j+1, word.By, word.A, word.Factor, word.Of)+1, i)
		}
	}
	if num, ok := p.numberAt(j); ok && num.Times && num.Value > 1 && p.lastIs(aSpread) {
		return modifier{factor: num.Value}, p.closing(j+1, i)
	}
	return modifier{}, i
}

func (p *parser) closing(end, start int) int {
	end = p.skip(end, word.Each, word.Time, word.Every, word.Step, word.Points)
	if p.is(start, "(") {
		return p.skip(end, ")")
	}
	return end
}

// spacing reads "log-spaced", "on a log scale", "logarithmically", "evenly
// spaced", "linearly".
func (p *parser) spacing(i int) (modifier, int) {
	j := p.skip(i, word.On, word.In, word.With, word.A, word.The, "(")
	if j >= len(p.items) || p.items[j].isParam() || p.calls(j) || p.is(j, word.Linearly) && p.is(j+1, word.With) {
		return modifier{}, i
	}
	scaled := p.is(j+1, word.Spaced, word.Scan)
	ranges := scaled || p.lastIs(aSpread) || p.numberFollows(j+1)
	m := modifier{}
	switch {
	case p.is(j, word.Log) || p.is(j, word.LogAdjective) && ranges:
		m.spacing = sweep.Geometric
	case p.is(j, word.Even) || p.is(j, word.EvenAdjective) && ranges && (scaled || !p.items[j].isChoice()):
		m.spacing = sweep.Even
	default:
		return m, i
	}
	end := p.skip(j+1, word.Spaced, word.Spread, word.In)
	for end > j+1 && p.is(end-1, word.Steps, word.In) {
		end--
	}
	if p.is(i, "(") {
		end = p.skip(end, ")")
	}
	return m, end
}

// numberFollows reports whether a range or list begins soon after i.
func (p *parser) numberFollows(i int) bool {
	i = p.skip(i, word.From, word.Between, word.Amount, word.Scan, word.Of, word.Over, word.In, word.Open)
	_, ok := p.numberAt(i)
	return ok
}
