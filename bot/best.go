package bot

import (
	"context"
	"fmt"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
)

// bestSoFar answers which run of an experiment, or of a project, is best.
func (b *Bot) bestSoFar(ctx context.Context, event Event, intent agent.Intent) (reply, error) {
	runs, where, err := b.bestAmong(ctx, event, intent)
	if err != nil {
		return reply{}, err
	}
	with := withValue(runs)
	if len(with) == 0 {
		return reply{message: Message{Headline: "no run of " + where + " has reported its objective yet"}}, nil
	}
	best := bestOf(with)
	m := Message{Headline: fmt.Sprintf("★ %s is best of %s: %s %s", best.ID, where,
		best.Objective.Metric, digits(best.Best.Value, enoughDigits(bestValues(with))))}
	project := b.projectOf(best.Project, with)
	m.Blocks = append(m.Blocks, Block{Text: summary(project, []trex.RunConfig{best.Config})})
	if len(with) > 1 {
		const shown = 5
		table := ranking(named(project, ranked(with)[:min(len(with), shown)]), nil, shown)
		m.Blocks = append(m.Blocks, Block{Table: table})
	}
	if best.Status == trex.Running {
		m.Blocks = append(m.Blocks, Block{Note: string(best.ID) + " is still running"})
	}
	m.Buttons = append(m.Buttons, Button{
		Label: "Try around it", Action: Action{Name: ActAround, Subject: string(best.Experiment)},
	})
	if url := b.runURL(best.ID); url != "" {
		m.Buttons = append(m.Buttons, openButton(url))
	}
	return reply{message: m}, nil
}

// bestAmong finds the runs among which the best is asked for, and what to call
// them: the named ones, an experiment's, a project's.
func (b *Bot) bestAmong(ctx context.Context, event Event, intent agent.Intent) (runs []trex.Run, where string, err error) {
	if len(intent.Runs) > 0 {
		runs, err = b.targets(ctx, event, intent)
		return runs, "these", err
	}
	if intent.Experiment != "" {
		runs, err = b.targets(ctx, event, intent)
		return runs, string(intent.Experiment), err
	}
	projects := []trex.Project(nil)
	if intent.Project != "" {
		project, err := b.project(intent.Project)
		if err != nil {
			return nil, "", err
		}
		projects = []trex.Project{*project}
	} else {
		projects = b.Projects
	}
	for _, project := range projects {
		page, err := b.store.ListRuns(ctx, trex.RunQuery{
			Project: project.Name, Limit: 5, Sort: trex.SortKey{By: "best"},
		})
		if err != nil {
			return nil, "", err
		}
		if len(withValue(page.Runs)) > 0 || len(projects) == 1 {
			return page.Runs, project.Name, nil // objectives of different projects do not compare
		}
	}
	return nil, "any project", nil
}

// named gives runs of different experiments names that tell them apart here.
func named(project *trex.Project, runs []trex.Run) []trex.Run {
	configs := make([]trex.RunConfig, len(runs))
	for i := range runs {
		configs[i] = runs[i].Config
	}
	for i, name := range runNames(project, configs) {
		runs[i].Name = name
	}
	return runs
}
