package read

import (
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/sweep"
	"github.com/trex-ml/trex/agent/internal/word"
)

// takesPlace turns "replace 0.1 with 0.2" into one assign with an old value.
func (p *parser) takesPlace(a Assign, pr pair, end int) bool {
	last := &p.s.Assigns[len(p.s.Assigns)-1]
	i := p.atoms[pr.first].at - 1
	for p.is(i, word.The, word.A) {
		i--
	}
	if !p.is(i, word.With, word.By, word.For, word.To, word.Into, ">", "→", word.Versus) || a.Param != last.Param && a.Param != "" && last.Param != "" ||
		end < 0 || len(last.values) == 0 || len(a.values) == 0 {
		return false
	}
	if last.Param == "" && a.Param != "" {
		param, _ := p.project.Param(a.Param)
		if !fits(last.values, param) {
			return false
		}
		a.Old = p.terms(a.Param, last.values)
	} else if last.Param != "" {
		a.Param = last.Param
		a.Axis = sweep.Axis{Param: a.Param, Terms: p.terms(a.Param, a.values)}
		a.Old = p.terms(a.Param, last.values)
	}
	a.oldValues, a.Op = last.values, Set
	*last = a
	return true
}

// notThis reports whether "not" comes directly before the pair.
func (p *parser) notThis(pr pair) bool {
	i := p.skipBack(p.atoms[pr.first].at-1, word.The, word.A)
	return pr.spread == nil && (p.is(i, word.Not) && !p.is(i-1, word.But) || p.is(i, word.Than) && p.s.Has(word.Rather))
}

// follows reports whether the pair can be the old values of the assign before
// it.
func (p *parser) follows(pr pair) bool {
	n := len(p.s.Assigns)
	if n == 0 || p.s.Assigns[n-1].Op != Set || len(p.s.Assigns[n-1].Old) > 0 {
		return false
	}
	last := p.s.Assigns[n-1]
	if pr.param != "" || last.Param == "" {
		return pr.param == last.Param || last.Param == ""
	}
	param, ok := p.project.Param(last.Param)
	return ok && fits(pr.values, param)
}

// butThat reports whether next names what to use instead of the pair.
func (p *parser) butThat(pr, next pair) bool {
	_, marks := p.lead(pr.last, next.first)
	return containsAny(marks, []marker{word.MarkBut, word.MarkUse}) && (pr.param == "" || next.param == "" || pr.param == next.param) && len(next.values) > 0 && pr.values[0].kind == next.values[0].kind
}

// orWithout adds "off" to the values before a "without" or "or not" at the end
// of a clause: "weight decay 0.01 vs without".
func (p *parser) orWithout(pairs []pair) {
	for i, it := range p.items {
		orNot := it.is(word.Not) && p.is(i-1, word.Or) && !p.s.Has(word.If)
		without := it.is(word.Without) && p.is(p.skipBack(i-1, word.One, word.Verb, word.Also), word.Versus, word.Or, word.And, word.Than, ",", "/")
		if !orNot && !without || !p.endsClause(p.skip(i+1, word.It, word.Some)) {
			continue
		}
		for k := len(p.s.Assigns) - 1; k >= 0; k-- {
			if a := &p.s.Assigns[k]; a.at < i && a.Param != "" {
				a.Axis.Terms = append(a.Axis.Terms, sweep.Term{Kind: sweep.Off})
				break
			}
		}
	}
}

// endsClause reports whether the clause ends at i.
func (p *parser) endsClause(i int) bool {
	return i >= len(p.items) || p.items[i].isBreak() || p.is(i, ",", ".", "?", "!", ";", ")", word.Please, word.For, word.With, word.At, word.Each, word.And, word.Both)
}

// goesOn adds "or 128" to a list that is followed by its name, as in "64 hidden
// units or 128", and "with 128" to what is compared, as in "compare hidden 64
// with 128".
func (p *parser) goesOn(a Assign, pr pair, end int, marks []marker) bool {
	n := len(p.s.Assigns)
	if a.Param != "" || a.Op != Set || n == 0 || end < 0 || pr.spread != nil || slices.Contains(marks, word.MarkUse) {
		return false
	}
	named := p.atoms[end].kind == aParam && a.lead&(sepAnd|sepStop) != 0 && a.lead&(sepWith|sepFor|sepBreak) == 0
	compared := a.lead == sepWith && len(a.values) == 1 && a.values[0].kind == vNumber && p.s.Has(word.Compare)
	if !named && !compared {
		return false
	}
	last := &p.s.Assigns[n-1]
	param, _ := p.project.Param(last.Param)
	if len(last.Axis.Terms) == 0 || !fits(a.values, param) {
		return false
	}
	last.Axis.Terms = append(last.Axis.Terms, p.terms(last.Param, a.values)...)
	last.Text = p.text(last.at, p.atoms[pr.last].end)
	return true
}

