package read

import (
	"slices"

	"github.com/trex-ml/trex/agent/internal/sweep"
	"github.com/trex-ml/trex/agent/internal/word"
)

// ending are the marks that end what is left out.
var ending = []marker{word.MarkUse, word.MarkAdd, word.MarkAlso, word.MarkOnly, word.MarkNow, word.MarkChange, word.MarkBut, word.MarkUp, word.MarkDown, word.MarkFresh, word.MarkOld, word.MarkAnother, word.MarkEach}

// groups numbers the pairs that are left out together, from 1: "except adam with
// lr 0.1" is one group of two. A pair that stays has number 0.
func (p *parser) groups(pairs []pair) []int {
	list := make([]int, len(pairs))
	open, last, end := 0, 0, -1
	for i, pr := range pairs {
		lead, marks := p.lead(end, pr.first)
		apart := end == pr.last
		end = pr.last
		valued := len(pr.values) > 0 && pr.spread == nil
		switch {
		case valued && !apart && p.opens(pr, marks):
			last++
			open, list[i] = last, last
			if i > 0 && list[i-1] == 0 && p.conditions(pairs[i-1], lead) { // "when bs is 16 skip 128"
				list[i-1] = last
			}
		case open > 0 && valued && pr.join == 0 && lead&^(sepWith|sepFor|sepAnd) == 0 && !containsAny(marks, ending):
			if repeated(pairs[:i], list, pr) { // "except adam with lr 0.1 and sgd with lr 0.01"
				last++
			}
			open, list[i] = last, last
		default:
			open = 0
		}
	}
	return list
}

// conditions reports whether the pair says when the next one holds. lead is what
// stands between them.
func (p *parser) conditions(pr pair, lead seps) bool {
	at := p.skipBack(p.atoms[pr.first].at-1, word.The, word.It, word.Is, word.Own)
	opens := at == 0 || at > 0 && p.joint(at-1)
	return len(pr.values) > 0 && (p.is(at, word.When) || p.is(at, word.For, word.With) && opens && lead == 0)
}

// objectless asks about "drop …" at the end when nothing that was read follows.
func (p *parser) objectless(pairs []pair) {
	last := -1
	if len(pairs) > 0 {
		last = pairs[len(pairs)-1].last
	}
	for _, a := range p.atoms[last+1:] {
		picked := len(p.s.Lose)+len(p.s.LoseRanks)+len(p.s.Unknown) > 0
		if a.kind == aMark && a.mark == word.MarkDrop && len(pairs) > 0 && !picked && a.end < len(p.items) && p.is(a.at, word.Exclusive) && !p.is(a.at-1, word.Or, word.If) {
			p.s.Unknown = append(p.s.Unknown, Unknown{Text: p.text(a.at, len(p.items))})
			return
		}
	}
}

// opens reports whether the pair comes after a word like "except". After the
// defaults, what is excepted from them is set.
func (p *parser) opens(pr pair, marks []marker) bool {
	leaves := slices.Contains(marks, word.MarkExcept) && !p.s.Defaults || slices.Contains(marks, word.MarkDrop) || p.markBefore(pr.first, word.MarkWithout)
	return leaves && !containsAny(marks, []marker{word.MarkUse, word.MarkAdd, word.MarkOld}) && !p.sets(pr)
}

// repeated reports whether the parameter of a pair is already in the group that
// the pairs before it end with.
func repeated(before []pair, groups []int, pr pair) bool {
	for i := len(before) - 1; i >= 0 && groups[i] == groups[len(before)-1]; i-- {
		if name := before[i].named(); name != "" && name == pr.named() {
			return true
		}
	}
	return false
}

// named returns the parameter of a pair, also when only its choices say it.
func (pr pair) named() string {
	if pr.param == "" && len(pr.values) > 0 && pr.values[0].kind == vChoice {
		return pr.values[0].choices[0].Param
	}
	return pr.param
}

func containsAny(marks, of []marker) bool {
	return slices.ContainsFunc(marks, func(m marker) bool { return slices.Contains(of, m) })
}

// groupFrom returns the pairs of the group that begins at i, nil when none does.
func groupFrom(pairs []pair, groups []int, i int) []pair {
	if groups[i] == 0 || i > 0 && groups[i-1] == groups[i] {
		return nil
	}
	end := i + 1
	for end < len(pairs) && groups[end] == groups[i] {
		end++
	}
	return pairs[i:end]
}

// alone reports whether the pair is a group by itself.
func alone(groups []int, i int) bool {
	return (i == 0 || groups[i-1] != groups[i]) && (i+1 == len(groups) || groups[i+1] != groups[i])
}

// leavesOut keeps the combination of a group when the message itself lists its
// values. ok is false when it does not: then they are among earlier
// configurations.
func (p *parser) leavesOut(group []pair) (ok bool) {
	var c sweep.Combination
	group = slices.Clone(group) // the named ones first
	slices.SortStableFunc(group, func(a, b pair) int { return btoi(a.named() == "") - btoi(b.named() == "") })
	for _, pr := range group {
		name := p.owner(pr, c)
		if name == "" && len(c) > 0 && pr.param == "" {
			p.s.ask("“" + pr.values[0].text + "” of which parameter should be left out with " + c.String() + "?")
		}
		if name == "" {
			return false
		}
		c = append(c, sweep.Axis{Param: name, Terms: p.terms(name, pr.values)})
	}
	if len(c) < 2 {
		return false
	}
	p.s.Excluded = append(p.s.Excluded, c)
	return true
}

// apart cuts "(0.1, 32)" and "the combination of 0.1 and 32" into their values,
// where they are left out.
func (p *parser) apart(pairs []pair) []pair {
	var list []pair
	end := -1
	for _, pr := range pairs {
		_, marks := p.lead(end, pr.first)
		end = pr.last
		at := p.skipBack(p.atoms[pr.first].at-1, word.Of, word.The, word.With)
		together := pr.bracket == "(" || p.is(at, word.Combination)
		if pr.param != "" || len(pr.values) < 2 || !together || !p.opens(pr, marks) && !slices.Contains(marks, word.MarkDrop) {
			list = append(list, pr)
			continue
		}
		for i := range pr.values {
			part := pr
			part.values = pr.values[i : i+1]
			list = append(list, part)
		}
	}
	return list
}

// owner returns the parameter for which the message lists the values, if it is
// not in the combination yet; "" when there is none.
func (p *parser) owner(pr pair, c sweep.Combination) string {
	for _, a := range p.s.Assigns {
		param, known := p.project.Param(a.Param)
		taken := slices.ContainsFunc(c, func(axis sweep.Axis) bool { return axis.Param == a.Param })
		if !known || taken || a.Op != Set || pr.param != "" && pr.param != a.Param || !fits(pr.values, param) {
			continue
		}
		listed := a.Axis.All || a.Axis.Spread != nil
		for _, t := range p.terms(a.Param, pr.values) {
			listed = listed || slices.Contains(a.Axis.Terms, t)
		}
		if listed {
			return a.Param
		}
	}
	return ""
}
