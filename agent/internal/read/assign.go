package read

import (
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/sweep"
	"github.com/trex-ml/trex/agent/internal/word"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

// assign turns pairs into the assigns of the sentence, in order.
func (p *parser) assign(pairs []pair) {
	end := -1
	op, opMark, swap := Set, marker(""), false
	var before *pair // the values that the first assign replaces
	groups := p.groups(pairs)
	leftOut := 0 // the group that is kept as a combination
	for i, pr := range pairs {
		if group := groupFrom(pairs, groups, i); group != nil && p.leavesOut(group) {
			leftOut = groups[i]
		} else if len(group) > 1 && p.owner(group[0], nil) != "" { // "all optimizers except adam, at lr 0.01"
			clear(groups[i+1 : i+len(group)])
		}
		if leftOut > 0 && groups[i] == leftOut {
			end = pr.last
			continue
		}
		lead, marks := p.lead(end, pr.first)
		lead |= pr.join
		op, opMark = nextOp(op, opMark, marks, pr.param == "")
		a := Assign{Param: pr.param, Op: op, lead: lead, at: p.atoms[pr.first].at, values: pr.values}
		a.Text = p.text(p.atoms[pr.first].at, p.atoms[pr.last].end)
		spot := p.placeOf(pr)
		a.For = spot.ordinals
		if spot.where != nil {
			a.Rank = spot.where.rank
			a.Where = &Assign{Param: spot.where.param, Text: spot.where.text, Op: Drop, values: spot.where.values}
		}
		a.target = p.is(p.atoms[pr.first].at-1, word.Give) || p.is(p.atoms[pr.last].end, word.Gets)
		a.shared = slices.Contains(marks, word.MarkEach) || p.eachAfter(pr.last)
		if after := p.atoms[pr.last].end; a.Op == Set && (p.is(after, word.Too) || p.is(after, word.As) && p.is(after+1, word.Well) && !p.is(after+2, word.As)) && !slices.Contains(marks, word.MarkUse) {
			a.Op = Add // "0.5 too"
		}
		if n := len(p.s.Assigns); a.Param == "" && a.For != nil && n > 0 && p.s.Assigns[n-1].For != nil && !slices.Equal(a.For, p.s.Assigns[n-1].For) {
			pr.param = p.sameAs(p.s.Assigns[n-1].Param, pr) // "epochs 3 for the first, 30 for the second"
			a.Param = pr.param
		}
		if n := len(p.s.Assigns); a.Param == "" && n > 0 && slices.Contains(marks, word.MarkCorrect) {
			pr.param = p.sameAs(p.s.Assigns[n-1].Param, pr) // "batch size 16, no wait, 32"
			a.Param = pr.param
		}
		old, except := slices.Contains(marks, word.MarkOld) && pr.spread == nil, slices.Contains(marks, word.MarkExcept)
		switch valued := len(pr.values) > 0; {
		case old && len(p.s.Assigns) > 0:
			p.replaced(pr)
		case old && valued: // "instead of sgd use adam"
			before = &pr
		case valued && groups[i] > 0 && alone(groups, i) && p.exclude(pr):
		case valued && slices.Contains(marks, word.MarkBut) && pr.spread == nil && p.exclude(pr):
		case valued && p.notThis(pr) && (groups[i] == 0 || alone(groups, i)) && p.follows(pr): // "0.3 not 0.1"
			p.replaced(pr)
		case valued && alone(groups, i) && p.notThis(pr) && i+1 < len(pairs) && p.butThat(pr, pairs[i+1]): // "not 0.1 but 0.3"
			before = &pr
		case except && p.allBut(pr, &a):
			p.s.Assigns = append(p.s.Assigns, a)
		default:
			if except && valued {
				p.excepts(&a, pr)
			}
			if !p.fill(&a, pr) || (swap || p.is(p.atoms[pr.first].at-1, word.Into)) && len(p.s.Assigns) > 0 && p.takesPlace(a, pr, end) || p.goesOn(a, pr, end, marks) {
				break
			}
			if slices.Contains(marks, word.MarkCorrect) {
				p.correct(a)
			}
			if a.Group = groups[i]; a.Group > 0 {
				a.Op = Drop
			}
			p.s.Assigns = append(p.s.Assigns, a)
			if before != nil {
				p.replaced(*before)
				before = nil
			}
			swap = slices.Contains(marks, word.MarkChange)
		}
		end = pr.last
	}
	p.objectless(pairs)
	p.orWithout(pairs)
	p.fillParallel()
	p.checkCounts(pairs)
	seed, _ := insight.Seed(p.project)
	p.s.Mentioned = slices.DeleteFunc(p.s.Mentioned, func(name string) bool { // "hidden layer with 128 units"
		return name == seed.Name && p.s.Repeats > 0 || slices.ContainsFunc(p.s.Assigns, func(a Assign) bool { return a.Param == name })
	})
}

// sameAs returns the name when the values of a pair without one fit it.
func (p *parser) sameAs(name string, pr pair) string {
	param, ok := p.project.Param(name)
	if !ok || len(pr.values) == 0 || !fits(pr.values, param) {
		return ""
	}
	return name
}

// correct forgets the values of the last assign when a takes their place: "30
// epochs, no wait, 40 epochs".
func (p *parser) correct(a Assign) {
	n := len(p.s.Assigns) - 1
	if n < 0 {
		return
	}
	last := p.s.Assigns[n]
	param, _ := p.project.Param(last.Param)
	if a.Param == last.Param || a.Param == "" && fits(a.values, param) {
		p.s.Assigns = p.s.Assigns[:n]
	}
}

// excepts reads an excluded value when no list is given to exclude it from. It
// drops the value from the existing configurations or asks.
func (p *parser) excepts(a *Assign, pr pair) {
	switch kind := pr.values[0].kind; {
	case kind == vNumber && pr.param == "" && len(p.s.Assigns) == 0 && !p.s.Defaults:
		a.Op = Drop // "everything but 128"
	case kind == vChoice && !p.s.Defaults && !p.s.Same && !p.s.Point:
		p.s.ask("Which values do you want instead of " + a.Text + "?")
	}
}

// fill fills a from its pair. ok is false when the pair says nothing.
func (p *parser) fill(a *Assign, pr pair) (ok bool) {
	a.oldValues = pr.old
	for _, v := range pr.old {
		param, found := p.project.Param(pr.param)
		if !found {
			break
		}
		terms, _ := v.terms(param)
		a.Old = append(a.Old, terms...)
	}
	switch {
	case pr.param == "" && len(pr.values) > 0 && pr.values[0].kind == vChoice:
		return p.fillChoices(a, pr)
	case pr.param == "":
		if p.markBefore(pr.first, word.MarkWithout) {
			a.Op = Drop
		}
		if p.fillRate(a, pr) {
			return true
		}
		if i := a.at - 1; pr.spread == nil && i >= 0 && (p.items[i].isChoice() || p.is(i, "=") && i > 0 && p.items[i-1].isChoice()) {
			name := p.items[p.skipBack(i, "=")].Raw
			p.s.ask("“" + name + " " + a.Text + "”: " + name + " is a value itself and takes none. Which parameter is " + a.Text + " for?")
		}
		if pr.spread != nil {
			a.values = nil
			a.Bad = trex.Invalid("“%s” of which parameter?", a.Text)
		}
		return true
	case pr.spread == nil && len(pr.values) == 0:
		return p.fillMention(a, pr)
	case pr.spread != nil:
		s, question := pr.spread.sweepSpread(p, pr.param)
		if question != "" {
			p.s.ask(question)
		}
		a.Axis = sweep.Axis{Param: pr.param, Spread: s}
	default:
		a.Axis = sweep.Axis{Param: pr.param, Terms: p.shifted(a, pr, p.terms(pr.param, pr.values))}
		a.Interval = p.interval(pr, *a)
		if n := len(p.s.Assigns); n > 0 && pr.values[0].ofThat && p.s.Assigns[n-1].Param != pr.param && p.s.Assigns[n-1].Param != "" {
			p.s.ask("“" + a.Text + "”: of which value? Say each pair, like “" + p.s.Assigns[n-1].Param + " … with " + pr.param + " …, …”.")
		}
	}
	if seed, ok := insight.Seed(p.project); ok && pr.plural && pr.param == seed.Name && len(a.Axis.Terms) == 1 && pr.spread == nil && pr.values[0].kind == vNumber {
		p.s.ask("“" + a.Text + "”: is that the seed " + pr.values[0].text + ", or so many different seeds?")
	}
	if p.markBefore(pr.first, word.MarkBoth) {
		a.Axis.Terms = append([]sweep.Term{{Kind: sweep.Off}}, a.Axis.Terms...)
	}
	if p.markBefore(pr.first, word.MarkWithout) {
		if p.sets(pr) {
			a.Axis.Terms = append([]sweep.Term{{Kind: sweep.Off}}, a.Axis.Terms...)
			return true
		}
		a.Op = Drop
	}
	return true
}

// sets reports whether the values are an alternative to the name before them:
// "no dropout vs 0.2".
func (p *parser) sets(pr pair) bool {
	if pr.first == pr.last || p.atoms[pr.first].kind != aParam {
		return false
	}
	sep, marks := p.between(pr.first, pr.last)
	return sep&(sepComma|sepStop|sepAnd) != 0 || slices.Contains(marks, word.MarkStop) || slices.Contains(marks, word.MarkOr) || slices.Contains(marks, word.MarkAnd)
}

func (p *parser) terms(name string, values []value) []sweep.Term {
	param, _ := p.project.Param(name)
	var terms []sweep.Term
	for _, v := range values {
		some, question := v.terms(param)
		if question != "" && !p.choose(v, param) {
			p.s.ask(question)
		}
		terms = append(terms, some...)
	}
	return terms
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// checkCounts compares a count, as in "4 learning rates", with the number of
// values.
func (p *parser) checkCounts(pairs []pair) {
	for _, c := range p.s.counts {
		k := slices.IndexFunc(pairs, func(pr pair) bool { return p.atoms[pr.last].end > c.item && len(pr.values)+btoi(pr.spread != nil) > 0 })
		if k < 0 {
			p.s.Vague = append(p.s.Vague, c.text)
			continue
		}
		if n := len(pairs[k].values); pairs[k].spread == nil && n != c.n && n > 0 {
			p.s.ask("“" + c.text + "”, but I see " + say.Count(n, "value") + ". Which values do you want?")
		}
	}
}

// ask records a question. Only the first one is kept.
func (s *Sentence) ask(question string) {
	if s.Ambiguous == "" {
		s.Ambiguous = question
	}
}
