package store

import (
	"context"
	"fmt"

	"github.com/trex-ml/trex"
)

// backfillBatch is how many rows one transaction fills: few enough that nobody
// notices the wait.
const backfillBatch = 100

// Backfill adds to the runs of older versions of Trex what newer versions store
// with a run. It may be interrupted and may run while the store is in use. When
// there is nothing to do, it costs one look at an index. Until it has ended,
// FindEqualRuns does not find such runs.
func (s *Store) Backfill(ctx context.Context) error {
	for {
		ids, err := list(ctx, s.read, scanValue[int64],
			`SELECT id FROM runs WHERE config_key IS NULL ORDER BY id DESC LIMIT $1`, backfillBatch)
		if err == nil && len(ids) > 0 {
			err = s.backfill(ctx, ids)
		}
		if err != nil {
			return fmt.Errorf("fill the rows of older runs: %w", err)
		}
		if len(ids) == 0 {
			return nil
		}
	}
}

func (s *Store) backfill(ctx context.Context, ids []int64) error {
	return s.transact(ctx, true, func(t *tx) error {
		var statements []Statement
		for marks, args := range inLists(ids) {
			runs, err := list(ctx, t.session, scanRun, numbered(`SELECT `+runColumns+` FROM runs r
				WHERE r.id IN `+marks+` ORDER BY r.id`)+s.dialect.ForUpdate(), args...)
			if err != nil {
				return err
			}
			for i := range runs {
				statement, err := fillRun(&runs[i])
				if err != nil {
					return err
				}
				statements = append(statements, statement)
			}
		}
		return t.batch(ctx, statements)
	})
}

// fillRun stores the score too: a server of an older version may have been the
// leader since the migration.
func fillRun(run *trex.Run) (Statement, error) {
	key, err := configKey(run.Project, run.Config)
	score, _ := run.Score()
	return Statement{`UPDATE runs SET config_key = $1, score = $2 WHERE id = $3`, []any{key, score, run.ID}}, err
}
