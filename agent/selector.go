package agent

import (
	"math"
	"slices"
	"strings"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
	"github.com/trex-ml/trex/agent/internal/vocab"
)

// selecting reads a selector from words, and notes which of them it used.
type selecting struct {
	m     *message
	t     lexicon.Text
	used  []bool // by word
	s     Select
	rest  bool // "the rest", "the others"
	point bool // "it", "them", "that run"
	noun  bool // "runs", "the ones"
	bare  bool // a run by its number alone

	experiments bool // "experiments"
}

// selector reads the words from to end.
func (m *message) selector(from, end int) *selecting {
	z := &selecting{m: m, t: m.text, used: make([]bool, len(m.text))}
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
		if next > i+1 || !z.t.Is(i, lexicon.And, lexicon.Not) || z.names(next, end) {
			return i
		}
	}
	return -1
}

// names reports whether a run, or a description of runs, begins at i.
func (z *selecting) names(i, end int) bool {
	for i < end && z.t.Is(i, lexicon.Article) {
		i = z.t.At(i, lexicon.Article)
	}
	return i < end && (z.t[i].Kind == lex.ID || z.t.Is(i, lexicon.Best, lexicon.Worst, lexicon.Last, lexicon.Mine) || z.values(i, end) > i)
}

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
	if !slices.Contains(z.s.Runs, id) {
		z.s.Runs = append(z.s.Runs, id)
	}
}

// mostSpan is the most runs that "r3 to r7" may name.
const mostSpan = 200

func (z *selecting) span(i, end int) int {
	if i+2 >= end || z.t[i+2].Kind != lex.ID || z.t[i+2].Text[0] != 'r' || !z.t.Is(i+1, lexicon.To) {
		return i
	}
	first, last := z.t[i].Num.Value, z.t[i+2].Num.Value
	if last < first || last-first >= mostSpan {
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

// names reports whether a parameter or a choice begins at word i.
func (m *message) names(i int) bool {
	_, end := m.meaning(i, len(m.text))
	return end > i
}

func isWhole(n lex.Number) bool {
	return n.Value == math.Trunc(n.Value) && n.Value >= 1 && n.Value <= 1e9 && !n.Percent && !n.Times && !n.Fraction && !n.Spelled
}

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

// latest reads "the last 5 runs" and "my last run".
func (z *selecting) latest(i, end int) int {
	next := z.t.At(i, lexicon.Last)
	if next == i || next > end {
		return i
	}
	n := 1
	if next < end && z.t[next].Kind == lex.Num && isCount(z.t[next].Num) {
		n, next = int(z.t[next].Num.Value), next+1
	}
	noun := z.t.At(next, lexicon.Run, lexicon.Experiment)
	if noun == next {
		return i // "the last epochs"
	}
	z.s.Limit = n
	z.experiments = z.t.Is(next, lexicon.Experiment) && !z.t.Is(next, lexicon.RunName)
	return noun
}

func isCount(n lex.Number) bool {
	return n.Value == math.Trunc(n.Value) && n.Value >= 1 && n.Value <= 1000 && !n.Percent && !n.Times && !n.Fraction
}

// days are the concepts of the days of the week, from Sunday as in package time.
var days = [...]lexicon.Concept{
	lexicon.Sunday, lexicon.Monday, lexicon.Tuesday, lexicon.Wednesday, lexicon.Thursday, lexicon.Friday, lexicon.Saturday,
}

// times reads "today", "last night", "this week", "on monday".
func (z *selecting) times(i, end int) int {
	now := z.m.req.now()
	day := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	monday := day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
	for _, when := range []struct {
		concept     lexicon.Concept
		since, till time.Time
	}{
		{lexicon.Today, day, time.Time{}},
		{lexicon.Night, day.Add(-6 * time.Hour), day.Add(12 * time.Hour)},
		{lexicon.Yesterday, day.AddDate(0, 0, -1), day},
		{lexicon.Week, monday, time.Time{}},
		{lexicon.LastWeek, monday.AddDate(0, 0, -7), monday},
		{lexicon.PastWeek, now.AddDate(0, 0, -7), time.Time{}},
		{lexicon.Month, now.AddDate(0, -1, 0), time.Time{}},
	} {
		if next := z.t.At(i, when.concept); next > i && next <= end {
			z.s.Since, z.s.Until = when.since, when.till
			return next
		}
	}
	for weekday, concept := range days {
		if next := z.t.At(i, concept); next > i && next <= end {
			z.s.Since = day.AddDate(0, 0, -(int(day.Weekday())-weekday+7)%7)
			z.s.Until = z.s.Since.AddDate(0, 0, 1)
			return next
		}
	}
	return i
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
		{lexicon.Failed, z.status(trex.Failed)},
		{lexicon.Waiting, z.status(trex.Pending)},
		{lexicon.Completed, z.status(trex.Completed)},
		{lexicon.Running, z.status(trex.Running)},
		{lexicon.Active, func() { z.s.Statuses = []trex.Status{trex.Pending, trex.Running} }},
		{lexicon.Stopped, z.status(trex.Cancelled)},
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

func (z *selecting) status(status trex.Status) func() {
	return func() {
		if !slices.Contains(z.s.Statuses, status) {
			z.s.Statuses = append(z.s.Statuses, status)
		}
	}
}

// left returns the words from to end that nothing used and that mean something.
func (z *selecting) left(from, end int) []string {
	var left []string
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
