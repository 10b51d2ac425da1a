package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"github.com/trex-ml/trex/store"
)

// writer is the one connection that changes the database. Waiting for a turn in
// Go is fair and ends with the caller's context; SQLite's own busy handler
// polls and can starve.
type writer struct {
	db   *sql.DB
	turn chan struct{} // holds one token while nobody writes

	// What follows belongs to who has the token.
	conn       *sql.Conn
	statements map[string]*sql.Stmt
	relaxed    bool // commits are not waited for on disk
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

// connect takes the connection for good, once the schema is there.
func (w *writer) connect(ctx context.Context) (err error) {
	w.conn, err = w.db.Conn(ctx)
	return err
}

func (w *writer) Close() error {
	if _, open := <-w.turn; !open {
		return nil
	}
	close(w.turn) // whoever waits, or comes later, is told so
	var errs []error
	for _, statement := range w.statements {
		errs = append(errs, statement.Close())
	}
	if w.conn != nil {
		errs = append(errs, w.conn.Close())
	}
	return errors.Join(append(errs, w.db.Close())...)
}

// begin waits for its turn, which is all that ends with ctx: the driver reports
// a context that is done by then for commands that took effect too, and nobody
// would end the transaction.
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
		tx.w.statements[query] = statement // the store has some dozens of fixed texts
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
	err := tx.command("ROLLBACK") // an error: SQLite has rolled back by itself
	tx.end()
	return err
}

func (tx *writeTx) end() {
	tx.done = true
	tx.w.turn <- struct{}{}
}

// command is not interrupted: nobody could tell whether it happened.
func (tx *writeTx) command(text string) error {
	_, err := tx.Exec(context.Background(), text)
	return err
}
