package transfer

import (
	"context"
	"fmt"
	"strings"
)

// table is one table of the schema.
type table struct {
	name   string
	order  string // the order in which rows are read, so that "the first n" are always the same
	filled string // condition for rows that a new database does not have
}

// tables lists the tables so that rows come after the rows they refer to. The
// counters come last; they make ids go on where they were.
var tables = []table{
	{name: "proposals", order: "id"},
	{name: "experiments", order: "id"},
	{name: "runs", order: "id"},
	{name: "proposal_versions", order: "proposal_id, version"},
	{name: "run_params", order: "run_id, name"},
	{name: "ingests", order: "run_id"},
	{name: "series", order: "run_id, metric"},
	{name: "chunks", order: "rowid"},
	{name: "warnings", order: "id"},
	{name: "messages", order: "id"},
	{name: "questions", order: "thread_platform, thread_channel, thread_id, person_platform, person_id"},
	{name: "channel_projects", order: "platform, channel"},
	{name: "seen_events", order: "platform, event_id"},
	{name: "posts", order: "key"},
	{name: "usage", order: "rowid"},
	{name: "counters", order: "name", filled: " WHERE last > 0"},
}

// columns returns the target's columns of a table, and a function for each that
// converts the source's value.
func (i *importer) columns(ctx context.Context, name string) (names []string, convert []func(any) (any, error), err error) {
	rows, err := i.target.Query(ctx, `SELECT column_name, data_type FROM information_schema.columns
		WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position`, name)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var column, kind string
		if err := rows.Scan(&column, &kind); err != nil {
			return nil, nil, err
		}
		names = append(names, column)
		convert = append(convert, converters[kind])
		if converters[kind] == nil {
			return nil, nil, fmt.Errorf("column %s of %s has the unknown type %s", column, name, kind)
		}
	}
	return names, convert, rows.Err()
}

// converters turn a value of SQLite into a value of a PostgreSQL type.
var converters = map[string]func(any) (any, error){
	"bigint":           keep[int64],
	"smallint":         keep[int64],
	"double precision": keep[float64],
	"text":             keep[string],
	"bytea":            keep[[]byte],
	"boolean": func(value any) (any, error) {
		n, err := keep[int64](value)
		if n == nil || err != nil {
			return n, err
		}
		return n.(int64) != 0, nil
	},
}

func keep[T any](value any) (any, error) {
	if value == nil {
		return nil, nil
	}
	kept, ok := value.(T)
	if !ok {
		return nil, fmt.Errorf("a value is stored as %T, not as %T", value, kept)
	}
	return kept, nil
}

func selectFrom(t table, columns []string, offset int64) string {
	query := "SELECT " + strings.Join(columns, ", ") + " FROM " + t.name + " ORDER BY " + t.order
	if offset > 0 {
		query += fmt.Sprintf(" LIMIT -1 OFFSET %d", offset)
	}
	return query
}
