package pgtest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// shared is the server that the tests of one process have in common.
var shared struct {
	sync.Mutex
	server *Server
	err    error
	tried  bool
	count  int      // databases made
	free   []string // databases that Emptied may give again
}

// Main runs the tests of a package and then stops the shared server; call it
// from TestMain: os.Exit(pgtest.Main(m)). Of a server that is missing it need
// not speak: go test shows nothing of a package that passes, so the Makefile
// asks Look.
func Main(m *testing.M) int {
	code := m.Run()
	shared.Lock()
	defer shared.Unlock()
	if shared.server != nil {
		if err := shared.server.Close(); err != nil {
			fmt.Fprintln(os.Stderr, "stop the throwaway PostgreSQL:", err)
			return max(code, 1)
		}
	}
	return code
}

// Database returns the URL of a new database without any table. Without
// PostgreSQL the test does not go on; with CI=true it fails.
func Database(t testing.TB) string {
	t.Helper()
	admin, name := adminURL(t)
	execute(t, admin, "CREATE DATABASE "+name)
	if !throwaway(t, admin) { // nobody else will
		t.Cleanup(func() { execute(t, admin, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") })
	}
	target, err := url.Parse(admin)
	if err != nil {
		t.Fatal(err)
	}
	target.Path = "/" + name
	return target.String()
}

// Emptied returns the URL of a database that holds no rows, but may have the
// schema already, because an earlier test of this process has used it: making
// a database and its tables takes longer than most tests.
func Emptied(t testing.TB) string {
	t.Helper()
	shared.Lock()
	database := ""
	if n := len(shared.free); n > 0 {
		database, shared.free = shared.free[n-1], shared.free[:n-1]
	}
	shared.Unlock()
	if database == "" {
		database = Database(t)
	} else {
		execute(t, database, empty)
	}
	if admin, _ := adminURL(t); throwaway(t, admin) {
		t.Cleanup(func() {
			shared.Lock()
			defer shared.Unlock()
			shared.free = append(shared.free, database)
		})
	}
	return database
}

// empty brings a database back to what a migration leaves.
const empty = `DO $$ BEGIN
	PERFORM pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
	EXECUTE (SELECT 'TRUNCATE ' || string_agg(quote_ident(tablename), ', ') FROM pg_tables
		WHERE schemaname = 'public' AND tablename NOT IN ('goose_db_version', 'counters'));
	UPDATE counters SET last = 0;
END $$`

// throwawayMark is a setting of servers of which no database need be dropped.
const throwawayMark = "trex.throwaway"

func throwaway(t testing.TB, admin string) (marked bool) {
	t.Helper()
	with(t, admin, func(ctx context.Context, conn *pgx.Conn) error {
		return conn.QueryRow(ctx, "SELECT coalesce(current_setting($1, true), '') = 'on'", throwawayMark).Scan(&marked)
	})
	return marked
}

func adminURL(t testing.TB) (admin, name string) {
	t.Helper()
	shared.Lock()
	defer shared.Unlock()
	shared.count++
	name = fmt.Sprintf("trex_test_%d_%d", os.Getpid(), shared.count)
	if existing := os.Getenv("TREX_TEST_POSTGRES"); existing != "" {
		return existing, name
	}
	if !shared.tried {
		shared.tried = true
		shared.server, shared.err = StartThrowaway()
	}
	if shared.err != nil {
		Missing(t, shared.err)
	}
	return shared.server.URL("postgres"), name
}

// Missing ends a test that cannot run without PostgreSQL: with CI=true, or for
// any other reason than that there is none, as a failure.
func Missing(t testing.TB, err error) {
	t.Helper()
	if errors.Is(err, ErrMissing) && os.Getenv("CI") != "true" {
		t.Skipf("NOT TESTED ON POSTGRESQL: %v", err)
	}
	t.Fatal(err)
}

// StartThrowaway starts a server that is quick because nobody needs the data of
// a test after a crash.
func StartThrowaway() (*Server, error) {
	server, err := New("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", throwawayMark+"=on")
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := server.Start(ctx); err != nil {
		return nil, errors.Join(err, server.Close())
	}
	return server, nil
}

func execute(t testing.TB, database, command string) {
	t.Helper()
	with(t, database, func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, command)
		return err
	})
}

func with(t testing.TB, database string, do func(context.Context, *pgx.Conn) error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute) // t.Context has ended in a cleanup
	defer cancel()
	conn, err := pgx.Connect(ctx, database)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(ctx) }()
	if err := do(ctx, conn); err != nil {
		t.Fatal(err)
	}
}
