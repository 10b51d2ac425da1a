package bot

import (
	"context"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/trex-ml/trex"
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
	if !s.settled() && s.each() == 0 {
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
		project.Objective, project.Executor = runs[0].Objective, runs[0].Executor
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
func (s *experimentState) best() *trex.Run { return bestOf(s.runs) }

func bestOf(runs []trex.Run) *trex.Run {
	var best *trex.Run
	for i := range runs {
		run := &runs[i]
		if reported(run) && (best == nil || run.Objective.Better(run.Best.Value, best.Best.Value)) {
			best = run
		}
	}
	return best
}

// reported reports whether a run has a value to be ranked by.
func reported(run *trex.Run) bool {
	return run.Best != nil && !math.IsNaN(run.Best.Value) && !math.IsInf(run.Best.Value, 0)
}

func (s *experimentState) configs() []trex.RunConfig {
	configs := make([]trex.RunConfig, len(s.runs))
	for i, run := range s.runs {
		configs[i] = run.Config
	}
	return configs
}

// left estimates how long until all runs are done; ok is false when nothing
// tells.
func (s *experimentState) left() (left time.Duration, ok bool) {
	each := s.each()
	var busy []time.Duration
	waiting := 0
	for i := range s.runs {
		run := &s.runs[i]
		switch run.Status {
		case trex.Pending:
			waiting++
		case trex.Running:
			if remaining, known := run.Remaining(s.now); known {
				busy = append(busy, remaining)
			} else if spent := s.now.Sub(run.StartedAt); each > 0 && spent < each+each/2 {
				busy = append(busy, max(each-spent, 0))
			} else {
				return 0, false // it is longer than those before it already
			}
		case trex.Completed, trex.Failed, trex.Cancelled:
		}
	}
	if waiting == 0 {
		return finishIn(len(busy), busy, 0, 0), len(busy) > 0
	}
	slots := slotsFor(s.project, s.capacity)
	if each == 0 || slots < 1 || !s.project.Local() {
		return 0, false
	}
	others := max(s.capacity.Busy-len(busy), 0)
	return finishIn(max(slots-others, 1), busy, waiting, each), true
}

// each is how long a run of this experiment takes: as its own completed runs
// and the pace of the running ones tell, else as earlier ones of the project.
func (s *experimentState) each() time.Duration {
	var known []time.Duration
	for i := range s.runs {
		run := &s.runs[i]
		if run.Status == trex.Completed && !run.StartedAt.IsZero() {
			known = append(known, run.FinishedAt.Sub(run.StartedAt))
		} else if remaining, ok := run.Remaining(s.now); ok {
			known = append(known, s.now.Sub(run.StartedAt)+remaining)
		}
	}
	if len(known) == 0 {
		return s.typical
	}
	slices.Sort(known)
	return known[len(known)/2]
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
