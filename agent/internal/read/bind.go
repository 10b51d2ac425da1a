package read

import (
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/sweep"
	"github.com/trex-ml/trex/agent/internal/word"
)

// bindModifiers gives every modifier to the range that it divides: the range
// before it, or the range after it if the one before is already divided. "each"
// gives it to all ranges.
func (p *parser) bindModifiers() {
	for i := range p.atoms {
		a := &p.atoms[i]
		if a.kind != aMod {
			continue
		}
		if p.is(a.end, word.Each, word.Both, word.For) && (p.is(a.end, word.Each, word.Both) || p.is(a.end+1, word.Each, word.Both, word.All)) {
			p.divideAll(a.mod)
			continue
		}
		before := p.spreadBefore(i)
		if next := p.ownSpread(i); next >= 0 && p.divide(next, a.mod) || p.divide(before, a.mod) {
			continue
		}
		p.bracketSpread(i)
		if !p.divide(p.spreadBefore(i), a.mod) && !p.divide(p.spreadAfter(i), a.mod) {
			p.loose(a)
		}
	}
}

// ownSpread returns the range after the modifier at i when both belong to the
// name before them, as in "batch size in powers of two from 16 to 64". It
// returns -1 when there is none.
func (p *parser) ownSpread(i int) int {
	k := i - 1
	for k >= 0 && (p.atoms[k].kind == aMark || p.atoms[k].kind == aMod) {
		k--
	}
	if k < 0 || p.atoms[k].kind != aParam {
		return -1
	}
	for k = i + 1; k < len(p.atoms); k++ {
		switch p.atoms[k].kind {
		case aSpread:
			return k
		case aMod, aMark:
		default:
			return -1
		}
	}
	return -1
}

// bracketSpread turns the brackets in "5 values in [0, 0.4]" into a range.
func (p *parser) bracketSpread(i int) {
	for _, direction := range []int{1, -1} {
		for k := i + direction; k >= 0 && k < len(p.atoms); k += direction {
			a := &p.atoms[k]
			if a.kind == aSpread {
				return
			}
			if a.kind != aValues {
				continue
			}
			if (a.bracket == "[" || a.bracket == "(") && len(a.values) == 2 && a.values[0].kind == vNumber && a.values[1].kind == vNumber && p.atoms[i].mod.count > 2 {
				a.kind, a.spread = aSpread, spread{from: a.values[0], to: a.values[1]}
				return
			}
			break
		}
	}
}

func (p *parser) divideAll(m modifier) {
	for i := range p.atoms {
		if p.atoms[i].kind == aSpread {
			p.divide(i, m)
		}
	}
}

func (p *parser) divide(i int, m modifier) bool {
	if i < 0 {
		return false
	}
	merged, conflict := p.atoms[i].spread.mod.merge(m)
	if !conflict {
		p.atoms[i].spread.mod = merged
	}
	return !conflict
}

// spreadBefore returns the range before the modifier at i. Another list or a
// full stop between them ends the search.
func (p *parser) spreadBefore(i int) int {
	for i--; i >= 0; i-- {
		switch a := p.atoms[i]; {
		case a.kind == aSpread:
			return i
		case a.kind == aValues, a.kind == aSep && a.sep == sepStop, a.kind == aSep && a.sep == sepAnd:
			return -1
		}
	}
	return -1
}

func (p *parser) spreadAfter(i int) int {
	for i++; i < len(p.atoms); i++ {
		switch a := p.atoms[i]; a.kind {
		case aSpread:
			return i
		case aValues:
			return -1
		}
	}
	return -1
}

// loose reads a modifier without a range. It keeps a count of values; anything
// else becomes an unknown part.
func (p *parser) loose(a *atom) {
	if a.mod.count == 0 {
		if a.mod.step != nil || a.mod.factor > 0 {
			p.s.Unknown = append(p.s.Unknown, Unknown{Text: p.text(a.at, a.end)})
		}
		return
	}
	p.s.counts = append(p.s.counts, counted{n: a.mod.count, text: p.text(a.at, a.end), item: a.at})
}

// counted is a number of values that the message names.
type counted struct {
	n    int
	text string
	item int
}

// sweepSpread converts a typed range into one that can be listed.
func (sp *spread) sweepSpread(p *parser, name string) (s *sweep.Spread, question string) {
	param, _ := p.project.Param(name)
	s = &sweep.Spread{Count: sp.mod.count, Factor: sp.mod.factor, Spacing: sp.mod.spacing}
	for i, v := range []value{sp.from, sp.to} {
		terms, q := v.terms(param)
		if q != "" || len(terms) != 1 {
			return nil, orQuestion(q, v.text)
		}
		if i == 0 {
			s.From = terms[0]
		} else {
			s.To = terms[0]
		}
	}
	if s.Factor > 0 && sp.mod.step != nil { // "16, 32, …, 128" fits both
		if param.Scale == trex.Log {
			sp.mod.step = nil
		} else {
			s.Factor = 0
		}
	}
	if sp.from.num.Percent != sp.to.num.Percent && sp.to.num.Percent && sp.from.num.Value > 1 { // "10 to 20 %"
		from := sp.from
		from.num.Percent = true
		terms, _ := from.terms(param)
		s.From = terms[0]
	}
	if sp.mod.step != nil {
		n := sp.mod.step.num
		s.Step = n.Value
		if n.Percent {
			s.Step /= 100
		}
	}
	return s, ""
}

func orQuestion(q, text string) string {
	if q != "" {
		return q
	}
	return "Which number is “" + text + "”?"
}
