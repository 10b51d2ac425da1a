package agent

import (
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
	"github.com/trex-ml/trex/agent/internal/vocab"
)

// selecting reads a selector from words, and notes which of them it used.
type selecting struct {
	m     *message
	t     lexicon.Text
	from  int    // where its words begin
	used  []bool // by word
	s     Select
	rest  bool // "the rest", "the others"
	point bool // "it", "them", "that run"
	noun  bool // "runs", "the ones"
	bare  bool // a run by its number alone
	not   []trex.Status

	experiments bool // "experiments"
	unread      bool // a range that is none, or more runs than a message may name
}

// selector reads the words from to end.
func (m *message) selector(from, end int) *selecting {
	z := &selecting{m: m, t: m.text, from: from, used: make([]bool, len(m.text))}
	if at := z.exception(from, end); at >= 0 {
		z.use(at, z.t.At(at, lexicon.Except))
		inner := m.selector(z.t.At(at, lexicon.Except), end)
		if !inner.s.IsZero() || inner.point {
			z.s.Except = &inner.s
			z.join(inner)
			end = at
		}
	}
	for i := from; i < end; {
		next := i
		for _, read := range []func(i, end int) int{z.ids, z.ranks, z.latest, z.times, z.values, z.words, z.person} {
			if next = read(i, end); next > i {
				z.use(i, next)
				break
			}
		}
		i = max(next, i+1)
	}
	if len(z.not) > 0 && len(z.s.Runs) == 0 { // "r12, which has not started" is r12
		if z.s.Except == nil {
			z.s.Except = &Select{}
		}
		z.s.Except.Statuses = append(z.s.Except.Statuses, z.not...)
	}
	return z
}

func (z *selecting) use(from, end int) {
	for i := from; i < end && i < len(z.used); i++ {
		z.used[i] = true
	}
}

func (z *selecting) join(inner *selecting) {
	for i, used := range inner.used {
		z.used[i] = z.used[i] || used
	}
}

// exception finds "except" and its like, when something stands before it. "but"
// and "not" are exceptions only right before a thing that can be excepted.
func (z *selecting) exception(from, end int) int {
	for i := from + 1; i < end; i++ {
		next := z.t.At(i, lexicon.Except)
		if next == i || next >= end {
			continue
		}
		if z.valued(i, next, end) { // "lr other than 0.1", "without dropout": a condition
			continue
		}
		if next > i+1 || !z.t.Is(i, lexicon.And, lexicon.Not) || z.names(next, end) {
			return i
		}
	}
	return -1
}

// valued reports whether what is excepted from next is a value of the parameter before
// it, or the name of a parameter alone.
func (z *selecting) valued(i, next, end int) bool {
	if z.t.Is(i, lexicon.Unequal) {
		before := i
		for before > 0 && z.t.Is(before-1, lexicon.Be, lexicon.Which) {
			before--
		}
		return before > 0 && z.m.covered[before-1]
	}
	if next == i+1 && z.t.Is(i, lexicon.Not) && z.t.Is(i-1, lexicon.Be) && i > 1 && z.m.covered[i-2] {
		return true // "optimizer is not adam"
	}
	found, after := z.m.meaning(next, end)
	return z.t.Is(i, lexicon.Off) && after > next && found.Param != "" && len(found.Choices) == 0 && !z.valueAt(z.connect(after, end), end)
}

// names reports whether a run, or a description of runs, begins at i.
func (z *selecting) names(i, end int) bool {
	for i < end && z.t.Is(i, lexicon.Article) {
		i = z.t.At(i, lexicon.Article)
	}
	return i < end && (z.t[i].Kind == lex.ID || z.t.Is(i, lexicon.Best, lexicon.Worst, lexicon.Last, lexicon.Mine) || z.values(i, end) > i)
}

// names reports whether a parameter or a choice begins at word i.
func (m *message) names(i int) bool {
	_, end := m.meaning(i, len(m.text))
	return end > i
}

// person reads the name of somebody who has asked for runs.
func (z *selecting) person(i, end int) int {
	word := z.t[i]
	if word.Kind != lex.Word || z.m.covered[i] {
		return i
	}
	name := strings.TrimSuffix(strings.ToLower(word.Raw), "'s")
	for k := range z.m.req.Runs {
		if by := z.m.req.Runs[k].Requester; by.Name != "" && strings.EqualFold(by.Name, name) {
			z.s.By = by
			return i + 1
		}
	}
	return i
}

// words reads what stands for all runs, for one's own, for states.
func (z *selecting) words(i, end int) int {
	for _, word := range []struct {
		concept lexicon.Concept
		apply   func()
	}{
		{lexicon.Rest, func() { z.rest = true }},
		{lexicon.Everything, func() { z.s.Scope = ScopeAll }},
		{lexicon.Mine, func() { z.s.Scope = ScopeMine }},
		{lexicon.Failed, z.status(i, trex.Failed)},
		{lexicon.Waiting, z.status(i, trex.Pending)},
		{lexicon.Completed, z.status(i, trex.Completed)},
		{lexicon.Running, z.status(i, trex.Running)},
		{lexicon.Active, func() { z.s.Statuses = []trex.Status{trex.Pending, trex.Running} }},
		{lexicon.Stopped, z.status(i, trex.Cancelled)},
		{lexicon.It, func() { z.point = true }},
		{lexicon.Run, func() { z.noun = true }},
		{lexicon.Experiment, func() { z.point, z.experiments = true, z.t.Is(i, lexicon.Plural) }},
	} {
		if next := z.t.At(i, word.concept); next > i && next <= end {
			if word.concept == lexicon.Everything && z.s.Scope == ScopeMine {
				return next // "all of my runs"
			}
			word.apply()
			return next
		}
	}
	return i
}

func (z *selecting) status(i int, status trex.Status) func() {
	return func() {
		if z.denied(i) { // "runs that did not fail"
			z.not = append(z.not, status)
			return
		}
		if !slices.Contains(z.s.Statuses, status) {
			z.s.Statuses = append(z.s.Statuses, status)
		}
	}
}

// left returns the words from to end that nothing used and that mean something.
func (z *selecting) left(from, end int) []string {
	var left []string
	if z.unread {
		left = append(left, "")
	}
	for i := from; i < end; i++ {
		if z.used[i] {
			continue
		}
		if next := z.t.At(i, lexicon.Filler); next > i {
			z.use(i, next)
			continue
		}
		if z.t[i].Kind != lex.Mark && z.t[i].Kind != lex.Break {
			left = append(left, z.t[i].Raw)
		}
	}
	return left
}

// meaning finds the longest name of the project that begins at word i.
func (m *message) meaning(i, end int) (vocab.Meaning, int) {
	for n := min(m.voc.Longest()+1, end-i, 5); n > 0; n-- {
		text := ""
		for _, w := range m.text[i : i+n] {
			if w.Kind == lex.Mark && w.Text != "-" || w.Kind == lex.Break || w.Kind == lex.ID || w.Kind == lex.Num && n == 1 {
				text = ""
				break
			}
			text += w.Text + " "
		}
		if text == "" {
			continue
		}
		if found, ok := m.voc.Find(text); ok {
			return found, i + n
		}
	}
	return vocab.Meaning{}, i
}

func (m *message) namesRuns(from, end int) bool {
	for i := from; i < end; i++ {
		if t := m.text[i]; t.Kind == lex.ID && t.Text[0] != 'p' {
			return true
		}
	}
	return false
}
