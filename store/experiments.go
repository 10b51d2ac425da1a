package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/trex-ml/trex"
)

const experimentColumns = `id, proposal_id, project, requester_platform, requester_id, requester_name,
	thread_platform, thread_channel, thread_id, created_at`

func scanExperiment(row scanner) (e trex.Experiment, err error) {
	err = row.Scan(id[trex.ExperimentID]{&e.ID, trex.MakeExperimentID},
		id[trex.ProposalID]{&e.Proposal, trex.MakeProposalID}, &e.Project,
		&e.Requester.Platform, &e.Requester.ID, &e.Requester.Name,
		&e.Thread.Platform, &e.Thread.Channel, &e.Thread.ID, milliseconds{&e.CreatedAt})
	return e, err
}

func (s *Store) FindExperiment(ctx context.Context, id trex.ExperimentID) (trex.Experiment, error) {
	e, err := one(ctx, s.read, scanExperiment, `SELECT `+experimentColumns+` FROM experiments WHERE id = $1`, id)
	if errors.Is(err, sql.ErrNoRows) {
		return e, trex.NotFound("there is no experiment %s", id)
	}
	if err != nil {
		return e, fmt.Errorf("find experiment %s: %w", id, err)
	}
	return e, nil
}

// FindExperimentByThread returns the newest experiment of a thread.
func (s *Store) FindExperimentByThread(ctx context.Context, thread trex.Thread) (trex.Experiment, error) {
	e, err := one(ctx, s.read, scanExperiment, `SELECT `+experimentColumns+` FROM experiments
		WHERE thread_platform = $1 AND thread_channel = $2 AND thread_id = $3
		ORDER BY id DESC LIMIT 1`, label(thread.Platform), label(thread.Channel), label(thread.ID))
	if errors.Is(err, sql.ErrNoRows) {
		return e, trex.NotFound("there is no experiment in this thread")
	}
	if err != nil {
		return e, fmt.Errorf("find experiment of a thread: %w", err)
	}
	return e, nil
}

// ListExperiments returns experiments newest first.
func (s *Store) ListExperiments(ctx context.Context, q trex.ExperimentQuery) ([]trex.Experiment, error) {
	where := &predicate{}
	if q.Project != "" {
		where.and("project = ?", q.Project)
	}
	if q.Platform != "" {
		where.and("thread_platform = ?", q.Platform)
	}
	if q.Requester != "" {
		where.and("requester_id = ?", q.Requester)
	}
	if text := strings.ToLower(q.Text); text != "" {
		contains := s.dialect.Contains
		where.and(contains("'e' || id")+" OR "+contains("lower(project)")+" OR "+contains("lower(requester_name)"), text, text, text)
	}
	if q.Unsettled {
		where.and("id IN (SELECT experiment_id FROM runs WHERE status IN (?, ?))", trex.Pending, trex.Running)
	}
	limit := q.Limit
	if limit <= 0 && !q.Unsettled {
		limit = 100
	}
	query, args := where.build(`SELECT `+experimentColumns+` FROM experiments`, "ORDER BY id DESC LIMIT ?", atMost(limit))
	experiments, err := list(ctx, s.read, scanExperiment, query, args...)
	if err != nil {
		return nil, fmt.Errorf("list experiments: %w", err)
	}
	return experiments, nil
}

// MoveExperiment records where an experiment is discussed once a platform has
// made its thread.
func (s *Store) MoveExperiment(ctx context.Context, id trex.ExperimentID, thread trex.Thread) error {
	err := s.update(ctx, func(t *tx) error {
		n, err := t.exec(ctx, `UPDATE experiments SET thread_platform = $1, thread_channel = $2, thread_id = $3
			WHERE id = $4`, label(thread.Platform), label(thread.Channel), label(thread.ID), id)
		if err == nil && n == 0 {
			err = trex.NotFound("there is no experiment %s", id)
		}
		t.changed(trex.ExperimentChanged, string(id))
		return err
	})
	if err != nil {
		return fmt.Errorf("move experiment %s: %w", id, err)
	}
	return nil
}

// ListExperimentRuns returns all runs of an experiment in launch order.
func (s *Store) ListExperimentRuns(ctx context.Context, id trex.ExperimentID) ([]trex.Run, error) {
	runs, err := experimentRuns(ctx, s.read, id)
	if err != nil {
		return nil, fmt.Errorf("list runs of %s: %w", id, err)
	}
	if len(runs) == 0 { // every experiment has runs
		_, err := s.FindExperiment(ctx, id)
		return nil, err
	}
	return runs, nil
}

func experimentRuns(ctx context.Context, s session, id trex.ExperimentID) ([]trex.Run, error) {
	return list(ctx, s, scanRun, `SELECT `+runColumns+` FROM runs r WHERE experiment_id = $1 ORDER BY id`, id)
}
