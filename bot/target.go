package bot

import (
	"context"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
)

// targets finds the runs an intent is about: those it selects, else those of the
// experiment that the message is about, else those of the newest experiment the person
// asked for. A selector that finds none is a not-found error.
func (a *answers) targets(ctx context.Context, event message, intent agent.Intent) ([]trex.Run, error) {
	if len(intent.Runs) > 0 {
		return findRuns(ctx, a.store, intent.Runs)
	}
	if s := a.scopeOf(intent); s.narrow() || len(s.selected.Experiments) > 1 {
		p, err := a.pick(ctx, event, intent)
		if err == nil && len(p.runs) == 0 {
			err = trex.NotFound("%s", p.none())
		}
		return p.runs, err
	}
	experiment, err := a.targetExperiment(ctx, event, intent)
	if err != nil {
		return nil, err
	}
	return a.store.ListExperimentRuns(ctx, experiment.ID)
}

func (a *answers) targetExperiment(ctx context.Context, event message, intent agent.Intent) (trex.Experiment, error) {
	if s := selected(intent); len(s.Experiments) > 0 {
		return a.store.FindExperiment(ctx, s.Experiments[0])
	}
	if intent.Project == "" && event.topic.experiment != "" {
		return a.store.FindExperiment(ctx, event.topic.experiment)
	}
	query := trex.ExperimentQuery{Project: intent.Project, Platform: event.Person.Platform, Requester: event.Person.ID, Limit: 1}
	if query.Requester == "" {
		query.Platform = ""
	}
	experiments, err := a.store.ListExperiments(ctx, query)
	if err != nil {
		return trex.Experiment{}, err
	}
	if len(experiments) == 0 {
		return trex.Experiment{}, trex.NotFound("I do not know which you mean: name a run or an experiment, like r12 or e4")
	}
	return experiments[0], nil
}

// findRuns finds runs by their ids.
func findRuns(ctx context.Context, db interface {
	FindRun(ctx context.Context, id trex.RunID) (trex.Run, error)
}, ids []trex.RunID) ([]trex.Run, error) {
	runs := make([]trex.Run, len(ids))
	for i, id := range ids {
		run, err := db.FindRun(ctx, id)
		if err != nil {
			return nil, err
		}
		runs[i] = run
	}
	return runs, nil
}
