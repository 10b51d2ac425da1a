package agent

import (
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lex"
)

// retriesRuns reports whether "again" refers to launched runs.
func (m *message) retriesRuns() bool {
	return m.has("failed", "crashed", "failures", "failing", "died", "broken", "cancelled", "stopped") ||
		m.req.Experiment != "" && m.req.Open == nil || m.rerunsBest() || len(m.words) == 1 && m.req.previous() == nil
}

func (m *message) rerunsBest() bool {
	return matches(m.words, wordings(`
		retry/rerun/re-run/restart/relaunch/resubmit/repeat/redo/run/launch/train/replicate/reproduce * best
		best * again
		like/as/from/around/on/using/with/take/same * best
	`))
}

func (m *message) retry(runs []trex.RunID, experiments []trex.ExperimentID) Intent {
	intent := Intent{Kind: Retry, Runs: runs}
	switch {
	case len(experiments) > 0:
		intent.Experiment = experiments[0]
	case len(runs) > 0:
	case m.rerunsBest():
		run, ok := m.bestRun()
		if !ok {
			return ask("No run has a result yet, so there is no best one.")
		}
		intent.Runs = []trex.RunID{run.ID}
	case m.req.Experiment != "":
		intent.Experiment = m.req.Experiment
	default:
		return m.retryFailed()
	}
	return intent
}

// retryFailed retries the failed runs of the newest experiment that has any.
func (m *message) retryFailed() Intent {
	query := trex.RunQuery{Statuses: []trex.Status{trex.Failed}}
	last, ok := m.newest(query)
	if !ok {
		return ask("Which run should I retry? I know of none that failed. Name one, like “retry r12”.")
	}
	query.Experiment = last.Experiment
	return Intent{Kind: Retry, Runs: runIDs(m.recall(query))}
}

func (m *message) comparesRuns() bool {
	return m.has("run", "runs", "experiments", "results", "curves", "losses", "them", "those", "these", "experiment", "top", "everything", "plot", "chart", "curve", "plots", "graph", "overlay") &&
		(len(m.s.Mentioned) == 0 || m.has("runs", "experiments", "curves", "plot", "chart"))
}

func (m *message) compare(runs []trex.RunID, experiments []trex.ExperimentID) Intent {
	intent := m.target(Intent{Kind: Compare}, runs, experiments)
	if len(runs) > 0 || len(experiments) > 0 {
		return intent
	}
	if n := m.lastCount(); n > 1 {
		intent.Experiment, intent.Scope = "", ScopeNone
		intent.Runs = runIDs(m.recall(trex.RunQuery{Limit: n}))
	}
	return intent
}

// lastCount returns n of "the last n runs".
func (m *message) lastCount() int {
	tokens := m.tokens
	for i, t := range tokens {
		if t.Kind == lex.Num && i > 0 && tokens[i-1].Is("last", "latest", "recent", "newest", "previous") && t.Num.Value == float64(int(min(t.Num.Value, 100))) {
			return int(t.Num.Value)
		}
	}
	return 0
}
