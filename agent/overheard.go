package agent

import (
	"math"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/clause"
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
)

// heard reports whether a message that does not address Trex is meant for it: it
// continues what Trex showed or asked, it comes from the person whose card or
// question that is or it names runs by id, and all of its words belong to the
// request. People talk to each other in a thread; when in doubt Trex is silent.
func (m *message) heard(intent Intent) bool {
	switch {
	case !m.req.Overheard || strings.Contains(strings.ToLower(m.req.Text), "trex"):
		return true
	case !m.req.Owner && (ofTheCard(intent.Kind) || !m.namesRuns(0, len(m.text))), slices.Contains(unowned, intent.Kind), m.addressesOthers():
		return false
	case slices.ContainsFunc(m.clauses, func(p part) bool { return p.Mood == clause.Statement && p.Modal && p.By == lexicon.I }):
		return false // "I'd go with 0.01"
	case (intent.Kind == Propose || intent.Kind == Edit) && len(m.s.Passed) > 0:
		return false
	}
	return m.anchored(intent.Kind) && len(m.strange(intent.Kind)) == 0
}

// ofTheCard reports whether a kind makes, changes or decides a card.
func ofTheCard(kind Kind) bool {
	return slices.Contains([]Kind{Propose, Edit, Launch, Dismiss, Undo}, kind)
}

// unowned are kinds that continue nothing.
var unowned = []Kind{Ask, Tell, Talk, Later, UseProject, DefaultProject}

// addressesOthers reports whether a message names somebody.
func (m *message) addressesOthers() bool {
	return strings.HasPrefix(m.req.Text, "@") || strings.Contains(m.req.Text, " @") || strings.Contains(m.req.Text, "<@")
}

// The concepts of requests to Trex: those that change a card, and those that ask
// or act.
var (
	ownedEdits = []lexicon.Concept{
		lexicon.Edit, lexicon.Small, lexicon.Try, lexicon.Set, lexicon.Compare, lexicon.Again, lexicon.Except, lexicon.Rest, lexicon.Keep,
		lexicon.Run, lexicon.Everything, lexicon.Both, lexicon.Last, lexicon.Half, lexicon.Article, lexicon.It, lexicon.Equals, lexicon.And,
		lexicon.Please, lexicon.To, lexicon.Mean, lexicon.Number, lexicon.Default, lexicon.On, lexicon.Off, lexicon.Join, lexicon.Question,
		lexicon.Initial, lexicon.Best, lexicon.LogScale, lexicon.Can, lexicon.Lets, lexicon.We, lexicon.Want, lexicon.I,
	}
	ownedAsks = []lexicon.Concept{
		lexicon.Stop, lexicon.Retry, lexicon.Launch, lexicon.Dismiss, lexicon.Undo, lexicon.Show, lexicon.Tell, lexicon.Worst, lexicon.AskLog,
		lexicon.Lines, lexicon.Chart, lexicon.Status, lexicon.Failed, lexicon.Running, lexicon.Waiting, lexicon.Completed, lexicon.Long, lexicon.Left,
		lexicon.Doing, lexicon.Metric, lexicon.What, lexicon.Which, lexicon.Why, lexicon.How, lexicon.When, lexicon.Be, lexicon.Do, lexicon.Have,
		lexicon.Would, lexicon.Will, lexicon.Wrong, lexicon.Happened, lexicon.Moved, lexicon.Experiment, lexicon.Card, lexicon.Mine, lexicon.Log,
		lexicon.List, lexicon.Result, lexicon.Settings, lexicon.Version, lexicon.Here, lexicon.If, lexicon.Explain, lexicon.Hello,
	}
)

// strange returns the words that do not belong to a request of that kind.
func (m *message) strange(kind Kind) []string {
	owned := ownedEdits
	if kind != Propose && kind != Edit {
		owned = slices.Concat(ownedEdits, ownedAsks)
	}
	var strange []string
	for i := 0; i < len(m.text); {
		w := m.text[i]
		if next := m.text.At(i, owned...); next > i {
			i = next
			continue
		}
		if !m.covered[i] && !m.isMetric(w.Text) && w.Kind != lex.Num && w.Kind != lex.ID && w.Kind != lex.Mark && w.Kind != lex.Break {
			strange = append(strange, w.Raw)
		}
		i++
	}
	return strange
}

// anchored reports whether a message names something of Trex: a run, a parameter,
// what it shows, or a change of the card.
func (m *message) anchored(kind Kind) bool {
	switch {
	case m.namesRuns(0, len(m.text)):
		return true
	case kind == Propose, kind == Edit:
		return m.namesParam() || m.text.Has(lexicon.Edit, lexicon.Mean) && (slices.Contains(m.covered, true) || m.hasFraction()) ||
			m.text.Has(lexicon.RunName, lexicon.Plural) || m.picks()
	case kind == Launch:
		return m.text.Has(lexicon.SurelyLaunch)
	case kind == Dismiss:
		return m.text.Has(lexicon.SurelyDismiss)
	case slices.Contains([]Kind{Undo, Stop, Retry}, kind):
		return true
	case slices.Contains(m.covered, true):
		return true
	}
	return m.text.Has(lexicon.Task)
}

// isMetric reports whether a word is the name of an objective.
func (m *message) isMetric(word string) bool {
	return slices.ContainsFunc(m.req.Projects, func(p trex.Project) bool { return strings.EqualFold(p.Objective.Metric, word) })
}

// namesParam reports whether a message names a parameter.
func (m *message) namesParam() bool {
	for i := range m.text {
		if found, next := m.meaning(i, len(m.text)); next > i && found.Param != "" {
			return true
		}
	}
	return false
}

// hasFraction reports whether a message has a number that is no count and no time
// of day.
func (m *message) hasFraction() bool {
	return slices.ContainsFunc(m.text, func(w lexicon.Word) bool { return w.Kind == lex.Num && w.Num.Value != math.Trunc(w.Num.Value) })
}
