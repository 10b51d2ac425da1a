package store

import (
	"context"

	"github.com/trex-ml/trex"
)

// Dialect holds the differences between the two databases.
type Dialect interface {
	// ForUpdate is appended to a SELECT whose row the transaction will change.
	ForUpdate() string
	// Unindexed wraps a column so that the planner does not choose an index for
	// it. It returns the column as it is for a planner that chooses well.
	Unindexed(column string) string
	// Contains is a condition that is true when a column contains the text of
	// the ? in it.
	Contains(column string) string
	// Classify turns a driver's error, by its code, into a trex error if people
	// can do something about it. It returns any other error as it is.
	Classify(err error) error
	// Retryable reports that a transaction had no effect and may succeed when
	// all of it is run again at once.
	Retryable(err error) bool
	// Begin starts a write transaction. A relaxed one may be lost completely
	// when the machine loses power soon after.
	Begin(ctx context.Context, relaxed bool) (Tx, error)
	// Announce tells other servers on the same database what changed. It does
	// not block.
	Announce(changes []trex.Change)
}

// Reader runs queries. An error may come with the first row, or later.
type Reader interface {
	Query(ctx context.Context, query string, args ...any) (Rows, error)
}

// Rows is the answer to a query; *sql.Rows are Rows.
type Rows interface {
	Next() bool
	Scan(dest ...any) error
	Err() error
	Close() error
}

// Tx is a write transaction on one connection, which takes as few round trips
// as the driver allows.
type Tx interface {
	Reader
	// QueryBatch runs queries in order and passes each answer to read, which
	// need not close it.
	QueryBatch(ctx context.Context, queries []Statement, read func(n int, rows Rows) error) error
	// Exec executes a command and returns how many rows it changed.
	Exec(ctx context.Context, query string, args ...any) (changed int64, err error)
	// ExecBatch executes statements in order, before the next query or command
	// and at the latest in Commit, which may thus return their error.
	ExecBatch(ctx context.Context, statements []Statement) error
	// Commit is not ended by any context. After an error that is not Retryable
	// the transaction may have happened or not.
	Commit() error
	// Rollback after Commit does nothing.
	Rollback() error
}

// Statement is one command or query of a batch.
type Statement struct {
	SQL  string
	Args []any
}
