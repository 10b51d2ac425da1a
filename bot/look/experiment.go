package look

import (
	"context"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/card"
)

// Experiment reads the current state of an experiment.
func (r *Reader) Experiment(ctx context.Context, id trex.ExperimentID) (*card.Standing, error) {
	experiment, err := r.store.FindExperiment(ctx, id)
	if err != nil {
		return nil, err
	}
	s := &card.Standing{Experiment: experiment, Capacity: r.Capacity(), Now: r.now(), Open: r.ExperimentURL(id), RunURL: r.RunURL}
	if s.Runs, err = r.store.ListExperimentRuns(ctx, id); err != nil {
		return nil, err
	}
	if s.Warnings, err = r.store.ListWarnings(ctx, id); err != nil {
		return nil, err
	}
	s.Project = r.Project(experiment.Project, s.Runs)
	if !s.Settled() && s.Outlook().Each() == 0 {
		if s.Typical, _, err = r.estimate(ctx, s.Project, trex.Configs(s.Runs)); err != nil {
			return nil, err
		}
	}
	return s, nil
}
