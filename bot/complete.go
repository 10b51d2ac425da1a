package bot

import (
	"context"
	"strings"

	"github.com/trex-ml/trex"
)

// Completion is what the argument of a command is completed from.
type Completion string

const (
	CompleteProjects Completion = "projects"
	CompleteRankings Completion = "rankings" // projects and recent experiments
	CompleteJobs     Completion = "jobs"     // recent experiments and runs
)

// Completer is a handler that completes what a person types for a command;
// *Bot implements it.
type Completer interface {
	// Complete returns at most limit options for what the person of event typed
	// so far, the most recent first. Forbidden: they may not use Trex there.
	Complete(ctx context.Context, event Event, what Completion, typed string, limit int) ([]Option, error)
}

// Complete implements Completer.
func (b *Bot) Complete(ctx context.Context, event Event, what Completion, typed string, limit int) ([]Option, error) {
	if err := b.permits.use(event); err != nil {
		return nil, err
	}
	var options []Option
	if what != CompleteJobs {
		for _, project := range b.Projects {
			options = append(options, Option{Value: project.Name, Label: joined(project.Name, project.Description)})
		}
	}
	if what == CompleteProjects {
		return matching(options, typed, limit), nil
	}
	experiments, err := b.store.ListExperiments(ctx, trex.ExperimentQuery{Limit: limit})
	if err != nil {
		return nil, err
	}
	for _, e := range experiments {
		options = append(options, Option{Value: string(e.ID), Label: joined(string(e.ID), e.Project, e.Requester.Name)})
	}
	if what == CompleteJobs {
		page, err := b.store.ListRuns(ctx, trex.RunQuery{Limit: 2 * limit})
		if err != nil {
			return nil, err
		}
		for _, run := range page.Runs {
			options = append(options, Option{Value: string(run.ID), Label: joined(string(run.ID), run.Name, string(run.Status))})
		}
	}
	return matching(options, typed, limit), nil
}

func matching(options []Option, typed string, limit int) []Option {
	typed = strings.ToLower(strings.TrimSpace(typed))
	var kept []Option
	for _, option := range options {
		if len(kept) < limit && strings.Contains(strings.ToLower(option.Label), typed) {
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
