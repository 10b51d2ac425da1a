package read

import (
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/word"
)

// pair is a parameter with its values. Either side may be missing.
type pair struct {
	param   string
	plural  bool
	values  []value
	old     []value
	spread  *spread
	bracket string
	join    seps // separator from the pair before within a list
	first   int  // indices of atoms
	last    int
}

// Costs of readings. Only their order matters. A name goes to the nearest
// values. Every value should belong to a parameter. A reading within a
// parameter's bounds is better than one outside.
const (
	costBare      = 20.0 // a value without a parameter
	costMention   = 10.0 // a parameter without a value
	costOutside   = 15.0 // a value its parameter refuses
	costRest      = 10.0 // the last value of a list that belongs to nothing
	costPost      = 0.05 // a name after its values
	costWrongKind = 40.0 // a text for a numeric parameter
	impossible    = 1e9
)

// States of the search: what is still open after the previous atom.
const (
	stNone    = iota
	stPending // a parameter waits for values
	stWhole   // a list waits for the parameter after it
	stLast    // the last value of a list waits for the parameter after it
	stCount
)

type step struct {
	cost float64
	from int
	act  action
}

type action uint8

const (
	actNone   action = iota
	actBare          // the list belongs to nothing
	actPrefix        // the list belongs to the open parameter
	actSplit         // all but its last value belong to the open parameter
	actCarry         // the list waits
	actSkip          // a list of choices stands between a parameter and its values
	actPost          // the open values belong to this parameter
	actHead          // all but the last value of the list belong to nothing
	actRest          // all but its last value belong to the open parameter, the last one to nothing
)

// attach decides which values belong to which parameter. It finds the cheapest
// way to pair neighbours in one pass (Viterbi).
func (p *parser) attach() []pair {
	seq := p.sequence()
	table := make([][stCount]step, len(seq)+1)
	for s := range stCount {
		table[0][s] = step{cost: impossible}
	}
	table[0][stNone].cost = 0
	pendingAt := make([][stCount]int, len(seq)+1) // which parameter is open in stPending
	for k := range seq {
		next := &table[k+1]
		for s := range stCount {
			next[s].cost = impossible
		}
		for s := range stCount {
			if table[k][s].cost >= impossible {
				continue
			}
			relax := func(to int, cost float64, act action, waiting int) {
				if total := table[k][s].cost + cost; total < next[to].cost {
					next[to] = step{total, s, act}
					pendingAt[k+1][to] = waiting
				}
			}
			p.moves(seq, spot{k, s, pendingAt[k][s]}, relax)
		}
	}
	return p.pairs(seq, table, pendingAt)
}

// sequence lists the atoms that can be paired: parameters, lists and ranges.
func (p *parser) sequence() []int {
	var seq []int
	for i, a := range p.atoms {
		if a.kind == aParam || a.kind == aValues || a.kind == aSpread {
			seq = append(seq, i)
		}
	}
	return seq
}

// spot is the position of a pass over the atoms.
type spot struct {
	k       int // the next atom
	state   int
	waiting int // which parameter is open in stPending
}

func (p *parser) moves(seq []int, from spot, relax func(to int, cost float64, act action, waiting int)) {
	k, waiting := from.k, from.waiting
	a := &p.atoms[seq[k]]
	if a.kind == aParam {
		switch from.state {
		case stNone:
			relax(stPending, 0, actNone, k)
		case stPending:
			relax(stPending, p.mentionCost(seq[waiting]), actNone, k)
		default:
			values := p.atoms[seq[k-1]]
			if from.state == stLast {
				values.values = values.values[len(values.values)-1:]
			}
			relax(stNone, costPost+p.postfixGap(seq[k-1], seq[k])+p.misfit(&values, a.param), actPost, 0)
		}
		return
	}
	bare := costBare
	own := a.kind == aValues && a.values[0].kind == vChoice
	if own {
		bare = 0
	}
	switch from.state {
	case stNone:
		relax(stNone, bare, actBare, 0)
		relax(stWhole, 0, actCarry, 0)
		if n := len(a.values); n > 1 && a.kind == aValues && !own {
			if _, rate := p.rateOf(a.at, a.values[:n-1]); rate {
				relax(stLast, splitCost(a.joins[n-1]), actHead, 0)
			}
		}
	case stPending:
		param := p.atoms[seq[waiting]].param
		gap := p.prefixGap(seq[k-1], seq[k])
		relax(stNone, gap+p.misfit(a, param), actPrefix, 0)
		if n := len(a.values); n > 1 && a.kind == aValues {
			head := *a
			head.values = a.values[:n-1]
			relax(stLast, gap+p.misfit(&head, param)+splitCost(a.joins[n-1]), actSplit, 0)
			relax(stNone, gap+p.misfit(&head, param)+splitCost(a.joins[n-1])+costRest, actRest, 0)
		}
		mention := p.mentionCost(seq[waiting])
		relax(stWhole, mention, actCarry, 0)
		relax(stNone, mention+bare, actBare, 0)
		if own && !p.mayOwn(a, param) {
			relax(stPending, 1, actSkip, waiting)
		}
	}
}

// mayOwn reports whether the choices can belong to the parameter.
func (p *parser) mayOwn(a *atom, name string) bool {
	param, ok := p.project.Param(name)
	return ok && a.values[0].belongs(param)
}

// mentionCost returns the cost of a parameter without a value. It is lower when
// the name alone has a meaning: for a switch, or for a parameter that is left
// out.
func (p *parser) mentionCost(at int) float64 {
	param, _ := p.project.Param(p.atoms[at].param)
	if param.Type == trex.Boolean || p.markBefore(at, word.MarkWithout, word.MarkAll, word.MarkEach, word.MarkDrop, markReset) {
		return 0.5
	}
	return costMention
}

func splitCost(join seps) float64 {
	switch {
	case join == 0:
		return 0.2
	case join&sepStop != 0:
		return 4
	case join&sepAnd != 0:
		return 2
	}
	return 1
}

// misfit returns the cost of giving the values to the parameter.
func (p *parser) misfit(a *atom, name string) float64 {
	param, _ := p.project.Param(name)
	values := a.values
	if a.kind == aSpread {
		if param.Type == trex.Boolean || param.Type == trex.String {
			return costWrongKind
		}
		values = []value{a.spread.from, a.spread.to}
	}
	for _, v := range values {
		if !v.belongs(param) {
			return costWrongKind
		}
	}
	if !fits(values, param) {
		return costOutside
	}
	return 0
}
