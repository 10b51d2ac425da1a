package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/trex-ml/trex/store"
)

// mostStale is how many connections in a row may turn out to be dead before the
// database counts as unreachable. After a restart all idle connections are dead.
const mostStale = 2 * leastConns

// endTimeout bounds COMMIT and ROLLBACK, which do not end with the caller's
// context: after an interruption it would not be known whether they happened.
const endTimeout = 15 * time.Second

// writeTx implements store.Tx. Statements that need no answer, such as BEGIN, are
// sent together with one that does: a round trip costs more than most statements.
type writeTx struct {
	pool  *pgxpool.Pool
	conn  *pgxpool.Conn
	open  []string          // begins the transaction; sent before the first statement
	later []store.Statement // not sent yet
	xid   string            // by which the server knows the transaction, once it has begun
	done  bool
}

func begin(ctx context.Context, pool *pgxpool.Pool, relaxed bool) (*writeTx, error) {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	open := []string{"BEGIN"}
	if relaxed {
		open = append(open, "SET LOCAL synchronous_commit = off")
	}
	return &writeTx{pool: pool, conn: conn, open: open}, nil
}

// Query implements store.Reader.
func (tx *writeTx) Query(ctx context.Context, query string, args ...any) (store.Rows, error) {
	results, err := tx.send(ctx, store.Statement{SQL: query, Args: args})
	if err != nil {
		return nil, err
	}
	answer, err := results.Query()
	if err != nil {
		_ = results.Close() // says the same
		return nil, err
	}
	return &rows{Rows: answer, close: results.Close}, nil
}

// QueryBatch sends all queries in one go and then reads all answers.
func (tx *writeTx) QueryBatch(ctx context.Context, queries []store.Statement, read func(int, store.Rows) error) error {
	results, err := tx.send(ctx, queries...)
	if err != nil {
		return err
	}
	for n := range queries {
		answer, err := results.Query()
		if err == nil {
			err = read(n, &rows{Rows: answer})
			answer.Close()
		}
		if err != nil {
			_ = results.Close() // says the same
			return err
		}
	}
	return results.Close()
}

func (tx *writeTx) Exec(ctx context.Context, query string, args ...any) (changed int64, err error) {
	results, err := tx.send(ctx, store.Statement{SQL: query, Args: args})
	if err != nil {
		return 0, err
	}
	tag, err := results.Exec()
	if closed := results.Close(); err == nil {
		err = closed
	}
	return tag.RowsAffected(), err
}

// ExecBatch keeps statements until something is sent.
func (tx *writeTx) ExecBatch(ctx context.Context, statements []store.Statement) error {
	tx.later = append(tx.later, statements...)
	return ctx.Err()
}

// send sends the kept statements and then statements, in one batch, and returns
// the results of statements, which the caller reads and closes. Until the
// transaction has begun, it replaces a dead connection by another.
func (tx *writeTx) send(ctx context.Context, statements ...store.Statement) (pgx.BatchResults, error) {
	for try := 1; ; try++ {
		batch := &pgx.Batch{}
		results, err := tx.sendOnce(ctx, batch, statements)
		if err == nil || tx.xid != "" || !cutOff(err) || ctx.Err() != nil || try == mostStale {
			return results, err
		}
		tx.drop()
		if tx.conn, err = tx.pool.Acquire(ctx); err != nil {
			tx.done = true
			return nil, err
		}
	}
}

func (tx *writeTx) sendOnce(ctx context.Context, batch *pgx.Batch, statements []store.Statement) (pgx.BatchResults, error) {
	begins := tx.xid == ""
	if begins {
		for _, command := range tx.open {
			batch.Queue(command)
		}
		batch.Queue("SELECT pg_current_xact_id()::text")
	}
	for _, s := range tx.later {
		batch.Queue(s.SQL, s.Args...)
	}
	for _, s := range statements {
		batch.Queue(s.SQL, s.Args...)
	}
	results := tx.conn.SendBatch(ctx, batch)
	var err error
	if begins {
		for range tx.open {
			if err == nil {
				_, err = results.Exec()
			}
		}
		if err == nil {
			err = results.QueryRow().Scan(&tx.xid)
		}
	}
	for range tx.later {
		if err == nil {
			_, err = results.Exec()
		}
	}
	if err != nil {
		_ = results.Close() // says the same
		return nil, err
	}
	tx.later = nil
	return results, nil
}

// Commit sends the kept statements and COMMIT in one batch; when a statement
// fails, the server skips the rest.
func (tx *writeTx) Commit() error {
	ctx, cancel := context.WithTimeout(context.Background(), endTimeout)
	defer cancel()
	if tx.xid == "" {
		if len(tx.later) == 0 {
			return tx.Rollback()
		}
		if err := tx.flush(ctx); err != nil {
			return err
		}
	}
	err := tx.commit(ctx)
	if err == nil || !uncertain(err) {
		return err
	}
	tx.drop()
	tx.done = true
	asking, cancel := context.WithTimeout(context.Background(), endTimeout)
	defer cancel()
	return outcome(asking, tx.pool, tx.xid, err)
}

func (tx *writeTx) commit(ctx context.Context) error {
	results, err := tx.send(ctx, store.Statement{SQL: "COMMIT"})
	if err != nil {
		return err
	}
	tag, err := results.Exec()
	if closed := results.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	tx.done = true
	tx.conn.Release()
	if tag.String() != "COMMIT" { // so PostgreSQL answers after a failed statement
		return fmt.Errorf("the transaction was rolled back")
	}
	return nil
}

// flush begins the transaction and sends the kept statements.
func (tx *writeTx) flush(ctx context.Context) error {
	results, err := tx.send(ctx)
	if err != nil {
		return err
	}
	return results.Close()
}

func (tx *writeTx) Rollback() error {
	if tx.done {
		return nil
	}
	tx.done = true
	if tx.xid == "" && tx.conn.Conn().PgConn().TxStatus() == 'I' { // nothing was sent
		tx.conn.Release()
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), endTimeout)
	defer cancel()
	_, err := tx.conn.Exec(ctx, "ROLLBACK")
	if err != nil {
		tx.drop()
		return err
	}
	tx.conn.Release()
	return nil
}

// drop closes the connection for good, which ends its transaction.
func (tx *writeTx) drop() {
	closeConn(tx.conn.Conn())
	tx.conn.Release()
}
