package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/wait"
)

// uncertainError is that of a commit of which nobody can tell whether it
// happened. What led to it is no longer to the point: a time-out of ours would
// pass for the caller's.
type uncertainError struct{ cause string }

func (e *uncertainError) Error() string { return "the outcome of a commit is not known: " + e.cause }

// abortedError is that of a commit that certainly did not happen.
type abortedError struct{ error }

func (e *abortedError) Unwrap() error { return e.error }

// uncertain reports that a transaction whose COMMIT ended with err may have
// happened: the answer got lost.
func uncertain(err error) bool {
	_, answered := errors.AsType[*pgconn.PgError](err)
	return !answered || cutOff(err)
}

// outcome finds out what became of a transaction whose COMMIT ended with err,
// over another connection: nil when it happened, err when it did not, and an
// uncertainError when the database cannot be asked before ctx ends.
func outcome(ctx context.Context, pool *pgxpool.Pool, xid string, err error) error {
	for ctx.Err() == nil {
		var status string
		asked := pool.QueryRow(ctx, "SELECT coalesce(pg_xact_status($1::text::xid8), '')", xid).Scan(&status)
		switch {
		case asked != nil:
		case status == "committed":
			return nil
		case status == "aborted":
			return &abortedError{err}
		case status == "in progress": // its session does not know yet that nobody is there
			_, asked = pool.Exec(ctx, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "+
				"WHERE backend_xid = $1::text::xid8::xid", xid)
		}
		if _, refused := errors.AsType[*pgconn.PgError](asked); refused && !cutOff(asked) {
			break
		}
		_ = wait.For(ctx, askEvery)
	}
	return trex.Unavailable(&uncertainError{err.Error()},
		"the database went away in the middle of this; look whether it was done before you try again")
}
