package bot

import (
	"context"
	"fmt"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

// bestSoFar answers which run of an experiment, or of a project, is best.
func (a *answers) bestSoFar(ctx context.Context, event message, intent agent.Intent) (reply, error) {
	runs, where, err := a.bestAmong(ctx, event, intent)
	if err != nil {
		return reply{}, err
	}
	with := insight.WithValue(runs)
	if len(with) == 0 {
		return reply{message: chat.Message{Headline: "no run of " + where + " has reported its objective yet"}}, nil
	}
	best := insight.Best(with)
	m := chat.Message{Headline: fmt.Sprintf("★ %s is best of %s: %s %s", best.ID, where,
		best.Objective.Metric, say.Among(insight.Values(with))(best.Best.Value))}
	project := a.reader.Project(best.Project, with)
	m.Blocks = append(m.Blocks, chat.Block{Text: say.Summary(project, []trex.RunConfig{best.Config})})
	if len(with) > 1 {
		const shown = 5
		table := card.Ranking(card.Named(project, insight.Ranked(with)[:min(len(with), shown)]), shown)
		m.Blocks = append(m.Blocks, chat.Block{Table: table})
	}
	if best.Status == trex.Running {
		m.Blocks = append(m.Blocks, chat.Block{Note: string(best.ID) + " is still running"})
	}
	if len(intent.Runs) == 0 { // the button goes around the best of the whole experiment
		m.Buttons = append(m.Buttons, chat.Button{
			Label: "Try around it", Action: chat.Action{Name: chat.ActAround, Subject: string(best.Experiment)},
		})
	}
	if url := a.reader.RunURL(best.ID); url != "" {
		m.Buttons = append(m.Buttons, card.OpenButton(url))
	}
	return reply{message: m}, nil
}

// bestAmong finds the runs to choose the best of: the named ones, those of an
// experiment, or those of a project. where is what to call them.
func (a *answers) bestAmong(ctx context.Context, event message, intent agent.Intent) (runs []trex.Run, where string, err error) {
	if len(intent.Runs) > 0 {
		runs, err = a.targets(ctx, event, intent)
		return runs, "these", err
	}
	if intent.Experiment != "" {
		runs, err = a.targets(ctx, event, intent)
		return runs, string(intent.Experiment), err
	}
	projects := []trex.Project(nil)
	if intent.Project != "" {
		project, err := a.projects.Find(intent.Project)
		if err != nil {
			return nil, "", err
		}
		projects = []trex.Project{*project}
	} else {
		projects = a.projects
	}
	for _, project := range projects {
		page, err := a.store.ListRuns(ctx, trex.RunQuery{
			Project: project.Name, Limit: 5, Sort: trex.SortKey{By: "best"},
		})
		if err != nil {
			return nil, "", err
		}
		if len(insight.WithValue(page.Runs)) > 0 || len(projects) == 1 {
			return page.Runs, project.Name, nil // objectives of different projects cannot be compared
		}
	}
	return nil, "any project", nil
}
