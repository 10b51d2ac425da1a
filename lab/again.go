package lab

import (
	"context"
	"maps"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

// Again asks to run the configurations of runs once more.
type Again struct {
	Runs   []trex.Run // all of one project
	Fixed  bool       // apply the fix of each run's diagnosis
	By     trex.Person
	Thread trex.Thread
}

// Again proposes the configurations of runs once more. Equal configurations are
// proposed once.
func (l *Lab) Again(ctx context.Context, a Again) (trex.Proposal, error) {
	reading := "again: " + say.Runs(a.Runs, 8)
	fixes := make([]trex.RunConfig, len(a.Runs))
	if a.Fixed {
		fixes = insight.Failure{Runs: a.Runs}.Fixes()
		if fix := say.Fix(fixes); fix != "" {
			reading += ", " + fix
		}
	}
	return l.proposeAgain(ctx, a, reading, fixes)
}

// proposeAgain proposes the runs' configurations, each changed by its fix.
func (l *Lab) proposeAgain(ctx context.Context, a Again, reading string, fixes []trex.RunConfig) (trex.Proposal, error) {
	if len(a.Runs) == 0 {
		return trex.Proposal{}, trex.Invalid("there is no run to retry")
	}
	var configs []trex.RunConfig
	for i := range a.Runs {
		if a.Runs[i].Project != a.Runs[0].Project {
			return trex.Proposal{}, trex.Invalid("%s and %s are runs of different projects; retry them one by one",
				a.Runs[0].ID, a.Runs[i].ID)
		}
		config := a.Runs[i].Config.Clone()
		maps.Copy(config, fixes[i])
		if !slices.ContainsFunc(configs, config.Equal) {
			configs = append(configs, config)
		}
	}
	return l.Propose(ctx, Draft{Project: a.Runs[0].Project, Configs: configs, Reading: reading, By: a.By, Thread: a.Thread})
}

// Suggest proposes one of the next steps of an experiment: with Around,
// configurations near its best run; with Seeds, its best configurations with
// more seeds.
func (l *Lab) Suggest(ctx context.Context, id trex.ExperimentID, verb Verb, where Where) (trex.Proposal, error) {
	experiment, err := l.store.FindExperiment(ctx, id)
	if err != nil {
		return trex.Proposal{}, err
	}
	project, err := l.projects.Find(experiment.Project)
	if err != nil {
		return trex.Proposal{}, err
	}
	runs, err := l.store.ListExperimentRuns(ctx, id)
	if err != nil {
		return trex.Proposal{}, err
	}
	reading, suggest := "around the best of ", insight.Around
	if verb == Seeds {
		reading, suggest = "3 more seeds of the best of ", insight.MoreSeeds
	}
	configs, err := suggest(project, runs)
	if err != nil {
		return trex.Proposal{}, err
	}
	return l.Propose(ctx, Draft{
		Project: project.Name, Configs: configs[:min(len(configs), l.maxRuns)], Reading: reading + string(id),
		By: where.By, Thread: where.Thread,
	})
}

// Where says who asks and to which thread the proposal belongs.
type Where struct {
	By     trex.Person
	Thread trex.Thread
}
