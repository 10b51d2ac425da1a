package agent

import (
	"github.com/trex-ml/trex"
)

// retried reads which runs to repeat.
func (m *message) retried(z *selecting) Intent {
	intent := Intent{Kind: Retry, Select: z.s, Runs: z.s.Runs, Experiment: z.s.Experiment()}
	switch s := z.s; {
	case s.Plain():
	case s.Rank == RankBest && len(s.Where)+len(s.Experiments) == 0 && s.Limit < 2:
		run, ok := m.bestRun()
		if !ok {
			return ask("No run has a result yet, so there is no best one.")
		}
		intent.Runs, intent.Experiment = []trex.RunID{run.ID}, ""
	case len(s.Where)+len(s.Statuses) > 0 || s.Rank != RankNone || s.Limit > 0 || s.Except != nil:
		intent.Runs, intent.Experiment = runIDs(m.find(s)), ""
		if len(intent.Runs) == 0 {
			return ask("No run matches “%s”.", excerpt(s.String()))
		}
	case len(s.Experiments) > 0:
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
