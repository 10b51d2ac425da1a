package postgres

import (
	"context"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/store"
)

// dialect implements store.Dialect.
type dialect struct {
	pool *pgxpool.Pool
	link *link
}

func (dialect) ForUpdate() string { return " FOR UPDATE" }

// Unindexed returns the column as it is: only planners without statistics need
// more.
func (dialect) Unindexed(column string) string { return column }

func (dialect) Contains(column string) string { return "strpos(" + column + ", ?) > 0" }

func (dialect) Classify(err error) error { return classify(err) }

func (dialect) Retryable(err error) bool { return collided(err) || cutShort(err) }

func (d dialect) Begin(ctx context.Context, relaxed bool) (store.Tx, error) {
	tx, err := begin(ctx, d.pool, relaxed)
	if err != nil {
		return nil, err
	}
	return tx, nil
}

func (d dialect) Announce(changes []trex.Change) { d.link.announce(changes) }
