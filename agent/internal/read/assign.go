package read

import (
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/sweep"
)

// assign turns pairs into what the sentence says, in order.
func (p *parser) assign(pairs []pair) {
	end := -1
	op, opMark, swap := Set, mNone, false
	var before *pair // what the first assign replaces
	for _, pr := range pairs {
		lead, marks := p.lead(end, pr.first)
		lead |= pr.join
		op, opMark = nextOp(op, opMark, marks, pr.param == "")
		a := Assign{Param: pr.param, Op: op, lead: lead, at: p.atoms[pr.first].at, values: pr.values}
		a.Text = p.text(p.atoms[pr.first].at, p.atoms[pr.last].end)
		a.shared = slices.Contains(marks, mEach) || p.eachAfter(pr.last)
		if slices.Contains(marks, mOld) && len(p.s.Assigns) == 0 && pr.spread == nil && len(pr.values) > 0 { // "instead of sgd use adam"
			before, end = &pr, pr.last
			continue
		}
		if slices.Contains(marks, mOld) && len(p.s.Assigns) > 0 && pr.spread == nil {
			p.replaced(pr)
			end = pr.last
			continue
		}
		if (slices.Contains(marks, mExcept) || slices.Contains(marks, mBut)) && pr.spread == nil && len(pr.values) > 0 && p.exclude(pr) {
			end = pr.last
			continue
		}
		if !p.fill(&a, pr) {
			end = pr.last
			continue
		}
		if swap && p.takesPlace(a, pr, end) {
			end = pr.last
			continue
		}
		if p.goesOn(a, pr, end, marks) {
			end = pr.last
			continue
		}
		p.s.Assigns = append(p.s.Assigns, a)
		if before != nil {
			p.replaced(*before)
			before = nil
		}
		swap = slices.Contains(marks, mChange)
		end = pr.last
	}
	p.fillParallel()
	p.checkCounts(pairs)
	seed, _ := sweep.SeedParam(p.project)
	p.s.Mentioned = slices.DeleteFunc(p.s.Mentioned, func(name string) bool { // "hidden layer with 128 units"
		return name == seed.Name && p.s.Repeats > 0 || slices.ContainsFunc(p.s.Assigns, func(a Assign) bool { return a.Param == name })
	})
}

