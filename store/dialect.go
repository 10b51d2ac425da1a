package store

import (
	"context"
	"database/sql"

	"github.com/trex-ml/trex"
)

// Dialect is what the two databases do differently.
type Dialect interface {
	// ForUpdate is appended to a SELECT whose row the transaction will change.
	ForUpdate() string
	// Unindexed wraps a column so that the planner does not choose an index for
	// it; the expression itself where the planner knows better.
	Unindexed(column string) string
	// Contains is a condition that is true when a column contains the text of
	// the ? in it.
	Contains(column string) string
	// Classify turns a driver's error into a trex error where people can do
	// something about it, by its code, and returns any other as it is.
	Classify(err error) error
	// Retryable reports that the whole transaction may succeed when it is run
	// again at once.
	Retryable(err error) bool
	// Begin starts a write transaction. Those with relaxed durability may be
	// lost, whole, when the machine loses power soon after.
	Begin(ctx context.Context, relaxed bool) (Tx, error)
	// Announce tells other servers on the same database what changed. It does
	// not block.
	Announce(changes []trex.Change)
}

// Reader runs queries; *sql.DB and Tx are Readers.
type Reader interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Tx is a write transaction on one connection.
type Tx interface {
	Reader
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	// ExecBatch executes statements in order, with as few round trips as the
	// driver allows.
	ExecBatch(ctx context.Context, statements []Statement) error
	Commit() error
	// Rollback after Commit does nothing.
	Rollback() error
}

// Statement is one command of a batch.
type Statement struct {
	SQL  string
	Args []any
}
