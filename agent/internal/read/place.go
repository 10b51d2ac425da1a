package read

import (
	"slices"

	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/vocab"
)

// Words around positions of configurations: what leads to one, what they are
// called, and what they get.
var (
	placeLeads  = []string{"for", "on", "in", "to", "make", "give", "change", "set", "switch", "turn"}
	placeNouns  = []string{"one", "ones", "config", "configs", "run", "runs", "configuration", "configurations", "of", "them", "only", "experiment", "trial"}
	placeGets   = vocab.Set(`with should shall must needs need gets get uses use using has have at to : is on takes`)
	placeStarts = vocab.Set(`, ; . : ! ? and but or then so also ok okay please pls now can could you we just hmm yes maybe`)
)

// place is where a message speaks about some of the configurations.
type place struct {
	ordinals []int
	before   bool // it comes before what they get: "the first with …"
	shown    bool // only shown configurations can be meant: "for the first one", "run 2"
}

// placed reads "the first one should use", "run 1 with", "for the last two".
func (p *parser) placed(i int) int {
	j := p.skip(i, placeLeads...)
	lead := j > i
	if j-i > 1 || !lead && !p.startsClause(i) {
		return i
	}
	ordinals, end, numbered := p.positions(p.skip(j, "the"), lead)
	if end == j || len(ordinals) == 0 {
		return i
	}
	bare := !numbered && !p.is(j, "the") && !p.anyOf(end-1, placeNouns) // "first", "second:"
	at := place{ordinals: ordinals, shown: lead || numbered}
	switch closes := end >= len(p.items) || p.items[end].isBreak() || p.is(end, ",", ".", "!", "and", "please", "pls", "instead", ";"); {
	case closes && p.is(i, "for", "on", "in", "to") && (end >= len(p.items) || !p.is(end, ",") || len(p.atoms) > 0):
	case end < len(p.items) && placeGets[p.items[end].Text] && !(bare && !p.is(end, ":", "with", "should", "gets", "uses")):
		at.before = true
	case lead && end < len(p.items) && (p.items[end].isParam() || p.items[end].isChoice() || p.is(end, ",", "use", "try") || p.items[end].isNumber() && p.isName(end+1)), !lead && len(p.places()) > 0 && end < len(p.items) && (p.items[end].isParam() || p.items[end].isChoice() || p.items[end].isNumber()):
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

// placesOf returns the configurations that a pair is for, nil when it is for all:
// those named after it, or else those named last before it.
func (p *parser) placesOf(pr pair) []int {
	for _, a := range p.atoms[pr.last+1:] {
		if a.kind == aPlace && !a.place.before {
			return a.place.ordinals
		} else if a.kind == aPlace {
			break
		}
	}
	for _, a := range slices.Backward(p.atoms[:pr.first]) {
		if a.kind == aPlace && a.place.before {
			return a.place.ordinals
		} else if a.kind == aPlace {
			break
		}
	}
	return nil
}

// Rank is the configurations with the largest or smallest values of a parameter.
type Rank struct {
	Param string // "": the one that differs
	Least bool
	N     int
	Text  string // as typed
}

var (
	mostWords  = vocab.Set(`biggest largest highest greatest longest widest top strongest`)
	leastWords = vocab.Set(`smallest lowest shortest least tiniest narrowest weakest`)
)

// ranked reads "the biggest one" and "the two smallest lrs" after a word that
// means keep or drop.
func (p *parser) ranked(i int) int {
	op := p.pendingOp()
	if op == mNone && !p.is(p.skipBack(i-1, "the"), "just", "only", "keep", "drop", "without", "except", "but") {
		return i
	}
	j := p.skip(i, "the")
	rank := Rank{N: 1}
	if num, ok := p.numberAt(j); ok && isWhole(num) && num.Value >= 1 {
		rank.N, j = int(num.Value), j+1
	}
	if j >= len(p.items) || !mostWords[p.items[j].Text] && !leastWords[p.items[j].Text] {
		return i
	}
	rank.Least = leastWords[p.items[j].Text]
	j++
	if num, ok := p.numberAt(j); ok && isWhole(num) && num.Value >= 1 && p.items[j].Kind == lex.Num {
		rank.N, j = int(num.Value), j+1
	}
	if param, ok := p.paramAt(j); ok {
		rank.Param, j = param.Name, j+1
	}
	end := p.skipWords(j, placeNouns)
	rank.Text = p.text(i, end)
	if op == mOnly || p.is(p.skipBack(i-1, "the"), "just", "only", "keep") {
		p.s.KeepRanks = append(p.s.KeepRanks, rank)
	} else {
		p.s.LoseRanks = append(p.s.LoseRanks, rank)
	}
	return end
}
