package bot

import (
	"context"
	"fmt"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/insight"
)

// clickNext proposes what an experiment's end suggests.
func (b *Bot) clickNext(ctx context.Context, o *outbox, event chat.Event) error {
	id, err := trex.ParseExperimentID(event.Action.Subject)
	if err != nil {
		return err
	}
	experiment, err := b.store.FindExperiment(ctx, id)
	if err != nil {
		return err
	}
	project, err := b.project(experiment.Project)
	if err != nil {
		return err
	}
	runs, err := b.store.ListExperimentRuns(ctx, id)
	if err != nil {
		return err
	}
	reading, make := fmt.Sprintf("around the best of %s", id), insight.Around
	if event.Action.Name == chat.ActSeeds {
		reading, make = fmt.Sprintf("3 more seeds of the best of %s", id), insight.MoreSeeds
	}
	configs, err := make(project, runs)
	if err != nil {
		return err
	}
	configs = configs[:min(len(configs), b.MaxRuns)]
	p, err := b.newProposal(ctx, draft{
		project: project.Name, configs: configs, reading: reading, by: event.Person, thread: event.Thread,
	})
	if err != nil {
		return err
	}
	_, err = b.postCard(ctx, o, p)
	return err
}
