package agent

import (
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lex"
)

// target sets the target of an intent: the named runs, the thread's experiment,
// the latest matching run, or everything.
func (m *message) target(intent Intent, runs []trex.RunID, experiments []trex.ExperimentID) Intent {
	intent.Runs = runs
	if m.project != nil && (len(m.named) > 0 || len(m.req.Projects) == 1) {
		intent.Project = m.project.Name
	}
	if len(experiments) > 0 {
		intent.Experiment = experiments[0]
	}
	if len(runs) > 0 || len(experiments) > 0 {
		return intent
	}
	switch {
	case m.has("my", "mine", "own", "ive", "i"):
		intent.Scope = ScopeMine
	case m.has("all", "everything", "everybody", "everyone", "anything", "whole", "any", "overall", "everybodys", "everyones"):
		intent.Scope = ScopeAll
	}
	if run, ok := m.pointedRun(intent.Kind); ok {
		intent.Runs = []trex.RunID{run}
		return intent
	}
	if intent.Scope != ScopeAll {
		intent.Experiment = m.req.Experiment
	}
	return intent
}

func (m *message) has(words ...string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return slices.Contains(m.words, word) })
}

// pointedRun finds the run that "the last run" or "the best one" means. For a
// log or an explanation it also finds the only run that can be meant.
func (m *message) pointedRun(kind Kind) (trex.RunID, bool) {
	query := trex.RunQuery{Experiment: m.req.Experiment} // the thread's experiment
	switch {
	case m.has("best", "winner", "winning") && (kind == Logs || kind == Status):
		if run, ok := m.bestRun(); ok {
			return run.ID, true
		}
		return "", false
	case kind == Explain || kind == Logs && m.has("failed", "crashed", "failing", "died"):
		query.Statuses = []trex.Status{trex.Failed}
	case kind == Logs:
		query.Statuses = []trex.Status{trex.Running, trex.Completed, trex.Failed, trex.Cancelled}
	case matches(m.words, lastRunWords):
		query.Experiment = ""
		if m.has("my") {
			query.Person = m.req.Person
		}
	default:
		return "", false
	}
	run, ok := m.newest(query)
	return run.ID, ok
}

var lastRunWords = wordings(`last/latest/newest/previous/recent run/job/one`)

// lines returns how many lines of a log the message asks for, 0 if unsaid.
func (m *message) lines() int {
	tokens := m.tokens
	for i, t := range tokens {
		n := int(min(t.Num.Value, 10000))
		if t.Kind != lex.Num || n < 1 || t.Num.Value != float64(n) {
			continue
		}
		if i+1 < len(tokens) && tokens[i+1].Is("lines", "line", "rows") || i > 0 && tokens[i-1].Is("tail", "n", "last", "lines", "head") {
			return n
		}
	}
	return 0
}
