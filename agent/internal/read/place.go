package read

import (
	"slices"
)

// place is where a message speaks about some of the configurations.
type place struct {
	ordinals []int
	before   bool // it comes before what they get: "the first with …"
	where    *selector
	shown    bool // only shown configurations can be meant: "for the first one", "run 2"
}

// selector is the configurations that have a value or a rank: "the 0.2 one", "the
// bigger one".
type selector struct {
	param  string // "" when the words do not name it
	values []value
	rank   *Rank
	text   string
}

// selected reads "the 0.2 one should use", "the one with adam gets" and "the
// bigger one with".
func (p *parser) selected(i int) int {
	j := p.skip(i, "in", "for", "give", "make")
	if j-i > 1 || !p.is(j, "the") || j == i && !p.startsClause(i) || p.pendingOp() != mNone {
		return i
	}
	where, end := p.selector(j + 1)
	if where == nil || end >= len(p.items) || !placeGets[p.items[end].Text] && j == i {
		return i
	}
	return p.add(atom{kind: aPlace, at: i, end: end, place: place{where: where, before: true, shown: true}})
}

func (p *parser) selector(i int) (*selector, int) {
	if i < len(p.items) {
		if most, least := mostWords[p.items[i].Text], leastWords[p.items[i].Text]; most || least {
			end := p.skipWords(i+1, placeNouns)
			if end == i+1 {
				return nil, i
			}
			return &selector{rank: &Rank{Least: least, N: 1, Text: p.text(i, end)}}, end
		}
	}
	at := p.skipWords(i, placeNouns)
	led := at > i
	if led {
		with := p.skip(at, "with", "at", "using", "that", "has", "have", "where")
		if with == at {
			return nil, i
		}
		at = with
	}
	param, named := p.paramAt(at)
	if named {
		at = p.skip(at+1, "of", "=", "is")
	}
	v, end := p.valueAt(at)
	noun := p.skipWords(end, placeNouns)
	if end == at || v.kind != vNumber && v.kind != vChoice || !led && noun == end || led && p.is(noun, "with", "at", "using", "and", ":") {
		return nil, i
	}
	return &selector{param: param.Name, values: []value{v}, text: p.text(i, end)}, noun
}

// placed reads "the first one should use", "run 1 with", "for the last two".
func (p *parser) placed(i int) int {
	j := p.skip(i, placeLeads...)
	lead := j > i
	if j-i > 1 || !lead && !p.startsClause(i) {
		return i
	}
	ordinals, end, numbered := p.positions(p.skip(j, "both", "the"), lead)
	if end == j || len(ordinals) == 0 {
		return i
	}
	bare := !numbered && !p.is(j, "the") && !p.anyOf(end-1, placeNouns) // "first", "second:"
	at := place{ordinals: ordinals, shown: lead || numbered}
	switch closes := end >= len(p.items) || p.items[end].isBreak() || p.is(end, ",", ".", "!", "and", "please", "pls", "instead", ";"); {
	case p.is(i, "of") && p.is(end, "to", "at", "is"):
	case closes && p.is(i, "for", "on", "in", "to", "of") && (end >= len(p.items) || !p.is(end, ",") || len(p.atoms) > 0):
	case end < len(p.items) && placeGets[p.items[end].Text] && !(bare && !p.is(end, ":", "with", "should", "gets", "uses")):
		at.before = true
	case lead && end < len(p.items) && (p.items[end].isParam() || p.items[end].isChoice() || p.is(end, ",", "use", "try") || p.items[end].isNumber() && (p.isName(end+1) || p.is(i, "make", "set", "turn", "change"))), !lead && len(p.places()) > 0 && end < len(p.items) && (p.items[end].isParam() || p.items[end].isChoice() || p.items[end].isNumber()):
		at.before = true
	default:
		return i
	}
	return p.add(atom{kind: aPlace, at: i, end: end, place: at})
}

func (p *parser) startsClause(i int) bool {
	i = p.skipBack(i-1, "the")
	return i < 0 || p.items[i].isBreak() || placeStarts[p.items[i].Text]
}

// positions reads "first", "last two", "run 2", "2nd and 3rd ones".
func (p *parser) positions(j int, lead bool) (ordinals []int, end int, numbered bool) {
	if several := p.several(j); several != nil {
		return several, p.skipWords(j+2, placeNouns), false
	}
	noun := p.skip(j, "run", "config", "configuration", "number", "#", "experiment", "trial", "option")
	for next := noun; ; {
		n, after := p.ordinal(next)
		if k, ok := p.ordinalWord(next); ok && lead && after == next {
			n, after = k, next+1
		}
		if after == next {
			break
		}
		if num, ok := p.numberAt(next); ok && !num.Ordinal {
			numbered = true
			if p.isName(after) {
				return nil, j, false
			}
		}
		ordinals, end = append(ordinals, n), p.skipWords(after, placeNouns)
		next = p.skip(end, "and", ",", "&", "the")
		if next == end {
			break
		}
	}
	return ordinals, end, numbered
}

// places returns the positions that were read.
func (p *parser) places() []atom {
	var list []atom
	for _, a := range p.atoms {
		if a.kind == aPlace {
			list = append(list, a)
		}
	}
	return list
}

// placeOf returns the configurations that a pair is for: those named after it, or
// else those named last before it. The zero place is all.
func (p *parser) placeOf(pr pair) place {
	for _, a := range p.atoms[pr.first:pr.last] {
		if a.kind == aPlace {
			return a.place
		}
	}
	for _, a := range p.atoms[pr.last+1:] {
		if a.kind == aPlace && !a.place.before {
			return a.place
		} else if a.kind == aPlace {
			break
		}
	}
	for _, a := range slices.Backward(p.atoms[:pr.first]) {
		if a.kind == aPlace && a.place.before {
			return a.place
		} else if a.kind == aPlace {
			break
		}
	}
	return place{}
}
