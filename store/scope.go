package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/trex-ml/trex"
)

// ListActive returns every run of a scope that waits or runs, in launch order.
func (s *Store) ListActive(ctx context.Context, scope trex.RunScope) ([]trex.Run, error) {
	runs, err := activeRuns(ctx, s.list, scope, "")
	if err != nil {
		return nil, fmt.Errorf("list active runs: %w", err)
	}
	return runs, nil
}

// activeRuns returns the runs of a scope that are not final, in launch order. A
// run that the scope lists must exist, final or not.
func activeRuns(ctx context.Context, s session, scope trex.RunScope, lock string) ([]trex.Run, error) {
	if err := scope.Check(); err != nil {
		return nil, err
	}
	if len(scope.Runs) == 0 {
		return selectActive(ctx, s, activeIn(s, scope), lock)
	}
	ids := slices.Clone(scope.Runs)
	slices.SortFunc(ids, func(a, b trex.RunID) int { return cmp.Compare(a.Number(), b.Number()) })
	if err := findAll(ctx, s, ids); err != nil {
		return nil, err
	}
	var active []trex.Run
	for marks, args := range inLists(slices.Compact(ids)) {
		where := activeIn(s, scope)
		where.and("r.id IN "+marks, args...)
		some, err := selectActive(ctx, s, where, lock)
		if err != nil {
			return nil, err
		}
		active = append(active, some...)
	}
	return active, nil
}

func selectActive(ctx context.Context, s session, where *predicate, lock string) ([]trex.Run, error) {
	query, args := where.build("SELECT "+runColumns+" FROM runs r", "ORDER BY r.id"+lock)
	return list(ctx, s, scanRun, query, args...)
}

func activeIn(s session, scope trex.RunScope) *predicate {
	where := &predicate{}
	where.and("r.status IN (?, ?)", trex.Pending, trex.Running)
	plain := s.dialect.Unindexed // few runs are active, but a project may have many
	if scope.Experiment != "" {
		where.and(plain("r.experiment_id")+" = ?", scope.Experiment)
	}
	if scope.Project != "" {
		where.and(plain("r.project")+" = ?", label(scope.Project))
	}
	if !scope.Person.IsZero() {
		where.and(plain("r.requester_id")+" = ? AND r.requester_platform = ?", label(scope.Person.ID), label(scope.Person.Platform))
	}
	return where
}

// findAll checks that every run exists.
func findAll(ctx context.Context, s session, ids []trex.RunID) error {
	there := make(map[trex.RunID]bool)
	for marks, args := range inLists(ids) {
		err := each(ctx, s, func(row scanner) error {
			var run trex.RunID
			err := row.Scan(id[trex.RunID]{&run, trex.MakeRunID})
			there[run] = true
			return err
		}, numbered("SELECT id FROM runs WHERE id IN "+marks), args...)
		if err != nil {
			return err
		}
	}
	for _, id := range ids {
		if !there[id] {
			return trex.NotFound("there is no run %s", id)
		}
	}
	return nil
}
