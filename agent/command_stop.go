package agent

import (
	"strings"

	"github.com/trex-ml/trex"
)

// stopsFirst reports whether a message begins with a request to stop.
func (m *message) stopsFirst() bool {
	return matches(m.words, wordings("^ stop/kill/abort/cancel/terminate it/them/that/this/everything/all/the/my and/then"))
}

func (m *message) stop(runs []trex.RunID, experiments []trex.ExperimentID) Intent {
	intent := Intent{Kind: Stop, Runs: runs}
	if len(experiments) > 0 {
		intent.Experiment = experiments[0]
	}
	if m.s.HasConfig() {
		intent.Note = "I do one thing at a time. Ask for the new runs again when these are stopped."
	}
	if len(runs) > 0 || len(experiments) > 0 {
		return intent
	}
	switch {
	case m.has("my", "mine") && !m.has("this", "that"):
		intent.Scope = ScopeMine
	case m.has("everything", "all", "everybody", "everyone", "anything") && !m.has("it") && (m.req.Experiment == "" || m.has("everything", "everybody", "everyone", "running")):
		intent.Scope = ScopeAll
	case m.req.Experiment != "":
		intent.Experiment = m.req.Experiment
	case m.req.previous() != nil:
		return m.notLaunched()
	default:
		if active := m.active(2); len(active) == 1 {
			intent.Runs = runIDs(active)
			return intent
		}
		return ask("What should I stop? Name a run (“stop r12”), an experiment (“stop e4”), “all my runs” or “everything”.%s", m.activeHint())
	}
	return intent
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
