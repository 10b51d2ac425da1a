package agent

import (
	"fmt"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
)

func target(z *selecting) string {
	if text := z.s.String(); text != "" {
		return " " + text
	}
	return " r12"
}

// stopTarget finds the runs that a stop means.
func (m *message) stopTarget(z *selecting) Intent {
	s := z.s
	intent := Intent{Kind: Stop, Select: s, Scope: s.Scope}
	switch {
	case s.Plain() && len(s.Experiments) == 0:
		intent.Runs = s.Runs
	case s.Plain() && len(s.Experiments) > 0 && m.text.Has(lexicon.Run) && !m.text.Has(lexicon.Plural, lexicon.Everything):
		return ask("Which run of %s should I stop?%s", s.Experiments[0], m.activeHint()) // "stop the run of e5"
	case s.Plain() && len(s.Experiments) == 1 && len(s.Runs) == 0:
		intent.Experiment = s.Experiments[0]
	case s.Except == nil && len(s.Where)+len(s.Statuses)+len(s.Runs)+len(s.Experiments) == 0 && s.Rank == RankNone && s.Limit == 0 && s.Scope != ScopeNone:
		if m.req.Experiment != "" && s.Scope == ScopeAll && !m.text.Has(lexicon.Everywhere) {
			intent = m.stopThread() // "stop all" in its thread
		}
	case s.IsZero() && !z.rest:
		return m.stopHere(intent, z)
	default:
		return m.stopSelected(intent, z)
	}
	return intent
}

// stopThread stops the experiment of the thread.
func (m *message) stopThread() Intent {
	return Intent{Kind: Stop, Experiment: m.req.Experiment, Select: Select{Experiments: []trex.ExperimentID{m.req.Experiment}}}
}

// stopSelected lists the unfinished runs that a selector names.
func (m *message) stopSelected(intent Intent, z *selecting) Intent {
	s := z.s
	s.Statuses = slices.DeleteFunc(slices.Clone(s.Statuses), trex.Status.Final)
	if len(s.Statuses) == 0 {
		s.Statuses = []trex.Status{trex.Pending, trex.Running}
	}
	if s.Scope == ScopeNone && len(s.Experiments) == 0 && m.req.Experiment != "" {
		s.Experiments = []trex.ExperimentID{m.req.Experiment}
	}
	runs := runIDs(m.find(s))
	if len(runs) == 0 {
		return ask("No run that is waiting or running matches “%s”.%s", excerpt(z.s.String()), m.activeHint())
	}
	intent.Scope, intent.Experiment, intent.Runs = ScopeNone, "", runs
	return intent
}

// stopHere finds what "stop" means without a name: the thread's experiment, the
// card, or the only run that goes on.
func (m *message) stopHere(intent Intent, z *selecting) Intent {
	switch active := m.active(2); {
	case m.req.Experiment != "":
		return m.stopThread()
	case m.req.Open != nil && z.point:
		return Intent{Kind: Dismiss} // "cancel that"
	case m.req.previous() != nil:
		return m.notLaunched()
	case len(active) == 1:
		intent.Runs = runIDs(active)
		return intent
	}
	return ask("What should I stop? Name a run (“stop r12”), an experiment (“stop e4”), “all my runs” or “everything”.%s", m.activeHint())
}

// active returns waiting and running runs, newest first.
func (m *message) active(limit int) []trex.Run {
	return m.recall(trex.RunQuery{Statuses: []trex.Status{trex.Pending, trex.Running}, Limit: limit})
}

func (m *message) activeHint() string {
	var active []string
	for _, run := range m.active(5) {
		active = append(active, string(run.ID))
	}
	if len(active) == 0 {
		return " Nothing I know of is running."
	}
	return " Not finished yet: " + strings.Join(active, ", ") + "."
}

func (m *message) notLaunched() Intent {
	open := m.req.previous()
	return Intent{Kind: Talk, Project: open.Project, Reply: fmt.Sprintf("No run of %s is active. Press Dismiss on its card to put it away.", nameOf(open))}
}
