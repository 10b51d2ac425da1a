package store

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/trex-ml/trex"
)

// LaunchProposal turns an open proposal into an experiment with one pending run
// for each selected configuration, all or nothing. A caller who loses a race, or
// decides on a version that has changed, gets a conflict and launches nothing.
func (s *Store) LaunchProposal(ctx context.Context, l trex.Launch) (trex.Experiment, []trex.Run, error) {
	var experiment trex.Experiment
	var runs []trex.Run
	err := s.update(ctx, func(t *tx) error {
		p, err := findProposal(ctx, t.session, l.Proposal, s.dialect.ForUpdate())
		if err != nil {
			return err
		}
		if err := p.CheckDecision(l.Decision); err != nil {
			return err
		}
		configs, err := selected(&p, l)
		if err != nil {
			return err
		}
		if experiment, err = createExperiment(ctx, t, &p, l); err != nil {
			return err
		}
		if err := createRuns(ctx, t, pendingRuns(&p, l, experiment.ID, configs)); err != nil {
			return err
		}
		_, err = t.exec(ctx, `UPDATE proposals SET state = 'launched', experiment_id = $1, decided_at = $2,
			decider_platform = $3, decider_id = $4, decider_name = $5 WHERE id = $6`,
			experiment.ID, l.At, l.By.Platform, l.By.ID, l.By.Name, p.ID)
		if err != nil {
			return err
		}
		t.changed(trex.ProposalChanged, string(p.ID))
		runs, err = experimentRuns(ctx, t.session, experiment.ID)
		return err
	})
	if err != nil {
		return trex.Experiment{}, nil, fmt.Errorf("launch proposal %s: %w", l.Proposal, err)
	}
	return experiment, runs, nil
}

func selected(p *trex.Proposal, l trex.Launch) ([]trex.RunConfig, error) {
	configs := p.Configs
	if l.Configs != nil {
		configs = make([]trex.RunConfig, len(l.Configs))
		for i, index := range l.Configs {
			configs[i] = p.Configs[index]
		}
	}
	if len(l.Names) != len(configs) {
		return nil, fmt.Errorf("%d names for %d runs", len(l.Names), len(configs))
	}
	return configs, nil
}

func createExperiment(ctx context.Context, t *tx, p *trex.Proposal, l trex.Launch) (trex.Experiment, error) {
	thread := l.Thread
	if thread == (trex.Thread{}) {
		thread = p.Thread
	}
	n, err := t.take(ctx, "experiment", 1)
	if err != nil {
		return trex.Experiment{}, err
	}
	e, err := one(ctx, t.session, scanExperiment, `INSERT INTO experiments (`+experimentColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING `+experimentColumns,
		n, p.ID, p.Project, p.Requester.Platform, p.Requester.ID, p.Requester.Name,
		label(thread.Platform), label(thread.Channel), label(thread.ID), l.At)
	t.changed(trex.ExperimentChanged, string(e.ID))
	return e, err
}

// pendingRuns are the runs of a launch before they have ids.
func pendingRuns(p *trex.Proposal, l trex.Launch, experiment trex.ExperimentID, configs []trex.RunConfig) []trex.Run {
	runs := make([]trex.Run, len(configs))
	for i, config := range configs {
		runs[i] = trex.Run{
			Experiment: experiment, Name: l.Names[i], Project: p.Project, Status: trex.Pending, Requester: p.Requester,
			CreatedAt: l.At, Objective: l.Objective, Executor: cmp.Or(l.Executor, trex.ThisMachine), Config: config,
		}
	}
	return runs
}

func createRuns(ctx context.Context, t *tx, runs []trex.Run) error {
	first, err := t.take(ctx, "run", len(runs))
	if err != nil {
		return err
	}
	var statements []Statement
	for i := range runs {
		runs[i].ID = trex.MakeRunID(first + int64(i))
		insert, err := insertRun(&runs[i])
		if err != nil {
			return err
		}
		statements = append(statements, insert)
		statements = append(statements, insertParams(runs[i].ID, runs[i].Config)...)
		t.changed(trex.RunChanged, string(runs[i].ID))
	}
	return t.batch(ctx, statements)
}

func insertRun(r *trex.Run) (Statement, error) {
	config, err := jsonText(r.Config)
	if err != nil {
		return Statement{}, err
	}
	key, err := configKey(r.Project, r.Config)
	return Statement{`INSERT INTO runs (id, experiment_id, name, project, status,
		requester_platform, requester_id, requester_name, created_at,
		objective_metric, objective_goal, executor, config, search, config_key)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		[]any{r.ID, r.Experiment, label(r.Name), r.Project, r.Status,
			r.Requester.Platform, r.Requester.ID, r.Requester.Name, r.CreatedAt,
			label(r.Objective.Metric), r.Objective.Goal, r.Executor, config, searchText(r), key}}, err
}

// insertParams returns no statement for a run without parameters.
func insertParams(run trex.RunID, config trex.RunConfig) []Statement {
	var rows []string
	var args []any
	for name, value := range config {
		if !value.IsZero() {
			rows = append(rows, "(?, ?, ?)")
			args = append(args, run, label(name), valueKey(value))
		}
	}
	if rows == nil {
		return nil
	}
	return []Statement{{numbered("INSERT INTO run_params (run_id, name, key) VALUES " + strings.Join(rows, ", ")), args}}
}
