package store

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
)

// PlainSorts are the orders by a column of runs.
func PlainSorts() []string { return append(slices.Collect(maps.Keys(columns)), "created") }

// ListPlans returns the database's plan for each phase of a listing, as printed
// by explain ("EXPLAIN", "EXPLAIN QUERY PLAN").
func (s *Store) ListPlans(ctx context.Context, explain string, q trex.RunQuery) ([]string, error) {
	o, err := parseOrder(q.Sort)
	if err != nil {
		return nil, err
	}
	from, err := parseCursor(q.Cursor, q.Sort, o)
	if err != nil {
		return nil, err
	}
	l := runLister{session: s.list, order: o}
	if err := l.filter(ctx, q, defaultPage); err != nil {
		return nil, err
	}
	var plans []string
	for phase := range l.order.phases {
		if phase != from.Phase {
			from = cursor{Phase: phase}
		}
		query, args := l.query(phase, from, 101)
		lines, err := list(ctx, s.list, planLine, explain+" "+query, args...)
		if err != nil {
			return nil, err
		}
		plans = append(plans, strings.Join(lines, "\n"))
	}
	return plans, nil
}

// planLine reads a line of either database: SQLite puts three numbers first.
func planLine(row scanner) (line string, err error) {
	if row.Scan(&line) == nil {
		return line, nil
	}
	var n int64
	err = row.Scan(&n, &n, &n, &line)
	return line, err
}
