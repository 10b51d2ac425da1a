package agent

import (
	"math"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
)

// ids reads "r12", "r3 to r7", "e4", "run 12".
func (z *selecting) ids(i, end int) int {
	t := z.t[i]
	if t.Kind != lex.ID {
		return z.numbered(i, end)
	}
	switch t.Text[0] {
	case 'e':
		z.s.Experiments = append(z.s.Experiments, trex.ExperimentID(t.Text))
	case 'r':
		if after := z.span(i, end); after > i {
			return after
		}
		z.addRun(trex.RunID(t.Text))
	default:
		return i
	}
	return i + 1
}

func (z *selecting) addRun(id trex.RunID) {
	if len(z.s.Runs) == mostNamedRuns {
		z.unread = true
		return
	}
	if !slices.Contains(z.s.Runs, id) {
		z.s.Runs = append(z.s.Runs, id)
	}
}

// mostNamedRuns is the most runs that one message names by id.
const mostNamedRuns = 500

// mostSpan is the most runs that "r3 to r7" may name.
const mostSpan = 200

func (z *selecting) span(i, end int) int {
	if i+2 >= end || z.t[i+2].Kind != lex.ID || z.t[i+2].Text[0] != 'r' || !z.t.Is(i+1, lexicon.To) {
		return i
	}
	first, last := z.t[i].Num.Value, z.t[i+2].Num.Value
	if last < first || last-first >= mostSpan {
		z.unread = true
		return i
	}
	for n := first; n <= last; n++ {
		z.addRun(trex.MakeRunID(int64(n)))
	}
	return i + 3
}

// numbered reads "run 12", "run #12" and "experiment 4".
func (z *selecting) numbered(i, end int) int {
	if z.bareNumber(i, end) {
		z.addRun(trex.MakeRunID(int64(z.t[i].Num.Value)))
		z.bare = true
		return i + 1
	}
	noun := z.t.At(i, lexicon.RunName, lexicon.ExperimentName)
	next := noun
	for next < end && z.t.Is(next, lexicon.Number) {
		next++
	}
	spoken := next > noun && next < end && z.t[next].Num.Spelled && isCount(z.t[next].Num) // "run number twelve"
	if noun == i || next >= end || z.t[next].Kind != lex.Num || !isWhole(z.t[next].Num) && !spoken {
		return i
	}
	if next+1 < end && !z.t.Is(next+1, lexicon.AfterID) && z.t[next+1].Kind != lex.Break {
		return i // "run 3 times", "run 1: lr 0.1"
	}
	n := int64(z.t[next].Num.Value)
	if open := z.m.req.Open; open != nil && n <= int64(len(open.Configs)) && !z.t.Is(i, lexicon.ExperimentName) {
		return i // a position of the card
	}
	if z.t.Is(i, lexicon.ExperimentName) {
		z.s.Experiments = append(z.s.Experiments, trex.MakeExperimentID(n))
	} else {
		z.addRun(trex.MakeRunID(n))
	}
	return next + 1
}

// bareNumber reports whether the number at i is all that says which run to stop:
// "kill 18 please".
func (z *selecting) bareNumber(i, end int) bool {
	return i > 0 && z.t.Is(i-1, lexicon.Stop) && z.m.req.Open == nil && z.t[i].Kind == lex.Num && isWhole(z.t[i].Num) &&
		(i+1 == end || z.t.Is(i+1, lexicon.AfterID) || z.t[i+1].Kind == lex.Break)
}

func isWhole(n lex.Number) bool {
	return n.Value == math.Trunc(n.Value) && n.Value >= 1 && n.Value <= 1e9 && !n.Percent && !n.Times && !n.Fraction && !n.Spelled
}
