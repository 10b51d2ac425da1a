package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/trex-ml/trex"
)

const warningColumns = `id, run_id, kind, step, message, policy, fix, at, settled`

func scanWarning(row scanner) (w trex.Warning, err error) {
	err = row.Scan(id[trex.WarningID]{&w.ID, trex.MakeWarningID}, id[trex.RunID]{&w.Run, trex.MakeRunID},
		&w.Kind, &w.Step, &w.Message, &w.Policy, document{&w.Fix}, milliseconds{&w.At}, &w.Settled)
	return w, err
}

// CreateWarning records what a watchdog saw, once per run and kind. If the
// warning exists already, created is false and stored is the existing one.
func (s *Store) CreateWarning(ctx context.Context, w trex.Warning) (stored trex.Warning, created bool, err error) {
	fix, err := jsonText(w.Fix)
	if err != nil {
		return trex.Warning{}, false, fmt.Errorf("create warning of %s: %w", w.Run, err)
	}
	err = s.update(ctx, func(t *tx) error {
		r, err := findRun(ctx, t.session, w.Run, s.dialect.ForUpdate())
		if err != nil {
			return err
		}
		created = false
		stored, err = one(ctx, t.session, scanWarning, `SELECT `+warningColumns+` FROM warnings
			WHERE run_id = $1 AND kind = $2`, w.Run, w.Kind)
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		n, err := t.take(ctx, "warning", 1)
		if err != nil {
			return err
		}
		stored, err = one(ctx, t.session, scanWarning, `INSERT INTO warnings (`+warningColumns+`)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING `+warningColumns,
			n, w.Run, w.Kind, w.Step, w.Message, w.Policy, fix, w.At, r.Status.Final() || w.Settled)
		created = err == nil
		t.changed(trex.WarningChanged, string(stored.ID))
		t.changed(trex.RunChanged, string(w.Run))
		return err
	})
	if err != nil {
		return trex.Warning{}, false, fmt.Errorf("create warning of %s: %w", w.Run, err)
	}
	return stored, created, nil
}

func (s *Store) FindWarning(ctx context.Context, id trex.WarningID) (trex.Warning, error) {
	w, err := one(ctx, s.read, scanWarning, `SELECT `+warningColumns+` FROM warnings WHERE id = $1`, id)
	if errors.Is(err, sql.ErrNoRows) {
		return w, trex.NotFound("there is no warning %s", id)
	}
	if err != nil {
		return w, fmt.Errorf("find warning %s: %w", id, err)
	}
	return w, nil
}

// ListWarnings returns the warnings of an experiment's runs, settled ones too,
// oldest first.
func (s *Store) ListWarnings(ctx context.Context, id trex.ExperimentID) ([]trex.Warning, error) {
	warnings, err := list(ctx, s.read, scanWarning, `SELECT `+warningColumns+` FROM warnings
		WHERE run_id IN (SELECT id FROM runs WHERE experiment_id = $1) ORDER BY id`, id)
	if err != nil {
		return nil, fmt.Errorf("list warnings of %s: %w", id, err)
	}
	return warnings, nil
}

// SettleWarning marks a warning as dealt with; doing it again changes nothing.
func (s *Store) SettleWarning(ctx context.Context, id trex.WarningID) error {
	err := s.update(ctx, func(t *tx) error {
		n, err := t.exec(ctx, `UPDATE warnings SET settled = $1 WHERE id = $2`, true, id)
		if err == nil && n == 0 {
			err = trex.NotFound("there is no warning %s", id)
		}
		t.changed(trex.WarningChanged, string(id))
		return err
	})
	if err != nil {
		return fmt.Errorf("settle warning %s: %w", id, err)
	}
	return nil
}

func settleWarnings(ctx context.Context, t *tx, runs ...trex.RunID) error {
	for marks, args := range inLists(runs) {
		numbers, err := list(ctx, t.session, scanValue[int64],
			numbered(`UPDATE warnings SET settled = ? WHERE run_id IN `+marks+` AND NOT settled RETURNING id`),
			append([]any{true}, args...)...)
		if err != nil {
			return err
		}
		for _, n := range numbers {
			t.changed(trex.WarningChanged, string(trex.MakeWarningID(n)))
		}
	}
	return nil
}
