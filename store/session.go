package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/trex-ml/trex"
)

// session runs queries on the readers or inside a transaction.
type session struct {
	reader  Reader
	dialect Dialect
}

// scanner is a row of Rows.
type scanner interface{ Scan(dest ...any) error }

// list returns every row of the answer, or nil when there is none.
func list[T any](ctx context.Context, s session, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	var items []T
	err := each(ctx, s, func(row scanner) error {
		item, err := scan(row)
		items = append(items, item)
		return err
	}, query, args...)
	if err != nil {
		return nil, err
	}
	return items, nil
}

// one returns the first row of the answer, or sql.ErrNoRows when there is none.
func one[T any](ctx context.Context, s session, scan func(scanner) (T, error), query string, args ...any) (T, error) {
	items, err := list(ctx, s, scan, query, args...)
	if err == nil && len(items) == 0 {
		err = sql.ErrNoRows
	}
	if err != nil {
		var none T
		return none, err
	}
	return items[0], nil
}

// each calls fn for every row of the answer. A sql.RawBytes that Scan fills is
// valid only until fn returns.
func each(ctx context.Context, s session, fn func(scanner) error, query string, args ...any) (err error) {
	rows, err := s.reader.Query(ctx, query, bind(args)...)
	if err != nil {
		return explain(ctx, s.dialect, err)
	}
	defer rows.Close() //nolint:errcheck // what went wrong is in Err
	return explain(ctx, s.dialect, eachRow(rows, fn))
}

func eachRow(rows Rows, fn func(scanner) error) error {
	for rows.Next() {
		if err := fn(rows); err != nil {
			return fmt.Errorf("read a row: %w", err)
		}
	}
	return rows.Err()
}

// explain gives an error the reason that its reader can act on. That is the end
// of the context, if it has ended: the driver then closes the connection, and its
// error looks as if the database were unreachable.
func explain(ctx context.Context, d Dialect, err error) error {
	if _, done := errors.AsType[*trex.Error](err); err != nil && !done && ctx.Err() != nil && !errors.Is(err, ctx.Err()) {
		return fmt.Errorf("%w: %w", ctx.Err(), err)
	}
	return d.Classify(err)
}

func scanValue[T any](row scanner) (value T, err error) {
	err = row.Scan(&value)
	return value, err
}
