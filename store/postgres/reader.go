package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/trex-ml/trex/store"
)

// reader implements store.Reader. A query changes nothing, so it is run again
// when its connection turns out to be dead.
type reader struct {
	pool *pgxpool.Pool
	// planned has every query planned for its values. After five runs of a
	// prepared statement PostgreSQL makes one plan for all values, and then
	// assumes that any "best < x" matches a third of all runs.
	planned bool
}

func (r reader) Query(ctx context.Context, query string, args ...any) (store.Rows, error) {
	if r.planned {
		args = append([]any{pgx.QueryExecModeCacheDescribe}, args...)
	}
	for try := 1; ; try++ {
		answer, err := r.pool.Query(ctx, query, args...)
		if err == nil {
			first := &rows{Rows: answer, ahead: true, more: answer.Next()} // errors come with the first row
			if err = answer.Err(); err == nil {
				return first, nil
			}
			answer.Close()
		}
		if _, away := errors.AsType[*pgconn.ConnectError](err); away || !cutOff(err) || ctx.Err() != nil || try == mostStale {
			return nil, err
		}
	}
}

// rows implements store.Rows.
type rows struct {
	pgx.Rows
	ahead, more bool         // a Next whose result is more was called already
	close       func() error // what to close afterwards; nil: nothing
}

func (r *rows) Next() bool {
	if r.ahead {
		r.ahead = false
		return r.more
	}
	return r.Rows.Next()
}

func (r *rows) Close() error {
	r.Rows.Close()
	if r.close != nil {
		return r.close()
	}
	return r.Rows.Err()
}
