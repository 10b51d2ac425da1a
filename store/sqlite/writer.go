package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"github.com/trex-ml/trex/store"
)

// writer is the one connection that changes the database. A wait for a turn in
// Go is fair and ends with the caller's context; SQLite's own busy handler polls,
// and a caller may wait for ever.
type writer struct {
	db   *sql.DB
	turn chan struct{} // holds one token while no transaction is open

	// The fields below belong to the holder of the token.
	conn       *sql.Conn
	statements map[string]*sql.Stmt
	relaxed    bool // commits do not wait for the disk
}

func openWriter(ctx context.Context, path string) (*writer, error) {
	db, err := sql.Open("sqlite", dataSource(path, "journal_mode(wal)", "synchronous(full)",
		"cache_size(-16000)", "journal_size_limit(67108864)"))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	w := &writer{db: db, turn: make(chan struct{}, 1), statements: map[string]*sql.Stmt{}}
	w.turn <- struct{}{}
	if err := db.PingContext(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return w, nil
}

// connect reserves the connection until Close; the schema must be there.
func (w *writer) connect(ctx context.Context) (err error) {
	w.conn, err = w.db.Conn(ctx)
	return err
}

func (w *writer) Close() error {
	if _, open := <-w.turn; !open {
		return nil
	}
	close(w.turn) // tells waiting and later callers
	var errs []error
	for _, statement := range w.statements {
		errs = append(errs, statement.Close())
	}
	if w.conn != nil {
		errs = append(errs, w.conn.Close())
	}
	return errors.Join(append(errs, w.db.Close())...)
}

// begin waits for its turn. Only that wait ends with ctx: once a context has
// ended, the driver returns its error also for commands that took effect, and
// the transaction would stay open.
func (w *writer) begin(ctx context.Context, relaxed bool) (*writeTx, error) {
	select {
	case _, open := <-w.turn:
		if !open {
			return nil, sql.ErrConnDone
		}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if err := ctx.Err(); err != nil {
		w.turn <- struct{}{}
		return nil, err
	}
	tx := &writeTx{w: w}
	if w.relaxed != relaxed {
		level := "PRAGMA synchronous = FULL"
		if relaxed {
			level = "PRAGMA synchronous = NORMAL"
		}
		if err := tx.command(level); err != nil {
			w.turn <- struct{}{}
			return nil, err
		}
		w.relaxed = relaxed
	}
	if err := tx.command("BEGIN IMMEDIATE"); err != nil {
		w.turn <- struct{}{}
		return nil, err
	}
	return tx, nil
}

// writeTx implements store.Tx.
type writeTx struct {
	w    *writer
	done bool
}

func (tx *writeTx) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if statement := tx.w.statements[query]; statement != nil {
		return statement, nil
	}
	statement, err := tx.w.conn.PrepareContext(ctx, query)
	if err == nil {
		tx.w.statements[query] = statement // the store has only some dozens of fixed statements
	}
	return statement, err
}

func (tx *writeTx) Exec(ctx context.Context, query string, args ...any) (changed int64, err error) {
	statement, err := tx.prepare(ctx, query)
	if err != nil {
		return 0, err
	}
	result, err := statement.ExecContext(ctx, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

func (tx *writeTx) Query(ctx context.Context, query string, args ...any) (store.Rows, error) {
	statement, err := tx.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	return answer(statement.QueryContext(ctx, args...))
}

func (tx *writeTx) QueryBatch(ctx context.Context, queries []store.Statement, read func(int, store.Rows) error) error {
	for n, query := range queries {
		rows, err := tx.Query(ctx, query.SQL, query.Args...)
		if err != nil {
			return err
		}
		err = read(n, rows)
		if closed := rows.Close(); err == nil {
			err = closed
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (tx *writeTx) ExecBatch(ctx context.Context, statements []store.Statement) error {
	for _, statement := range statements {
		if _, err := tx.Exec(ctx, statement.SQL, statement.Args...); err != nil {
			return err
		}
	}
	return nil
}

func (tx *writeTx) Commit() error {
	if err := tx.command("COMMIT"); err != nil {
		return err
	}
	tx.end()
	return nil
}

func (tx *writeTx) Rollback() error {
	if tx.done {
		return nil
	}
	err := tx.command("ROLLBACK") // an error means that SQLite has rolled back by itself
	tx.end()
	return err
}

func (tx *writeTx) end() {
	tx.done = true
	tx.w.turn <- struct{}{}
}

// command runs text without a context: after an interruption it would not be
// known whether it happened.
func (tx *writeTx) command(text string) error {
	_, err := tx.Exec(context.Background(), text)
	return err
}
