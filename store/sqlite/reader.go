package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"sync"

	"github.com/trex-ml/trex/store"
)

// mostStatements bounds the prepared statements: statements of listings are built
// from parts, and callers could ask for endless combinations.
const mostStatements = 300

// reader is the pool of reading connections. It keeps prepared statements:
// preparing one costs as much as running it.
type reader struct {
	db *sql.DB

	mu         sync.Mutex
	statements map[string]*sql.Stmt
}

// Query implements store.Reader.
func (r *reader) Query(ctx context.Context, query string, args ...any) (store.Rows, error) {
	statement, err := r.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	if statement == nil {
		return answer(r.db.QueryContext(ctx, query, args...))
	}
	return answer(statement.QueryContext(ctx, args...))
}

func answer(rows *sql.Rows, err error) (store.Rows, error) {
	if err != nil {
		return nil, err
	}
	return rows, nil
}

// prepare returns nil when there are too many already.
func (r *reader) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	r.mu.Lock()
	statement, full := r.statements[query], len(r.statements) >= mostStatements
	r.mu.Unlock()
	if statement != nil || full {
		return statement, nil
	}
	prepared, err := r.db.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if statement := r.statements[query]; statement != nil { // another goroutine was faster
		return statement, prepared.Close()
	}
	r.statements[query] = prepared
	return prepared, nil
}

func (r *reader) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var errs []error
	for _, statement := range r.statements {
		errs = append(errs, statement.Close())
	}
	return errors.Join(append(errs, r.db.Close())...)
}
