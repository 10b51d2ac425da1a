package bot

import (
	"context"
	"fmt"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/lab"
	"github.com/trex-ml/trex/say"
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
	if sel := selected(intent); sel.IsZero() || whole(sel) && len(sel.Experiments) == 1 { // all runs of one experiment, or a single run
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
	if sel := selected(intent); sel.IsZero() {
		earlier, err := a.earlierFailures(ctx, intent.Project, runs)
		if err != nil {
			return reply{}, err
		}
		m.Blocks = append(m.Blocks, earlier...)
	}
	return reply{message: m}, nil
}

// earlierFailures says in a line each why runs failed before the explained ones, for
// questions that name none.
func (a *answers) earlierFailures(ctx context.Context, project string, explained []trex.Run) ([]chat.Block, error) {
	failed, err := a.lastFailed(ctx, project, phoneRows)
	if err != nil {
		return nil, err
	}
	var blocks []chat.Block
	for i := range failed {
		if card.FindRun(explained, failed[i].ID) == nil {
			text := fmt.Sprintf("%s failed %s: %s", failed[i].ID, say.Ago(failed[i].FinishedAt, a.now()), say.Cause(&failed[i]))
			blocks = append(blocks, chat.Block{Note: text})
		}
	}
	return blocks, nil
}

func stoppedRuns(runs []trex.Run) []trex.Run {
	return slices.DeleteFunc(slices.Clone(runs), func(run trex.Run) bool { return run.Status != trex.Cancelled })
}

// explainTargets finds the runs to explain: the selected ones, else those of the
// experiment that the message is about when one of them failed, else the run that
// failed last. "The last run" and "the worst run" are those of the failed ones.
func (a *answers) explainTargets(ctx context.Context, event message, intent agent.Intent) ([]trex.Run, error) {
	if s := selected(intent); !s.IsZero() {
		if s.Limit > 0 && len(s.Statuses) == 0 {
			failed := intent
			s.Statuses = []trex.Status{trex.Failed}
			failed.Select, failed.Runs = s, nil
			if p, err := a.pick(ctx, event, failed); err != nil || len(p.runs) > 0 {
				return p.runs, err
			}
		}
		return a.targets(ctx, event, intent)
	}
	if event.topic.experiment != "" {
		runs, err := a.store.ListExperimentRuns(ctx, event.topic.experiment)
		if err != nil || len(insight.Failures(runs)) > 0 {
			return runs, err
		}
	}
	return a.lastFailed(ctx, intent.Project, 1)
}

// lastFailed returns the runs that failed last, the newest first.
func (a *answers) lastFailed(ctx context.Context, project string, most int) ([]trex.Run, error) {
	page, err := a.store.ListRuns(ctx, trex.RunQuery{
		Project: project, Statuses: []trex.Status{trex.Failed}, Sort: trex.SortKey{By: "finished", Desc: true}, Limit: most,
	})
	return page.Runs, err
}
