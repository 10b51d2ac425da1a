package read

import (
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/sweep"
	"github.com/trex-ml/trex/agent/internal/vocab"
	"github.com/trex-ml/trex/agent/internal/word"
)

// fillChoices finds the parameter of choices without a name.
func (p *parser) fillChoices(a *Assign, pr pair) bool {
	var names []string
	for _, param := range p.project.Params {
		all := true
		for _, v := range pr.values {
			all = all && (v.belongs(param) || v.kind == vDefault)
		}
		if all {
			names = append(names, param.Name)
		}
	}
	if len(names) > 1 {
		p.s.ask("“" + a.Text + "” could be a value of " + Either(names) + ": of which one?")
	}
	if len(names) == 0 {
		names = []string{pr.values[0].choices[0].Param}
	}
	a.Param = names[0]
	a.Axis = sweep.Axis{Param: a.Param, Terms: p.terms(a.Param, pr.values)}
	if p.markBefore(pr.first, word.MarkWithout) {
		a.Op = Drop
	}
	return true
}

// mostBareRate is the largest number after an optimizer that can only be its
// learning rate: "adam 1e-3", but not "adam 0.9".
const mostBareRate = 0.1

// fillRate reads "adam at 1e-3" and "adam 1e-3": a number without a name after
// an optimizer is its learning rate.
func (p *parser) fillRate(a *Assign, pr pair) bool {
	name, ok := p.rateOf(a.at, pr.values)
	if !ok || pr.spread != nil {
		return false
	}
	a.Param = name
	a.Axis = sweep.Axis{Param: name, Terms: p.terms(name, pr.values)}
	return true
}

// rateOf returns the learning rate that the values at item at must be, because an
// optimizer comes before them.
func (p *parser) rateOf(at int, values []value) (name string, ok bool) {
	rate, _ := p.voc.Find("learning rate")
	optimizer, _ := p.voc.Find("optimizer")
	param, known := p.project.Param(rate.Param)
	i := p.skipBack(at-1, word.RateLead, word.With, word.Use, word.Test, "(", ":")
	if !known || param.Type != trex.Float || len(values) == 0 || !fits(values, param) || i < 0 || !p.items[i].isChoice() {
		return "", false
	}
	choice := p.items[i].meaning.Choices[0]
	said := p.is(i+1, word.RateLead) || p.is(i+1, ":") && choice.Param == optimizer.Param
	bare := choice.Param == optimizer.Param && !p.items[i].isParam() && (p.is(at-1, word.With) || !word.Values.Is(choice.Value.String(), word.Momentum))
	for _, v := range values {
		if v.kind != vNumber || v.num.Percent || v.num.Value > 1 || !said && (!bare || v.num.Value > mostBareRate) {
			return "", false
		}
	}
	return param.Name, true
}

// fillMention reads a parameter's name without a value. It means a switch that
// is on, a parameter that is left out, all choices of the parameter, or nothing
// yet.
func (p *parser) fillMention(a *Assign, pr pair) bool {
	if p.alsoScaled(a, pr) {
		return true
	}
	param, _ := p.project.Param(pr.param)
	a.Axis = sweep.Axis{Param: pr.param}
	listed := len(param.Choices) > 0 || param.Type == trex.Boolean
	switch {
	case p.markBefore(pr.first, word.MarkBoth) && param.Type == trex.Boolean:
		a.Axis.All = true
	case p.markBefore(pr.first, word.MarkWithout):
		a.Axis.Terms = []sweep.Term{{Kind: sweep.Off}}
	case a.Op == Drop && p.markBefore(pr.first, word.MarkDrop), p.is(p.atoms[pr.last].end, word.Out) && p.is(p.skipBack(p.atoms[pr.first].at-1, word.The), word.Turn):
		a.Op = Set
		a.Axis.Terms = []sweep.Term{{Kind: sweep.Off}}
		if _, err := param.Check(trex.Number(0)); param.Type == trex.String || err != nil && param.Type != trex.Boolean {
			a.Axis.Terms = []sweep.Term{{Kind: sweep.Default}}
		}
	case p.markBefore(pr.first, markReset):
		a.Axis.Terms = []sweep.Term{{Kind: sweep.Default}}
	case p.is(p.atoms[pr.first].at-1, word.Various) && !pr.plural && p.is(p.atoms[pr.first].at-2, word.A, word.Some), p.is(p.atoms[pr.first].at-1, word.Another):
		p.s.Mentioned = append(p.s.Mentioned, pr.param) // "use a different optimizer"
		return false
	case param.Type == trex.Boolean && p.is(p.atoms[pr.last].end, word.Both) && p.is(p.atoms[pr.last].end+1, word.Ways):
		a.Axis.All = true
	case listed && !p.markBefore(pr.first, word.MarkAll) && p.choiceFollows(pr): // "the optimizers, adam and sgd"
		return false
	case listed && (p.markBefore(pr.first, word.MarkAll, word.MarkEach) || pr.plural && param.Type != trex.Boolean || p.swept(pr.first)):
		a.Axis.All = true
	case param.Type == trex.Boolean:
		a.Axis.Terms = []sweep.Term{p.switched(pr)}
	default:
		if !p.is(p.atoms[pr.first].at-1, word.Same) {
			p.s.Mentioned = append(p.s.Mentioned, pr.param)
		}
		return false
	}
	return true
}

// choiceFollows reports whether a value of the parameter comes after its name and a
// comma.
func (p *parser) choiceFollows(pr pair) bool {
	end := p.atoms[pr.last].end
	i := p.skip(end, ",", "(")
	return i > end && i < len(p.items) && slices.ContainsFunc(p.items[i].meaning.Choices, func(c vocab.Choice) bool { return c.Param == pr.param })
}

// switched returns what the name of a switch alone says: "normalized rewards" is
// on, "don't normalize rewards" and "unnormalized rewards" are off.
func (p *parser) switched(pr pair) sweep.Term {
	name := p.items[p.atoms[pr.first].at]
	if name.meaning.Negated || p.is(p.atoms[pr.first].at-1, word.Not) {
		return sweep.Term{Kind: sweep.Off}
	}
	return sweep.Term{Kind: sweep.On}
}

// swept reports whether a word like "sweep" or "over" comes directly before.
func (p *parser) swept(at int) bool {
	i := p.atoms[at].at - 1
	for p.is(i, word.The, word.Over, word.Of, word.Per) {
		if p.is(i, word.Over, word.Per) {
			return true
		}
		i--
	}
	return p.is(i, word.Sweep)
}

func (p *parser) eachAfter(at int) bool {
	end := p.atoms[at].end
	i := p.skip(end, ",", "(", word.For, word.On, word.In, word.Over)
	return p.is(i, word.Each, word.Both, word.All, word.Every, word.Throughout) &&
		!(p.is(i, word.All, word.Both, word.Each, word.Every) && p.nameFollows(i+1)) && !p.is(i+1, word.With, word.At, word.For)
}
