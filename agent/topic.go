package agent

import (
	"github.com/trex-ml/trex/agent/internal/lexicon"
)

// topic is one thing that people ask, with the concepts that show it.
type topic struct {
	kind   Kind
	weight int
	all    []lexicon.Concept // each must be in the words
	opens  lexicon.Concept   // the question word; "" for any
	runs   bool              // runs or experiments must be named
}

// topics are the questions that Trex knows. The heaviest match wins; of equals
// the first.
var topics = []topic{
	{kind: Help, weight: 9, all: list(lexicon.Help)},
	{kind: Logs, weight: 7, all: list(lexicon.AskLog)},
	{kind: Logs, weight: 7, all: list(lexicon.Last, lexicon.Lines)},
	{kind: Chart, weight: 6, all: list(lexicon.Chart)},
	{kind: Export, weight: 7, all: list(lexicon.Export)},
	{kind: Hours, weight: 8, all: list(lexicon.Hours)},
	{kind: Projects, weight: 5, all: list(lexicon.Project)},
	{kind: Projects, weight: 5, all: list(lexicon.Param)},
	{kind: Projects, weight: 5, opens: lexicon.What, all: list(lexicon.Default)},

	{kind: Explain, weight: 6, opens: lexicon.Why, all: list(lexicon.Failed)},
	{kind: Explain, weight: 6, opens: lexicon.Why, all: list(lexicon.Stopped)},
	{kind: Explain, weight: 6, opens: lexicon.Why, all: list(lexicon.Stop)},
	{kind: Explain, weight: 6, opens: lexicon.Why, all: list(lexicon.Diverged)},
	{kind: Explain, weight: 4, opens: lexicon.Why, runs: true},
	{kind: Explain, weight: 3, opens: lexicon.Why},
	{kind: Explain, weight: 6, opens: lexicon.What, all: list(lexicon.Wrong)},
	{kind: Explain, weight: 6, opens: lexicon.What, all: list(lexicon.Failed, lexicon.Why)},
	{kind: Explain, weight: 5, opens: lexicon.What, all: list(lexicon.Happened), runs: true},
	{kind: Explain, weight: 4, all: list(lexicon.Wrong)},
	{kind: Explain, weight: 6, all: list(lexicon.Fix), runs: true},
	{kind: Explain, weight: 4, all: list(lexicon.Explain), runs: true},
	{kind: Explain, weight: 5, all: list(lexicon.Failed, lexicon.Why)},

	{kind: Diff, weight: 7, all: list(lexicon.Moved), runs: true},
	{kind: Compare, weight: 6, all: list(lexicon.Compare), runs: true},
	{kind: Compare, weight: 6, all: list(lexicon.Better), runs: true},
	{kind: Compare, weight: 4, all: list(lexicon.Compare)},
	{kind: Compare, weight: 5, all: list(lexicon.Better)},

	{kind: Best, weight: 8, opens: lexicon.Who, all: list(lexicon.Best)},
	{kind: Best, weight: 6, all: list(lexicon.Best, lexicon.Settings, lexicon.RunName)},
	{kind: Best, weight: 5, all: list(lexicon.Best)},
	{kind: Best, weight: 5, all: list(lexicon.Worst)},

	{kind: Status, weight: 6, all: list(lexicon.Long)},
	{kind: Status, weight: 5, all: list(lexicon.Status)},
	{kind: Status, weight: 4, opens: lexicon.How, all: list(lexicon.Doing)},
	{kind: Status, weight: 3, opens: lexicon.How},
	{kind: Status, weight: 4, all: list(lexicon.Running)},
	{kind: Status, weight: 4, all: list(lexicon.Waiting)},
	{kind: Status, weight: 4, all: list(lexicon.Completed)},
	{kind: Status, weight: 4, all: list(lexicon.Slots)},
	{kind: Status, weight: 3, opens: lexicon.When},
	{kind: Status, weight: 4, all: list(lexicon.Left)},
	{kind: Status, weight: 2, runs: true},
	{kind: Status, weight: 2, all: list(lexicon.Result)},

	{kind: List, weight: 4, all: list(lexicon.Failed)},
	{kind: List, weight: 4, all: list(lexicon.Stopped)},
	{kind: List, weight: 5, all: list(lexicon.List, lexicon.Plural)},
	{kind: List, weight: 4, all: list(lexicon.ListAll)},
	{kind: List, weight: 5, all: list(lexicon.Count, lexicon.Plural)},
	{kind: List, weight: 4, all: list(lexicon.Which, lexicon.Plural)},
	{kind: List, weight: 3, all: list(lexicon.Last, lexicon.Plural)},
	{kind: List, weight: 4, all: list(lexicon.Last, lexicon.Experiment)},
	{kind: List, weight: 2, all: list(lexicon.Show, lexicon.Last)},
	{kind: List, weight: 5, all: list(lexicon.Happened, lexicon.Night)},
	{kind: List, weight: 4, all: list(lexicon.Somebody, lexicon.Question)},
	{kind: List, weight: 5, all: list(lexicon.LastWeek)},
	{kind: List, weight: 5, all: list(lexicon.PastWeek)},
	{kind: List, weight: 5, all: list(lexicon.Today)},
	{kind: List, weight: 5, all: list(lexicon.Night)},
	{kind: List, weight: 5, all: list(lexicon.Yesterday)},
	{kind: List, weight: 5, all: list(lexicon.Week)},
	{kind: List, weight: 5, all: list(lexicon.Month)},
	{kind: List, weight: 5, opens: lexicon.Have, all: list(lexicon.Tried)},

	{kind: Show, weight: 7, opens: lexicon.Who},
	{kind: Show, weight: 7, all: list(lexicon.Took, lexicon.How), runs: true},
}

func list(concepts ...lexicon.Concept) []lexicon.Concept { return concepts }

// topic returns the topic of words from to end, nil when they ask for nothing.
func (m *message) topic(from, end int) *topic {
	var best *topic
	for i := range topics {
		t := &topics[i]
		if (best == nil || t.weight > best.weight) && m.asksFor(t, from, end) {
			best = t
		}
	}
	return best
}

func (m *message) asksFor(t *topic, from, end int) bool {
	if t.kind == Help && (len(m.s.Assigns)+len(m.s.Mentioned) > 0 || m.namesRuns(from, end)) {
		return false
	}
	if t.opens != "" && m.text.Find(from, end, t.opens) < 0 || t.runs && !m.namesRuns(from, end) {
		return false
	}
	for _, c := range t.all {
		if m.text.Find(from, end, c) < 0 {
			return false
		}
	}
	return true
}
