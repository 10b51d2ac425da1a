package store

import (
	"context"
	"fmt"

	"github.com/trex-ml/trex"
)

// tx is a write transaction and the notices that its commit will send.
type tx struct {
	Tx
	session
	changes []trex.Change
}

// exec runs one command and returns how many rows it changed.
func (t *tx) exec(ctx context.Context, query string, args ...any) (int64, error) {
	return t.Exec(ctx, query, bind(args)...)
}

// batch runs commands of which no result is needed.
func (t *tx) batch(ctx context.Context, statements []Statement) error {
	for _, statement := range statements {
		bind(statement.Args)
	}
	return t.ExecBatch(ctx, statements)
}

// question is one query of a batch, and a function for each row of its answer.
type question struct {
	Statement
	row func(scanner) error
}

// ask runs the questions in order; each sees what is committed when it starts.
func (t *tx) ask(ctx context.Context, questions []question) error {
	queries := make([]Statement, len(questions))
	for i, q := range questions {
		queries[i] = Statement{q.SQL, bind(q.Args)}
	}
	err := t.QueryBatch(ctx, queries, func(n int, rows Rows) error { return eachRow(rows, questions[n].row) })
	return explain(ctx, t.dialect, err)
}

// take reserves n numbers of a counter and returns the first of them. The
// counter's row stays locked until the transaction ends, so ids become visible
// in their order.
func (t *tx) take(ctx context.Context, counter string, n int) (first int64, err error) {
	last, err := one(ctx, t.session, scanValue[int64],
		`UPDATE counters SET last = last + $1 WHERE name = $2 RETURNING last`, n, counter)
	if err != nil {
		return 0, fmt.Errorf("take %d ids for a %s: %w", n, counter, err)
	}
	return last - int64(n) + 1, nil
}

// changed adds a notice; the same one only once.
func (t *tx) changed(kind trex.ChangeKind, id string) {
	change := trex.Change{Kind: kind, ID: id}
	for _, c := range t.changes {
		if c == change {
			return
		}
	}
	t.changes = append(t.changes, change)
}

func (t *tx) runChanged(id trex.RunID, experiment trex.ExperimentID) {
	t.changed(trex.RunChanged, string(id))
	t.changed(trex.ExperimentChanged, string(experiment))
}
