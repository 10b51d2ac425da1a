package read

import (
	"math"
	"slices"

	"github.com/trex-ml/trex/agent/internal/word"
)

// pairs follows the cheapest path backwards and returns its pairs.
func (p *parser) pairs(seq []int, table [][stCount]step, pendingAt [][stCount]int) []pair {
	best, cost := stNone, math.Inf(1)
	for _, s := range []int{stNone, stPending} {
		total := table[len(seq)][s].cost
		if s == stPending && len(seq) > 0 && total < impossible {
			total += p.mentionCost(seq[pendingAt[len(seq)][s]])
		}
		if total < cost {
			best, cost = s, total
		}
	}
	var list []pair
	taken := make([]bool, len(seq))
	for k, s := len(seq), best; k > 0; k-- {
		st := table[k][s]
		at := seq[k-1]
		waiting := pendingAt[k-1][st.from]
		switch st.act {
		case actBare, actSkip:
			list = append(list, p.pairOf(-1, at, 0, -1))
		case actPrefix:
			list = append(list, p.pairOf(seq[waiting], at, 0, -1))
			taken[waiting] = true
		case actSplit:
			list = append(list, p.pairOf(seq[waiting], at, 0, len(p.atoms[at].values)-1))
			taken[waiting] = true
		case actHead:
			list = append(list, p.pairOf(-1, at, 0, len(p.atoms[at].values)-1))
		case actRest:
			n := len(p.atoms[at].values) - 1
			rest := p.pairOf(-1, at, n, -1)
			rest.join = p.atoms[at].joins[n]
			list = append(list, rest, p.pairOf(seq[waiting], at, 0, n))
			taken[waiting] = true
		case actPost:
			from := 0
			if st.from == stLast {
				from = len(p.atoms[seq[k-2]].values) - 1
			}
			list = append(list, p.pairOf(at, seq[k-2], from, -1))
			taken[k-1] = true
		}
		s = st.from
	}
	for k, at := range seq {
		if p.atoms[at].kind == aParam && !taken[k] {
			list = append(list, pair{param: p.atoms[at].param, plural: p.atoms[at].plural, first: at, last: at})
		}
	}
	slices.Reverse(list)
	slices.SortStableFunc(list, func(a, b pair) int { return p.place(a) - p.place(b) })
	return list
}

// place returns the position by which pairs are ordered: that of their first
// word. The rest of a list comes after the list.
func (p *parser) place(pr pair) int {
	if pr.join != 0 {
		return pr.values[0].at
	}
	return p.atoms[pr.first].at
}

func (p *parser) pairOf(name, at, from, to int) pair {
	a := p.atoms[at]
	pr := pair{first: at, last: at, bracket: a.bracket, old: a.old}
	if a.kind == aSpread {
		s := a.spread
		pr.spread = &s
	} else {
		if to < 0 {
			to = len(a.values)
		}
		pr.values = a.values[from:to]
	}
	if name >= 0 {
		pr.param, pr.plural = p.atoms[name].param, p.atoms[name].plural
		pr.first, pr.last = min(name, at), max(name, at)
	}
	return pr
}

// markBefore reports whether one of these marks comes directly before an atom.
// It ignores small words between them.
func (p *parser) markBefore(at int, marks ...marker) bool {
	for i := at - 1; i >= 0; i-- {
		a := p.atoms[i]
		if a.kind != aMark || p.atoms[at].at-a.end > 4 {
			return false
		}
		if slices.Contains(marks, a.mark) {
			return p.onlySmall(a.end, p.atoms[at].at)
		}
		if a.mark != word.MarkAll && a.mark != word.MarkFor && a.mark != word.MarkWith {
			return false
		}
	}
	return false
}

func (p *parser) onlySmall(i, end int) bool {
	for ; i < end; i++ {
		if !p.is(i, word.The, word.A, word.Some, word.Of, word.Own, word.All, word.Each, word.Every, word.Available, word.For, word.Various, word.With) && !(p.items[i].isNumber() && p.items[i].Num.Spelled) {
			return false
		}
	}
	return true
}
