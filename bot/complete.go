package bot

import (
	"context"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
)

// Complete implements chat.Completer.
func (b *Bot) Complete(ctx context.Context, typing chat.Typing) ([]chat.Option, error) {
	if err := b.permits.use(typing.Event); err != nil {
		return nil, err
	}
	var options []chat.Option
	if typing.From != chat.CompleteJobs {
		for _, project := range b.projects {
			options = append(options, chat.Option{Value: project.Name, Label: joined(project.Name, project.Description)})
		}
	}
	if typing.From == chat.CompleteProjects {
		return matching(options, typing), nil
	}
	experiments, err := b.store.ListExperiments(ctx, trex.ExperimentQuery{Limit: typing.Most})
	if err != nil {
		return nil, err
	}
	for _, e := range experiments {
		options = append(options, chat.Option{Value: string(e.ID), Label: joined(string(e.ID), e.Project, e.Requester.Name)})
	}
	if typing.From == chat.CompleteJobs {
		page, err := b.store.ListRuns(ctx, trex.RunQuery{Limit: 2 * typing.Most})
		if err != nil {
			return nil, err
		}
		for _, run := range page.Runs {
			options = append(options, chat.Option{Value: string(run.ID), Label: joined(string(run.ID), run.Name, string(run.Status))})
		}
	}
	return matching(options, typing), nil
}

func matching(options []chat.Option, typing chat.Typing) []chat.Option {
	typed := strings.ToLower(strings.TrimSpace(typing.Typed))
	var kept []chat.Option
	for _, option := range options {
		if len(kept) < typing.Most && strings.Contains(strings.ToLower(option.Label), typed) {
			kept = append(kept, option)
		}
	}
	return kept
}

func joined(parts ...string) string {
	var filled []string
	for _, part := range parts {
		if part != "" {
			filled = append(filled, part)
		}
	}
	return strings.Join(filled, " · ")
}
