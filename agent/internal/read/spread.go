package read

import (
	"github.com/trex-ml/trex/agent/internal/word"
)

// spreadAt reads a range: "from 1e-4 to 1e-1", "between 16 and 128",
// "0.1..0.5", "1-5".
func (p *parser) spreadAt(i int) (atom, int) {
	j := p.skip(i, word.Ranging, word.Starting, word.Spanning, word.In, word.The, word.Of, word.Over)
	between := p.is(j, word.Between)
	opened := between || p.is(j, word.From) || p.is(j, word.At, word.With) && p.is(j-1, word.Starting)
	if opened {
		j++
	}
	if j > i && !opened && !p.is(i, word.Ranging, word.Starting) {
		return atom{}, i
	}
	from, end := p.endpoint(j)
	if end == j {
		return atom{}, i
	}
	after := p.overParam(end)
	factor := 0.0
	if j := p.skip(after, ",", word.And, word.Then, word.Keep); p.is(j, word.Halving) && p.toward(p.skip(j+1, word.It, word.Each, word.Time), false) > p.skip(j+1, word.It, word.Each, word.Time) {
		factor, after = 2, p.skip(j+1, word.It, word.Each, word.Time)
	}
	next := p.toward(after, between)
	if next == after {
		return atom{}, i
	}
	to, end := p.endpoint(next)
	if end == next || p.countEnd(next) > next && !p.is(p.countEnd(next)-1, word.ValueNoun) {
		return atom{}, i
	}
	a := atom{kind: aSpread, at: i, end: end, spread: spread{from: from, to: to, between: between, mod: modifier{factor: factor}}}
	if p.replaces(i, end, between) {
		return atom{kind: aValues, at: i, end: end, values: []value{to}, joins: []seps{0}, old: []value{from}}, end
	}
	return a, end
}

// endpoint reads one end of a range.
func (p *parser) endpoint(i int) (value, int) {
	i = p.skip(i, word.About, word.A, word.The)
	v, end := p.valueAt(i)
	if end == i || v.kind == vChoice || v.kind == vOn || v.kind == vOff {
		return value{}, i
	}
	return v, end
}

// overParam skips the unit in "from 10 epochs to 50 epochs".
func (p *parser) overParam(i int) int {
	if _, ok := p.paramAt(i); ok && p.toward(i+1, false) > i+1 {
		if _, end := p.endpoint(p.toward(i+1, false)); end > p.toward(i+1, false) {
			return i + 1
		}
	}
	return i
}

// toward reads the words between the ends of a range.
func (p *parser) toward(i int, between bool) int {
	switch {
	case between && p.is(i, word.And, ","):
		return i + 1
	case p.is(i, word.And) && p.is(i+1, word.Going):
		if end := p.toward(i+1, false); end > i+1 {
			return end
		}
	case p.is(i, word.Going) && p.is(p.skip(i+1, word.Up, word.Right, word.The, word.Way), word.To, word.At, word.Until):
		return p.skip(i+1, word.Up, word.Right, word.The, word.Way, word.To, word.At, word.Until)
	case p.is(i, word.Up, word.Right) && (p.is(i+1, word.To) || p.is(i+1, word.The) && p.is(i+2, word.Way)):
		i = p.skip(i, word.Up, word.Right, word.The, word.Way)
		return p.skip(i, word.Up, word.To, word.Until)
	case p.is(i, "-") && p.is(i+1, ">"):
		return i + 2
	case p.is(i, word.Toward):
		return p.skip(i+1, word.To, word.Including)
	}
	return i
}

// replaces reports whether "from a to b" changes a value and is no range. It
// changes a value after a verb of change, unless a spacing follows.
func (p *parser) replaces(i, end int, between bool) bool {
	if between || !p.changing && p.dir == 0 {
		return false
	}
	return p.peekModifier(end) <= end
}

func (p *parser) peekModifier(i int) int {
	atoms := p.atoms
	p.atoms = append(p.atoms[:len(p.atoms):len(p.atoms)], atom{kind: aSpread, at: i, end: i})
	end := p.modifierAt(p.skip(i, ","))
	if end == i {
		end = p.counted(p.skip(i, ","))
	}
	p.atoms = atoms
	return end
}
