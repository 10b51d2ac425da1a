package bot

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/insight"
)

// experimentState is what is stored of an experiment, as one look at it found
// it.
type experimentState struct {
	experiment trex.Experiment
	project    *trex.Project
	runs       []trex.Run
	warnings   []trex.Warning
	typical    time.Duration // of a run as earlier ones tell, while these do not tell themselves
	capacity   trex.Capacity
	now        time.Time
}

func (b *Bot) loadExperiment(ctx context.Context, id trex.ExperimentID) (*experimentState, error) {
	experiment, err := b.store.FindExperiment(ctx, id)
	if err != nil {
		return nil, err
	}
	s := &experimentState{experiment: experiment, capacity: b.capacity(), now: b.now()}
	if s.runs, err = b.store.ListExperimentRuns(ctx, id); err != nil {
		return nil, err
	}
	if s.warnings, err = b.store.ListWarnings(ctx, id); err != nil {
		return nil, err
	}
	s.project = b.projectOf(experiment.Project, s.runs)
	if !s.settled() && s.outlook().Each() == 0 {
		if s.typical, _, err = b.estimate(ctx, s.project, s.configs()); err != nil {
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

func (s *experimentState) settled() bool {
	return !slices.ContainsFunc(s.runs, func(r trex.Run) bool { return !r.Status.Final() })
}

func (s *experimentState) count(status trex.Status) int {
	n := 0
	for _, run := range s.runs {
		if run.Status == status {
			n++
		}
	}
	return n
}

// best returns the run with the best value so far, nil when none has any.
func (s *experimentState) best() *trex.Run { return insight.Best(s.runs) }

func (s *experimentState) configs() []trex.RunConfig {
	configs := make([]trex.RunConfig, len(s.runs))
	for i, run := range s.runs {
		configs[i] = run.Config
	}
	return configs
}

// outlook is what says when the runs are done.
func (s *experimentState) outlook() insight.Outlook {
	o := insight.Outlook{Runs: s.runs, Typical: s.typical, Busy: s.capacity.Busy, Now: s.now}
	if onThisMachine(s.project) {
		o.Slots = insight.Slots(s.project, s.capacity)
	}
	return o
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
