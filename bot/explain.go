package bot

import (
	"context"
	"fmt"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

// explain tells why runs failed; each different reason once.
func (b *Bot) explain(ctx context.Context, event chat.Event, intent agent.Intent) (reply, error) {
	runs, err := b.explainTargets(ctx, event, intent)
	if err != nil {
		return reply{}, err
	}
	groups := insight.Failures(runs)
	if len(groups) == 0 {
		return reply{message: notFailed(runs)}, nil
	}
	s := &experimentState{project: b.projectOf(runs[0].Project, runs), now: b.now()}
	s.experiment = trex.Experiment{ID: groups[0].Runs[0].Experiment}
	if all, err := b.store.ListExperimentRuns(ctx, s.experiment.ID); err == nil {
		s.runs = all
	}
	m := failureMessage(s, groups[0], "")
	for _, group := range groups[1:] {
		m.Blocks = append(m.Blocks, chat.Block{Text: "✖ " + failureHeadline(s, group)})
		if proof := evidence(&group.Runs[0]); proof != "" {
			m.Blocks = append(m.Blocks, chat.Block{Quote: proof})
		}
	}
	return reply{message: m}, nil
}

// explainTargets finds what is asked about: the last failure when nothing is
// named and the thread is not about an experiment.
func (b *Bot) explainTargets(ctx context.Context, event chat.Event, intent agent.Intent) ([]trex.Run, error) {
	if len(intent.Runs) > 0 || intent.Experiment != "" {
		return b.targets(ctx, event, intent)
	}
	if experiment, err := b.store.FindExperimentByThread(ctx, event.Thread); err == nil {
		runs, err := b.store.ListExperimentRuns(ctx, experiment.ID)
		if err != nil || len(insight.Failures(runs)) > 0 {
			return runs, err
		}
	}
	page, err := b.store.ListRuns(ctx, trex.RunQuery{
		Project: intent.Project, Statuses: []trex.Status{trex.Failed},
		Sort: trex.SortKey{By: "finished", Desc: true}, Limit: 1,
	})
	return page.Runs, err
}

func notFailed(runs []trex.Run) chat.Message {
	switch len(runs) {
	case 0:
		return chat.Message{Headline: "no run has failed"}
	case 1:
		line := fmt.Sprintf("%s did not fail: it is %s", runs[0].ID, say.Status(runs[0].Status))
		if runs[0].Reason != "" {
			line += ", " + say.Clip(runs[0].Reason, 200)
		}
		return chat.Message{Headline: line}
	}
	return chat.Message{Headline: "none of these failed: " + countsText(&experimentState{runs: runs})}
}
