package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/wait"
)

// uncertainError is the error of a commit that may have happened or not. It does
// not wrap its cause: a time-out of ours would look like the caller's.
type uncertainError struct{ cause string }

func (e *uncertainError) Error() string { return "the outcome of a commit is not known: " + e.cause }

// abortedError is the error of a commit that certainly did not happen.
type abortedError struct{ error }

func (e *abortedError) Unwrap() error { return e.error }

// uncertain reports that a transaction whose COMMIT ended with err may have
// happened: the answer was lost.
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
		case status == "in progress": // its session has not noticed yet that the client is gone
			_, asked = pool.Exec(ctx, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "+
				"WHERE backend_xid = $1::text::xid8::xid", xid)
		}
		if _, refused := errors.AsType[*pgconn.PgError](asked); refused && !cutOff(asked) {
			break
		}
		_ = wait.For(ctx, askEvery)
	}
	return trex.Unavailable(&uncertainError{err.Error()},
		"the connection to the database was lost before it confirmed the change; check whether it was done before you try again")
}
