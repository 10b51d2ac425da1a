package transfer_test

import (
	"database/sql"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex/internal/await"
	"github.com/trex-ml/trex/store/postgres/pgtest"
	"github.com/trex-ml/trex/store/transfer"
)

// TestEveryTableIsImported fails when a migration adds a table that the import
// does not know, or a column to one dialect alone.
func TestEveryTableIsImported(t *testing.T) {
	t.Parallel()
	dir, url := installation(t), pgtest.Emptied(t)
	report, err := transfer.Import(t.Context(), transfer.Params{Dir: dir, URL: url, Patience: await.Patience})
	if err != nil {
		t.Fatal(err)
	}
	var moved []string
	for _, table := range report.Tables {
		moved = append(moved, table.Name)
	}
	slices.Sort(moved)
	source, target := columns(t, "sqlite", filepath.Join(dir, "trex.db")), columns(t, "pgx", url)
	if diff := cmp.Diff(source, target); diff != "" {
		t.Errorf("columns (-SQLite +PostgreSQL):\n%s", diff)
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(source)), moved); diff != "" {
		t.Errorf("tables (-schema +import):\n%s", diff)
	}
}

// TestEveryColumnIsImported gives every table a column of each type that one may
// have, as a migration would. An import that knows only some columns loses them.
func TestEveryColumnIsImported(t *testing.T) {
	t.Parallel()
	dir, url := installation(t), pgtest.Database(t)
	openTarget(t, url).Close()
	source, target := openRaw(t, "sqlite", filepath.Join(dir, "trex.db")), openRaw(t, "pgx", url)
	added := []struct{ column, sqlite, postgres, value, arrives string }{
		{"new_number", "INTEGER", "BIGINT", "7", "new_number = 7"},
		{"new_value", "REAL", "DOUBLE PRECISION", "0.5", "new_value = 0.5"},
		{"new_text", "TEXT", "TEXT", "'seen'", "new_text = 'seen'"},
		{"new_bytes", "BLOB", "BYTEA", "x'00ff'", `new_bytes = '\x00ff'`},
		{"new_flag", "INTEGER", "BOOLEAN", "1", "new_flag"},
	}
	tables := slices.Sorted(maps.Keys(columns(t, "pgx", url)))
	for _, table := range tables {
		for _, add := range added {
			execute(t, source, fmt.Sprintf("ALTER TABLE %s ADD COLUMN %s %s", table, add.column, add.sqlite))
			execute(t, source, fmt.Sprintf("UPDATE %s SET %s = %s", table, add.column, add.value))
			execute(t, target, fmt.Sprintf("ALTER TABLE %s ADD COLUMN %s %s", table, add.column, add.postgres))
		}
	}
	report, err := transfer.Import(t.Context(), transfer.Params{Dir: dir, URL: url, Patience: await.Patience})
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range report.Tables {
		for _, add := range added {
			var rows int64
			query := fmt.Sprintf("SELECT count(*) FROM %s WHERE %s", table.Name, add.arrives)
			if err := target.QueryRowContext(t.Context(), query).Scan(&rows); err != nil || rows != table.Rows || rows == 0 {
				t.Errorf("%s.%s arrived in %d of %d rows (%v)", table.Name, add.column, rows, table.Rows, err)
			}
		}
	}
}

// columns returns the columns of every table of Trex.
func columns(t *testing.T, driver, source string) map[string][]string {
	t.Helper()
	query := `SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c
		WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE 'goose_%' ORDER BY t.name, c.cid`
	if driver == "pgx" {
		query = `SELECT table_name, column_name FROM information_schema.columns
			WHERE table_schema = 'public' AND table_name NOT IN ('imports', 'goose_db_version') ORDER BY table_name, ordinal_position`
	}
	rows, err := openRaw(t, driver, source).QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns := map[string][]string{}
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			t.Fatal(err)
		}
		columns[table] = append(columns[table], column)
	}
	if rows.Err() != nil || len(columns) == 0 {
		t.Fatal(fmt.Errorf("%s: %w", driver, rows.Err()))
	}
	return columns
}

func openRaw(t *testing.T, driver, source string) *sql.DB {
	t.Helper()
	raw, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { raw.Close() })
	return raw
}

func execute(t *testing.T, db *sql.DB, query string) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), query); err != nil {
		t.Fatalf("%v: %s", err, query)
	}
}
