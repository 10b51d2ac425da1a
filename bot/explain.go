package bot

import (
	"context"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/lab"
)

// explain says why runs failed, each different reason once.
func (a *answers) explain(ctx context.Context, event message, intent agent.Intent) (reply, error) {
	runs, err := a.explainTargets(ctx, event, intent)
	if err != nil {
		return reply{}, err
	}
	groups := insight.Failures(runs)
	stopped := stoppedRuns(runs)
	if len(groups) == 0 {
		m := card.NotFailed(runs, a.now())
		if len(runs) == 1 {
			m.Buttons = card.Buttons(lab.OfRun(&runs[0]))
		}
		return reply{message: m}, nil
	}
	s := &card.Standing{Project: a.reader.Project(runs[0].Project, runs), Now: a.now()}
	if len(intent.Runs) == 0 { // all runs of one experiment, or a single run
		s.Experiment, s.Runs = trex.Experiment{ID: runs[0].Experiment}, runs
	}
	m := card.Failure(s, groups[0], "")
	for _, group := range groups[1:] {
		m.Blocks = append(m.Blocks, chat.Block{Text: "✖ " + card.FailureHeadline(s, group)})
		if proof := card.Evidence(&group.Runs[0]); proof != "" {
			m.Blocks = append(m.Blocks, chat.Block{Quote: proof})
		}
	}
	if len(stopped) > 0 && len(intent.Runs) > 0 {
		m.Blocks = append(m.Blocks, chat.Block{Text: card.WhyStopped(stopped, a.now())})
	}
	return reply{message: m}, nil
}

func stoppedRuns(runs []trex.Run) []trex.Run {
	return slices.DeleteFunc(slices.Clone(runs), func(run trex.Run) bool { return run.Status != trex.Cancelled })
}

// explainTargets finds the runs to explain: the named ones, else those of the
// thread's experiment when one of them failed, else the run that failed last.
func (a *answers) explainTargets(ctx context.Context, event message, intent agent.Intent) ([]trex.Run, error) {
	if s := selected(intent); !s.IsZero() {
		return a.targets(ctx, event, intent)
	}
	if event.topic.experiment != "" {
		runs, err := a.store.ListExperimentRuns(ctx, event.topic.experiment)
		if err != nil || len(insight.Failures(runs)) > 0 {
			return runs, err
		}
	}
	page, err := a.store.ListRuns(ctx, trex.RunQuery{
		Project: intent.Project, Statuses: []trex.Status{trex.Failed},
		Sort: trex.SortKey{By: "finished", Desc: true}, Limit: 1,
	})
	return page.Runs, err
}
