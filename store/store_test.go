package store_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/jackc/pgx/v5"
	_ "github.com/jackc/pgx/v5/stdlib" // registers the driver "pgx"
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/await"
	"github.com/trex-ml/trex/store"
	"github.com/trex-ml/trex/store/postgres"
	"github.com/trex-ml/trex/store/postgres/pgtest"
	"github.com/trex-ml/trex/store/sqlite"
	"github.com/trex-ml/trex/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// opened is a store of one kind, with direct access to its database.
type opened struct {
	storetest.Store
	shared  *store.Store
	explain string
	exec    func(ctx context.Context, query string) error
	bare    func(ctx context.Context, points []trex.Point) error // rows through the bare driver
	size    func(t testing.TB) int64                             // bytes on disk
	// backends are the processes of a database server that work for us; none
	// where the database is part of this process, or on another machine.
	backends func(t testing.TB) []int64
}

func openSQLite(t testing.TB) *opened {
	t.Helper()
	dir := t.TempDir()
	db, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	path := filepath.Join(dir, "trex.db")
	raw := openRaw(t, "sqlite", path)
	return &opened{Store: db, shared: db.Store, explain: "EXPLAIN QUERY PLAN", exec: execer(t, "sqlite", path), bare: bareRows(raw),
		size: func(t testing.TB) int64 {
			if err := execer(t, "sqlite", path)(context.Background(), "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
				t.Fatal(err)
			}
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			return info.Size()
		}, backends: func(testing.TB) []int64 { return nil }}
}

func openPostgres(t testing.TB) *opened {
	t.Helper()
	url := pgtest.Database(t)
	db, err := postgres.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	raw := openRaw(t, "pgx", url)
	return &opened{Store: db, shared: db.Store, explain: "EXPLAIN", exec: execer(t, "pgx", url), bare: bareCopy(t, url),
		size: func(t testing.TB) (size int64) {
			if err := raw.QueryRow("SELECT pg_total_relation_size('chunks') + pg_total_relation_size('series')").Scan(&size); err != nil {
				t.Fatal(err)
			}
			return size
		}, backends: func(t testing.TB) []int64 { return backends(t, raw) }}
}

func backends(t testing.TB, raw *sql.DB) (pids []int64) {
	rows, err := raw.Query("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var pid int64
		if err := rows.Scan(&pid); err != nil {
			t.Fatal(err)
		}
		pids = append(pids, pid)
	}
	return pids
}

var kinds = map[string]func(testing.TB) *opened{"SQLite": openSQLite, "PostgreSQL": openPostgres}

func execer(t testing.TB, driver, source string) func(context.Context, string) error {
	raw := openRaw(t, driver, source)
	return func(ctx context.Context, query string) error {
		_, err := raw.ExecContext(ctx, query)
		return err
	}
}

// bareRows inserts with one prepared statement in one transaction.
func bareRows(raw *sql.DB) func(context.Context, []trex.Point) error {
	return func(ctx context.Context, points []trex.Point) error {
		tx, err := raw.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback()
		insert, err := tx.PrepareContext(ctx, "INSERT INTO bare VALUES ($1, $2, $3, $4)")
		if err != nil {
			return err
		}
		for _, p := range points {
			if _, err := insert.ExecContext(ctx, 1, p.Step, p.Value, p.Time.UnixMilli()); err != nil {
				return err
			}
		}
		return tx.Commit()
	}
}

// bareCopy inserts with COPY, the fastest way into PostgreSQL.
func bareCopy(t testing.TB, url string) func(context.Context, []trex.Point) error {
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	return func(ctx context.Context, points []trex.Point) error {
		_, err := conn.CopyFrom(ctx, pgx.Identifier{"bare"}, []string{"run", "step", "value", "at"},
			pgx.CopyFromSlice(len(points), func(i int) ([]any, error) {
				return []any{int64(1), points[i].Step, points[i].Value, points[i].Time.UnixMilli()}, nil
			}))
		return err
	}
}

func openRaw(t testing.TB, driver, source string) *sql.DB {
	t.Helper()
	raw, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { raw.Close() })
	return raw
}

// fill adds n runs and lets the planner look at them.
func (o *opened) fill(t testing.TB, n int) {
	t.Helper()
	if err := storetest.Fill(t.Context(), o.Store, n, o.exec); err != nil {
		t.Fatal(err)
	}
	if o.explain == "EXPLAIN" {
		await.Nil(t, "the planner to know all runs", func() error {
			return errors.Join(o.exec(t.Context(), "VACUUM ANALYZE"), o.exec(t.Context(), allSeen))
		})
	}
}

// allSeen fails when a transaction was open during a VACUUM, for example one of
// PostgreSQL itself. VACUUM then does not mark all rows as visible to everybody,
// and plans depend on that mark.
const allSeen = `DO $$ BEGIN
	IF EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relallvisible < relpages) THEN
		RAISE 'not everybody sees all rows';
	END IF;
END $$`
