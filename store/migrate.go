package store

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/trex-ml/trex"
)

// Schema is the version a database had when it was opened, 0 for an empty one,
// and the version it has now.
type Schema struct{ From, To int64 }

// Migrate brings the schema of db up to the newest migration of files. A
// database that a newer Trex has migrated is a conflict and is not changed;
// where names the database in that error. With several servers the caller holds
// a lock.
func Migrate(ctx context.Context, dialect goose.Dialect, db *sql.DB, files fs.FS, where string) (Schema, error) {
	provider, err := goose.NewProvider(dialect, db, files, goose.WithLogger(goose.NopLogger()), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return Schema{}, fmt.Errorf("read migrations: %w", err)
	}
	current, newest, err := provider.GetVersions(ctx)
	if err != nil {
		return Schema{}, fmt.Errorf("read the schema version: %w", err)
	}
	if current > newest {
		return Schema{}, trex.Conflict("%s was written by a newer version of Trex (schema %d, this one knows up to %d); "+
			"upgrade Trex, or point it at other data", where, current, newest)
	}
	if _, err := provider.Up(ctx); err != nil {
		return Schema{}, fmt.Errorf("migrate from schema %d to %d: %w", current, newest, err)
	}
	return Schema{current, newest}, nil
}
