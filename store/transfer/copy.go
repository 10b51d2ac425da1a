package transfer

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// Limits of one batch, which is committed at once; Params may set other rows.
const (
	batchRows  = 5000
	batchBytes = 8 << 20
)

// sessionsEnd is how long PostgreSQL may take to end the sessions of a server
// that has just stopped, unless Params says otherwise.
const sessionsEnd = 3 * time.Second

type importer struct {
	source   *sql.DB
	target   *pgx.Conn
	name     string // of the source
	batch    int    // rows
	patience time.Duration
	tell     func(Progress)
	copied   map[string]int64 // rows of each table that are committed
}

func (i *importer) copyAll(ctx context.Context) error {
	for _, t := range tables {
		if err := i.copyTable(ctx, t); err != nil {
			return fmt.Errorf("copy the table %s: %w", t.name, err)
		}
	}
	return nil
}

func (i *importer) copyTable(ctx context.Context, t table) error {
	var total int64
	if err := i.source.QueryRowContext(ctx, "SELECT count(*) FROM "+t.name).Scan(&total); err != nil {
		return err
	}
	if i.copied[t.name] >= total {
		return nil
	}
	columns, convert, err := i.columns(ctx, t.name)
	if err != nil {
		return err
	}
	rows, err := i.source.QueryContext(ctx, selectFrom(t, columns, i.copied[t.name]))
	if err != nil {
		return err
	}
	defer rows.Close()
	reader := &reader{rows: rows, convert: convert, most: i.batch}
	for !reader.done {
		reader.begin()
		if err := i.copyBatch(ctx, t, columns, reader); err != nil {
			return err
		}
		i.tell(Progress{Table: t.name, Rows: i.copied[t.name], Total: total})
	}
	return rows.Err()
}

func (i *importer) copyBatch(ctx context.Context, t table, columns []string, reader *reader) error {
	before := i.copied[t.name]
	err := pgx.BeginFunc(ctx, i.target, func(tx pgx.Tx) error {
		if before == 0 && t.filled != "" { // a new database has rows of its own here
			if _, err := tx.Exec(ctx, "DELETE FROM "+t.name); err != nil {
				return err
			}
		}
		n, err := tx.CopyFrom(ctx, pgx.Identifier{t.name}, columns, reader)
		if err != nil {
			return err
		}
		i.copied[t.name] = before + n
		return i.save(ctx, tx)
	})
	if err != nil {
		i.copied[t.name] = before
	}
	return err
}

// reader implements pgx.CopyFromSource for one batch after the other.
type reader struct {
	rows        *sql.Rows
	convert     []func(any) (any, error)
	done        bool // there are no more rows
	most        int  // rows of a batch
	count, size int  // of this batch
}

func (r *reader) begin() { r.count, r.size = 0, 0 }

func (r *reader) Next() bool {
	if r.count >= r.most || r.size >= batchBytes {
		return false
	}
	r.done = !r.rows.Next()
	r.count++
	return !r.done
}

func (r *reader) Values() ([]any, error) {
	values, err := scanRow(r.rows, r.convert)
	for _, value := range values {
		switch v := value.(type) {
		case string:
			r.size += len(v)
		case []byte:
			r.size += len(v)
		}
	}
	return values, err
}

func (r *reader) Err() error { return r.rows.Err() }

func scanRow(rows *sql.Rows, convert []func(any) (any, error)) ([]any, error) {
	values, to := make([]any, len(convert)), make([]any, len(convert))
	for i := range values {
		to[i] = &values[i]
	}
	if err := rows.Scan(to...); err != nil {
		return nil, err
	}
	for i, f := range convert {
		var err error
		if values[i], err = f(values[i]); err != nil {
			return nil, err
		}
	}
	return values, nil
}
