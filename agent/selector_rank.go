package agent

import (
	"math"

	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
)

// ranks reads "the worst two", "two best", "top 3", "bottom half".
func (z *selecting) ranks(i, end int) int {
	count := 0
	at := i
	if z.t[i].Kind == lex.Num && i+1 < end && z.t.Is(i+1, lexicon.Best, lexicon.Worst) {
		count, at = int(z.t[i].Num.Value), i+1
	}
	next := z.t.At(at, lexicon.Best, lexicon.Worst)
	if next == at || next > end {
		return i
	}
	worst := z.t.Is(at, lexicon.Worst)
	half := z.t.At(at, lexicon.Half)
	switch {
	case half > at:
		next = half
		z.s.Rank = RankUpper
		if worst {
			z.s.Rank = RankLower
		}
	default:
		z.s.Rank = RankBest
		if worst {
			z.s.Rank = RankWorst
		}
		if next < end && z.t[next].Kind == lex.Num && z.t[next].Num.Value >= 1 && z.t[next].Num.Value <= 1000 && !z.m.names(next+1) {
			count, next = int(z.t[next].Num.Value), next+1
		}
		z.s.Limit = count
	}
	return next
}

// latest reads "the last 5 runs", "my last run" and "show the last 5".
func (z *selecting) latest(i, end int) int {
	next := z.t.At(i, lexicon.Last)
	if next == i || next > end {
		return i
	}
	n, counts := 1, false
	if next < end && z.t[next].Kind == lex.Num && isCount(z.t[next].Num) {
		n, next, counts = int(z.t[next].Num.Value), next+1, true
	}
	noun := z.t.At(next, lexicon.Run, lexicon.Experiment)
	if ends := next == end || next < end && z.t[next].Kind == lex.Mark; noun == next && !(counts && ends) {
		return i // "the last epochs"
	}
	z.s.Limit = n
	z.experiments = z.t.Is(next, lexicon.Experiment) && !z.t.Is(next, lexicon.RunName)
	return noun
}

func isCount(n lex.Number) bool {
	return n.Value == math.Trunc(n.Value) && n.Value >= 1 && n.Value <= 1000 && !n.Percent && !n.Times && !n.Fraction
}
