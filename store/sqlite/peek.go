package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/store"
)

// SumUsage is Store.SumUsage for a data directory that a server may be using: it
// takes no lock and changes nothing. Without a database it returns no sums.
func SumUsage(ctx context.Context, dir string, since time.Time) (sums []trex.UsageSum, err error) {
	path := filepath.Join(dir, "trex.db")
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	db, err := sql.Open("sqlite", dataSource(path, "query_only(1)"))
	if err != nil {
		return nil, fmt.Errorf("open database: %w", classify(err))
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	reading := &reader{db: db, statements: map[string]*sql.Stmt{}}
	return store.New(store.Config{Read: reading, List: reading, Hub: &store.Hub{}, Dialect: dialect{}}).SumUsage(ctx, since)
}
