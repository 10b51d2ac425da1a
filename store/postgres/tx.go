package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/trex-ml/trex/store"
)

// mostStale is how many connections in a row may turn out to be dead before
// the database is believed to be away. After a restart all idle ones are.
const mostStale = 2 * leastConns

// endTimeout bounds COMMIT and ROLLBACK, which do not end with the caller's
// context: interrupted half-way, nobody could tell whether they happened.
const endTimeout = 15 * time.Second

// writeTx implements store.Tx. Transactions are begun and ended by hand and not
// by database/sql, so that BEGIN and its setting travel together.
type writeTx struct {
	*sql.Conn
	done bool
}

func begin(ctx context.Context, db *sql.DB, relaxed bool) (*writeTx, error) {
	command := "BEGIN"
	if relaxed {
		command = "BEGIN; SET LOCAL synchronous_commit = off"
	}
	for try := 1; ; try++ {
		conn, err := db.Conn(ctx)
		if err != nil {
			return nil, err
		}
		tx := &writeTx{Conn: conn}
		if _, err = tx.simple(ctx, command); err == nil {
			return tx, nil
		}
		tx.drop()
		if !cutOff(err) || ctx.Err() != nil || try == mostStale {
			return nil, err
		}
	}
}

// ExecBatch sends all statements in one go and then reads all answers.
func (tx *writeTx) ExecBatch(ctx context.Context, statements []store.Statement) error {
	if len(statements) == 0 {
		return nil
	}
	batch := &pgx.Batch{}
	for _, s := range statements {
		batch.Queue(s.SQL, s.Args...)
	}
	return tx.raw(func(conn *pgx.Conn) error { return conn.SendBatch(ctx, batch).Close() })
}

func (tx *writeTx) Commit() error {
	ctx, cancel := context.WithTimeout(context.Background(), endTimeout)
	defer cancel()
	tag, err := tx.simple(ctx, "COMMIT")
	if err == nil && tag != "COMMIT" { // PostgreSQL answers so when a statement had failed
		err = fmt.Errorf("the transaction was rolled back")
	}
	tx.done = true
	if err != nil {
		tx.drop()
		return err
	}
	return tx.Close()
}

func (tx *writeTx) Rollback() error {
	if tx.done {
		return nil
	}
	tx.done = true
	ctx, cancel := context.WithTimeout(context.Background(), endTimeout)
	defer cancel()
	if _, err := tx.simple(ctx, "ROLLBACK"); err != nil {
		tx.drop()
		return err
	}
	return tx.Close()
}

// drop closes the connection for good, which ends its transaction.
func (tx *writeTx) drop() {
	ctx, cancel := context.WithTimeout(context.Background(), endTimeout)
	defer cancel()
	_ = tx.raw(func(conn *pgx.Conn) error { return conn.Close(ctx) })
	_ = tx.Close() // there is nothing left to do about either error
}

// simple runs commands without arguments and returns the last one's tag.
func (tx *writeTx) simple(ctx context.Context, commands string) (tag string, err error) {
	err = tx.raw(func(conn *pgx.Conn) error {
		results, err := conn.PgConn().Exec(ctx, commands).ReadAll()
		if len(results) > 0 {
			tag = results[len(results)-1].CommandTag.String()
		}
		return err
	})
	return tag, err
}

func (tx *writeTx) raw(fn func(*pgx.Conn) error) error {
	return tx.Raw(func(driver any) error {
		conn, ok := driver.(*stdlib.Conn)
		if !ok {
			return errors.New("not a connection of pgx")
		}
		return fn(conn.Conn())
	})
}

// reader implements store.Reader. A query changes nothing, so it is asked again
// when its connection turns out to be dead.
type reader struct {
	db *sql.DB
	// planned has every query planned for its values. Of a prepared statement
	// PostgreSQL makes, after five times, one plan for all values, and then
	// takes any "best < x" to match a third of all runs.
	planned bool
}

func (r reader) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if r.planned {
		args = append([]any{pgx.QueryExecModeCacheDescribe}, args...)
	}
	for try := 1; ; try++ {
		rows, err := r.db.QueryContext(ctx, query, args...)
		if err == nil || !cutOff(err) || ctx.Err() != nil || try == mostStale {
			return rows, err
		}
	}
}
