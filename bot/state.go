package bot

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/card"
)

func (b *Bot) loadExperiment(ctx context.Context, id trex.ExperimentID) (*card.Standing, error) {
	experiment, err := b.store.FindExperiment(ctx, id)
	if err != nil {
		return nil, err
	}
	s := &card.Standing{Experiment: experiment, Capacity: b.capacity(), Now: b.now()}
	if s.Runs, err = b.store.ListExperimentRuns(ctx, id); err != nil {
		return nil, err
	}
	if s.Warnings, err = b.store.ListWarnings(ctx, id); err != nil {
		return nil, err
	}
	s.Project = b.projectOf(experiment.Project, s.Runs)
	if !s.Settled() && s.Outlook().Each() == 0 {
		if s.Typical, _, err = b.estimate(ctx, s.Project, s.Configs()); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// projectOf returns the configured project, or what its runs tell of one that
// is no longer configured.
func (b *Bot) projectOf(name string, runs []trex.Run) *trex.Project {
	if project, ok := b.projects[name]; ok {
		return project
	}
	project := &trex.Project{Name: name}
	if len(runs) > 0 {
		project.Objective = runs[0].Objective
		for _, param := range sortedKeys(runs[0].Config) {
			project.Params = append(project.Params, trex.Param{Name: param})
		}
	}
	return project
}

func sortedKeys(config trex.RunConfig) []string {
	names := make([]string, 0, len(config))
	for name := range config {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// clockTime is a time that is set and read by different goroutines.
type clockTime struct {
	mu sync.Mutex
	at time.Time
}

func (c *clockTime) get() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clockTime) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}