// takesPlace makes "replace 0.1 with 0.2" one assign with an old value.
func (p *parser) takesPlace(a Assign, pr pair, end int) bool {
	last := &p.s.Assigns[len(p.s.Assigns)-1]
	i := p.atoms[pr.first].at - 1
	for p.is(i, "the", "a") {
		i--
	}
	if !p.is(i, "with", "by", "for", "to", "into", ">", "→", "against") || a.Param != last.Param && a.Param != "" && last.Param != "" ||
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

// goesOn adds "or 128" to the list that ended with its name before: "64 hidden
// units or 128".
func (p *parser) goesOn(a Assign, pr pair, end int, marks []marker) bool {
	n := len(p.s.Assigns)
	if a.Param != "" || a.Op != Set || n == 0 || end < 0 || p.atoms[end].kind != aParam || pr.spread != nil ||
		a.lead&(sepAnd|sepStop) == 0 || a.lead&(sepWith|sepFor|sepBreak) != 0 || slices.Contains(marks, mUse) {
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

// lead sums what stands between the atom at end and the atom at first.
func (p *parser) lead(end, first int) (seps, []marker) {
	var sep seps
	var marks []marker
	for i := end + 1; i < first; i++ {
		switch a := p.atoms[i]; a.kind {
		case aSep:
			sep |= a.sep
		case aMark:
			marks = append(marks, a.mark)
			switch a.mark {
			case mWith:
				sep |= sepWith
			case mFor:
				sep |= sepFor
			case mAnd, mOr:
				sep |= sepAnd
			case mStop:
				sep |= sepStop
			case mAnother:
				sep |= sepBreak
			}
		}
	}
	return sep, marks
}

// nextOp returns the op of the next assign. A word like "add" holds for what
// follows; "drop" only until a parameter is given a value.
func nextOp(op Op, was marker, marks []marker, bare bool) (Op, marker) {
	for i := len(marks) - 1; i >= 0; i-- {
		switch marks[i] {
		case mAdd, mAlso:
			return Add, marks[i]
		case mDrop:
			return Drop, mDrop
		case mOnly:
			return Only, mOnly
		case mUse, mNow, mChange, mUp, mDown, mBut:
			return Set, marks[i]
		}
	}
	if op == Drop && !bare {
		return Set, mNone
	}
	return op, was
}

// fill gives a what its pair says; ok is false when that is nothing.
func (p *parser) fill(a *Assign, pr pair) (ok bool) {
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
		a.Plain = len(pr.values) == 1
		if p.markBefore(pr.first, mWithout) {
			a.Op = Drop
		}
		if i := a.at - 1; pr.spread == nil && i >= 0 && (p.items[i].isChoice() || p.is(i, "=") && i > 0 && p.items[i-1].isChoice()) {
			name := p.items[p.skipBack(i, "=")].Raw
			p.s.ask("“" + name + " " + a.Text + "”: " + name + " is a value itself and takes none. Of which parameter is " + a.Text + "?")
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
		a.Axis = sweep.Axis{Param: pr.param, Terms: p.terms(pr.param, pr.values)}
		a.Interval = p.interval(pr, *a)
	}
	if seed, ok := sweep.SeedParam(p.project); ok && pr.plural && pr.param == seed.Name && len(pr.values) == 1 && pr.values[0].kind == vNumber && pr.spread == nil {
		p.s.ask("“" + a.Text + "”: is that the seed " + pr.values[0].text + ", or so many different seeds?")
	}
	if p.markBefore(pr.first, mBoth) {
		a.Axis.Terms = append([]sweep.Term{{Kind: sweep.Off}}, a.Axis.Terms...)
	}
	if p.markBefore(pr.first, mWithout) {
		a.Op = Drop
	}
	return true
}

func (p *parser) terms(name string, values []value) []sweep.Term {
	param, _ := p.project.Param(name)
	var terms []sweep.Term
	for _, v := range values {
		some, question := v.terms(param)
		if question != "" {
			p.s.ask(question)
		}
		terms = append(terms, some...)
	}
	return terms
}

// fillChoices finds the parameter whose choices stand alone.
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
		p.s.ask("“" + a.Text + "” could be a value of " + joinOr(names) + ": of which one?")
	}
	if len(names) == 0 {
		names = []string{pr.values[0].choices[0].Param}
	}
	a.Param = names[0]
	a.Axis = sweep.Axis{Param: a.Param, Terms: p.terms(a.Param, pr.values)}
	if p.markBefore(pr.first, mWithout) {
		a.Op = Drop
	}
	return true
}

func joinOr(names []string) string {
	values := make([]trex.Value, len(names))
	for i, name := range names {
		values[i] = trex.Text(name)
	}
	return orList(values)
}

// fillMention reads a parameter's name without a value: a switch that is on, a
// parameter that is left out, all of its choices, or nothing yet.
func (p *parser) fillMention(a *Assign, pr pair) bool {
	param, _ := p.project.Param(pr.param)
	a.Axis = sweep.Axis{Param: pr.param}
	listed := len(param.Choices) > 0 || param.Type == trex.Boolean
	switch {
	case p.markBefore(pr.first, mBoth) && param.Type == trex.Boolean:
		a.Axis.All = true
	case p.markBefore(pr.first, mWithout), p.is(p.atoms[pr.last].end, "out", "away") && p.is(p.skipBack(p.atoms[pr.first].at-1, "the"), "leave", "take", "throw", "turn", "keep"):
		a.Axis.Terms = []sweep.Term{{Kind: sweep.Off}}
	case a.Op == Drop && p.markBefore(pr.first, mDrop):
		a.Op = Set
		a.Axis.Terms = []sweep.Term{{Kind: sweep.Off}}
		if _, err := param.Check(trex.Number(0)); param.Type == trex.String || err != nil && param.Type != trex.Boolean {
			a.Axis.Terms = []sweep.Term{{Kind: sweep.Default}}
		}
	case listed && (p.markBefore(pr.first, mAll, mEach) || pr.plural || p.swept(pr.first)):
		a.Axis.All = true
	case param.Type == trex.Boolean:
		a.Axis.Terms = []sweep.Term{{Kind: sweep.On}}
	default:
		p.s.Mentioned = append(p.s.Mentioned, pr.param)
		return false
	}
	return true
}

// swept reports whether a word like "sweep" or "over" stands right before.
func (p *parser) swept(at int) bool {
	i := p.atoms[at].at - 1
	for p.is(i, "the", "over", "across", "of") {
		if p.is(i, "over", "across") {
			return true
		}
		i--
	}
	return p.is(i, "sweep", "vary", "varying", "sweeping", "ablate", "scan", "explore", "grid")
}

func (p *parser) eachAfter(at int) bool {
	end := p.atoms[at].end
	i := p.skip(end, ",", "for", "on", "in", "(", "across")
	return p.is(i, "each", "both", "apiece", "all", "throughout", "everywhere", "either", "every") &&
		!(p.is(i, "all", "both", "each", "every") && p.nameFollows(i+1)) && !p.is(i+1, "with", "at", "using", "for")
}

// replaced makes the values of pr what the assign before replaces.
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

// exclude takes choices out of the axis before.
func (p *parser) exclude(pr pair) bool {
	for i := len(p.s.Assigns) - 1; i >= 0; i-- {
		last := &p.s.Assigns[i]
		param, ok := p.project.Param(last.Param)
		if !ok || !pr.values[0].belongs(param) || pr.param != "" && pr.param != last.Param {
			continue
		}
		if !last.Axis.All && len(last.Axis.Terms)+btoi(last.Axis.Spread != nil) < 2 && last.Axis.Spread == nil {
			continue
		}
		for _, t := range p.terms(last.Param, pr.values) {
			if value, err := param.Check(t.Value); err == nil {
				last.Axis.Except = append(last.Axis.Except, value)
			}
		}
		return true
	}
	return false
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// checkCounts compares "4 learning rates" with how many there are.
func (p *parser) checkCounts(pairs []pair) {
	for _, c := range p.s.counts {
		k := slices.IndexFunc(pairs, func(pr pair) bool { return p.atoms[pr.last].end > c.item && len(pr.values)+btoi(pr.spread != nil) > 0 })
		if k < 0 {
			p.s.Vague = append(p.s.Vague, c.text)
			continue
		}
		if n := len(pairs[k].values); pairs[k].spread == nil && n != c.n && n > 0 {
			p.s.ask("“" + c.text + "”, but I see " + sweep.Count(n, "value") + ". Which values do you want?")
		}
	}
}

// ask keeps the first question.
func (s *Sentence) ask(question string) {
	if s.Ambiguous == "" {
		s.Ambiguous = question
	}
}
