package read

import (
	"slices"

	"github.com/trex-ml/trex/agent/internal/word"
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
	j := p.skip(i, word.In, word.For, word.Make)
	if j-i > 1 || !p.is(j, word.The) || j == i && !p.startsClause(i) || p.pendingOp() != "" {
		return i
	}
	where, end := p.selector(j + 1)
	if where == nil || end >= len(p.items) || !p.anyOf(end, word.PlaceGets) && j == i {
		return i
	}
	return p.add(atom{kind: aPlace, at: i, end: end, place: place{where: where, before: true, shown: true}})
}

func (p *parser) selector(i int) (*selector, int) {
	if least, sized := p.sizedOnes(i, false); sized {
		end := p.skipWords(i+1, word.PlaceNoun)
		if end == i+1 {
			return nil, i
		}
		return &selector{rank: &Rank{Least: least, N: 1, Some: p.anyOf(i+1, word.PlaceNouns), Text: p.text(i, end)}}, end
	}
	at := p.skipWords(i, word.PlaceNoun)
	led := at > i
	if led {
		with := p.skip(at, word.With, word.At, word.Where)
		if with == at {
			return nil, i
		}
		at = with
	}
	param, named := p.paramAt(at)
	if named {
		at = p.skip(at+1, word.Of, "=", word.Is)
	}
	v, end := p.valueAt(at)
	noun := p.skipWords(end, word.PlaceNoun)
	if end == at || v.kind != vNumber && v.kind != vChoice || !led && noun == end || led && p.is(noun, word.With, word.At, word.And, ":") {
		return nil, i
	}
	return &selector{param: param.Name, values: []value{v}, text: p.text(i, end)}, noun
}

// placed reads "the first one should use", "run 1 with", "for the last two".
func (p *parser) placed(i int) int {
	j := p.skip(i, word.PlaceLead)
	lead := j > i
	if j-i > 1 || !lead && !p.startsClause(i) {
		return i
	}
	ordinals, end, numbered := p.positions(p.skip(j, word.Both, word.The), lead)
	if end == j || len(ordinals) == 0 {
		return i
	}
	bare := !numbered && !p.is(j, word.The) && !p.anyOf(end-1, word.PlaceNoun) // "first", "second:"
	at := place{ordinals: ordinals, shown: lead || numbered}
	switch closes := end >= len(p.items) || p.items[end].isBreak() || p.is(end, ",", ".", "!", ";", word.And, word.Please, word.Instead); {
	case p.is(i, word.Of) && p.is(end, word.To, word.At, word.Is):
	case closes && p.is(i, word.For, word.On, word.In, word.To, word.Of) && (end >= len(p.items) || !p.is(end, ",") || len(p.atoms) > 0):
	case end < len(p.items) && p.anyOf(end, word.PlaceGets) && !(bare && !p.is(end, ":", word.With, word.Gets, word.RateLead)):
		at.before = true
	case lead && end < len(p.items) && (p.items[end].isParam() || p.items[end].isChoice() || p.is(end, ",", word.Use) || p.items[end].isNumber() && (p.isName(end+1) || p.is(i, word.Make))), !lead && len(p.places()) > 0 && end < len(p.items) && (p.items[end].isParam() || p.items[end].isChoice() || p.items[end].isNumber()):
		at.before = true
	default:
		return i
	}
	return p.add(atom{kind: aPlace, at: i, end: end, place: at})
}

func (p *parser) startsClause(i int) bool {
	i = p.skipBack(i-1, word.The)
	return i < 0 || p.items[i].isBreak() || p.anyOf(i, word.ClauseStart)
}

// positions reads "first", "last two", "run 2", "2nd and 3rd ones".
func (p *parser) positions(j int, lead bool) (ordinals []int, end int, numbered bool) {
	if several := p.several(j); several != nil {
		return several, p.skipWords(j+2, word.PlaceNoun), false
	}
	noun := p.skip(j, word.Label)
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
		ordinals, end = append(ordinals, n), p.skipWords(after, word.PlaceNoun)
		next = p.skip(end, word.And, ",", word.The)
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