// shifted reads "add 5 epochs", "5 epochs more" and "5 epochs less" as changes.
func (p *parser) shifted(a *Assign, pr pair, terms []sweep.Term) []sweep.Term {
	last := p.atoms[pr.last]
	if len(terms) != 1 || terms[0].Kind != sweep.Absolute || last.kind != aParam || last.plural {
		return terms
	}
	n, ok := terms[0].Value.Float()
	switch {
	case !ok:
		return terms
	case p.thanDefault(last.end) > last.end:
		if p.is(last.end, word.Fewer) {
			n = -n
		}
		return []sweep.Term{{Kind: sweep.Shifted, Add: n, OfDefault: true}}
	case p.is(last.end, word.Fewer) && !p.is(last.end+1, word.Than):
		n = -n
	case p.is(last.end, word.Extra, word.Longer) && !p.is(last.end+1, word.Than):
	case a.Op == Add && strings.HasSuffix(pr.param, "s") && p.is(p.atoms[pr.first].at-1, word.Adding, word.Another):
		a.Op = Set
	default:
		return terms
	}
	return []sweep.Term{{Kind: sweep.Shifted, Add: n}}
}

// thanDefault returns the end of "more than the default" at i, or i when the
// words differ.
func (p *parser) thanDefault(i int) int {
	than := i
	if p.is(i, word.Extra, word.Longer, word.Fewer) {
		than++
	} else if !p.is(i-2, word.Extra, word.Fewer) { // "5 more epochs than"
		return i
	}
	if !p.is(than, word.Than) {
		return i
	}
	end := p.skip(than+1, word.The, word.Own, word.In, word.Usual, word.Default)
	if !p.is(end-1, word.Usual, word.Default) {
		return i
	}
	return end
}

// replaced makes the values of pr the old values of the previous assign.
func (p *parser) replaced(pr pair) {
	last := &p.s.Assigns[len(p.s.Assigns)-1]
	if last.Param == "" {
		last.Param = pr.param
	}
	name := last.Param
	if name == "" && len(pr.values) > 0 && pr.values[0].kind == vChoice {
		name = pr.values[0].choices[0].Param
	}
	if name == "" {
		last.oldValues = pr.values
		return
	}
	if last.Axis.Param == "" {
		last.Axis = sweep.Axis{Param: name, Terms: p.terms(name, last.values)}
	}
	last.Old = p.terms(name, pr.values)
	if len(pr.values) == 0 {
		p.s.Mentioned = append(p.s.Mentioned, pr.param)
	}
}

// allBut reads "anything but adam" as all choices except it.
func (p *parser) allBut(pr pair, a *Assign) bool {
	i := p.skipBack(p.atoms[pr.first].at-1, word.The, word.For)
	if !p.is(i, word.But) || !p.is(i-1, word.All, word.Everything, word.Some) || len(pr.values) == 0 || pr.values[0].kind != vChoice {
		return false
	}
	param, ok := p.project.Param(pr.values[0].choices[0].Param)
	if !ok || pr.param != "" && pr.param != param.Name {
		return false
	}
	a.Param, a.Axis, a.Op = param.Name, sweep.Axis{Param: param.Name, All: true}, Set
	for _, t := range p.anyOfThem(param, pr.values) {
		a.Axis.Except = append(a.Axis.Except, t.Value)
	}
	return true
}

// anyOfThem is terms for values that are left out: a name of several choices, as
// in "all models but roberta", means all of them.
func (p *parser) anyOfThem(param trex.Param, values []value) []sweep.Term {
	var terms []sweep.Term
	for _, v := range values {
		if own := v.choicesOf(param); v.kind == vChoice && len(own) > 1 {
			for _, choice := range own {
				terms = append(terms, sweep.Abs(choice))
			}
			continue
		}
		terms = append(terms, p.terms(param.Name, []value{v})...)
	}
	return terms
}

// exclude removes choices from the previous axis.
func (p *parser) exclude(pr pair) bool {
	for i := len(p.s.Assigns) - 1; i >= 0; i-- {
		last := &p.s.Assigns[i]
		param, ok := p.project.Param(last.Param)
		if !ok || !pr.values[0].belongs(param) || pr.param != "" && pr.param != last.Param {
			continue
		}
		if !last.Axis.All && last.Axis.Spread == nil && len(last.Axis.Terms) < 2 {
			continue
		}
		terms := p.anyOfThem(param, pr.values)
		if listed := last.Axis.Terms; len(listed) > 0 && !slices.ContainsFunc(terms, func(t sweep.Term) bool { return slices.Contains(listed, t) }) {
			continue
		}
		for _, t := range terms {
			if value, err := param.Check(t.Value); err == nil {
				last.Axis.Except = append(last.Axis.Except, value)
			}
		}
		return true
	}
	return false
}
