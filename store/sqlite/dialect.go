package sqlite

import (
	"context"
	"errors"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/store"
	driver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// dialect implements store.Dialect.
type dialect struct{ writer *writer }

// ForUpdate returns "": a write transaction locks the whole database.
func (dialect) ForUpdate() string { return "" }

// Unindexed uses the unary plus, SQLite's documented way to keep the planner
// from an index. Without ANALYZE the planner assumes that any equality matches
// few rows.
func (dialect) Unindexed(column string) string { return "+" + column }

// Contains uses instr, which is three times as fast as LIKE.
func (dialect) Contains(column string) string { return "instr(" + column + ", ?) > 0" }

func (dialect) Classify(err error) error { return classify(err) }

// Retryable returns false: writers wait for their turn, so they do not collide.
func (dialect) Retryable(error) bool { return false }

func (d dialect) Begin(ctx context.Context, relaxed bool) (store.Tx, error) {
	tx, err := d.writer.begin(ctx, relaxed)
	if err != nil {
		return nil, err
	}
	return tx, nil
}

// Announce does nothing: there is no other server on this database.
func (dialect) Announce([]trex.Change) {}

func classify(err error) error {
	failure, ok := errors.AsType[*driver.Error](err)
	if !ok {
		return err
	}
	if _, done := errors.AsType[*trex.Error](err); done {
		return err
	}
	switch failure.Code() & 0xff { // the rest of the code says where
	case sqlite3.SQLITE_FULL:
		return trex.Unavailable(err, "the disk with the data directory is full; free some space and try again")
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return trex.Unavailable(err, "another program holds the database; try again in a moment")
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return trex.Unavailable(err, "the data directory cannot be written")
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN:
		return trex.Unavailable(err, "the disk with the data directory cannot be read or written")
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return trex.Unavailable(err, "the database file is damaged; restore it from a backup")
	}
	return err
}
