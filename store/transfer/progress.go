package transfer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/wait"
)

// begin checks whether the target may be filled, and marks that its import has
// begun.
func (i *importer) begin(ctx context.Context) (resumed, finished bool, err error) {
	if _, err := i.target.Exec(ctx, `CREATE TABLE IF NOT EXISTS imports (
		source TEXT PRIMARY KEY, copied TEXT NOT NULL, begun_at BIGINT NOT NULL, finished_at BIGINT)`); err != nil {
		return false, false, err
	}
	var source, copied string
	err = i.target.QueryRow(ctx, "SELECT source, copied, finished_at IS NOT NULL FROM imports").Scan(&source, &copied, &finished)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return false, false, i.beginNew(ctx)
	case err != nil:
		return false, false, err
	case source != i.name && finished:
		return false, false, trex.Conflict("the database already holds an import of %s; name an empty database", source)
	case source != i.name:
		return false, false, trex.Conflict("the database holds part of %s; go on with that directory, or name an empty database", source)
	case finished:
		return true, true, nil
	}
	if err := json.Unmarshal([]byte(copied), &i.copied); err != nil {
		return false, false, fmt.Errorf("read the progress of the import: %w", err)
	}
	return true, false, i.refuseServers(ctx)
}

func (i *importer) beginNew(ctx context.Context) error {
	i.copied = map[string]int64{}
	for _, table := range tables {
		var rows int64
		if err := i.target.QueryRow(ctx, "SELECT count(*) FROM "+table.name+table.filled).Scan(&rows); err != nil {
			return err
		}
		if rows > 0 {
			return trex.Conflict("the database is in use already (its table %s holds %d rows); an import needs an empty one", table.name, rows)
		}
	}
	if err := i.refuseServers(ctx); err != nil {
		return err
	}
	_, err := i.target.Exec(ctx, "INSERT INTO imports (source, copied, begun_at) VALUES ($1, '{}', $2)", i.name, time.Now().UnixMilli())
	if err != nil {
		return err
	}
	err = i.refuseServers(ctx) // a server may have started meanwhile
	if err != nil {
		_, undo := i.target.Exec(ctx, "DELETE FROM imports")
		return errors.Join(err, undo)
	}
	return nil
}

func (i *importer) refuseServers(ctx context.Context) error {
	for giveUp := time.Now().Add(i.patience); ; {
		var there bool
		err := i.target.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_stat_activity
			WHERE datname = current_database() AND application_name IN ('trex', 'trex leader'))`).Scan(&there)
		if err != nil || !there {
			return err
		}
		if time.Now().After(giveUp) {
			return trex.Conflict("a Trex server uses the database; stop it, import, and start it again")
		}
		if err := wait.For(ctx, 100*time.Millisecond); err != nil {
			return err
		}
	}
}

// save records how many rows are copied, in the transaction that copies them.
func (i *importer) save(ctx context.Context, tx pgx.Tx) error {
	copied, err := json.Marshal(i.copied)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "UPDATE imports SET copied = $1", string(copied))
	return err
}

func (i *importer) finish(ctx context.Context) error {
	if _, err := i.target.Exec(ctx, "ANALYZE"); err != nil { // the planner has no statistics of the copied rows
		return err
	}
	_, err := i.target.Exec(ctx, "UPDATE imports SET finished_at = $1", time.Now().UnixMilli())
	return err
}

// clear deletes all rows that this import has copied.
func (i *importer) clear(ctx context.Context) error {
	var names []string
	for _, table := range tables {
		names = append(names, table.name)
	}
	return pgx.BeginFunc(ctx, i.target, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "TRUNCATE "+strings.Join(names, ", ")); err != nil {
			return err
		}
		i.copied = map[string]int64{}
		return i.save(ctx, tx)
	})
}
