package pgtest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/trex-ml/trex/internal/await"
)

// shared is the one server for all tests of a process.
var shared struct {
	sync.Mutex
	server    *Server
	err       error
	tried     bool
	throwaway *bool    // whether the server is a throwaway one; nil: not asked yet
	count     int      // databases made
	free      []string // databases that Emptied may give again
}

// Main runs the tests of a package and then stops the shared server; call it
// from TestMain: os.Exit(pgtest.Main(m)). It does not report a missing server: go
// test shows no output of a package that passes, so the Makefile calls Look.
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
// PostgreSQL it skips the test; with CI=true the test fails.
func Database(t testing.TB) string {
	t.Helper()
	admin, name := adminURL(t)
	execute(t, admin, "CREATE DATABASE "+name+" TEMPLATE template0") // template0: autovacuum does not delay it
	if !throwaway(t, admin) {                                        // a lasting server would keep it
		t.Cleanup(func() { execute(t, admin, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") })
	}
	target, err := url.Parse(admin)
	if err != nil {
		t.Fatal(err)
	}
	target.Path = "/" + name
	query := target.Query()
	for _, limit := range []string{"statement_timeout", "idle_in_transaction_session_timeout"} { // Trex sets these limits, and a busy machine may reach them
		query.Set(limit, fmt.Sprint(await.Patience.Milliseconds()))
	}
	target.RawQuery = query.Encode()
	return target.String()
}

// Emptied returns the URL of a database without rows. It may have the schema
// already, from an earlier test of this process: making a database and its
// tables takes longer than most tests.
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
		with(t, database, func(ctx context.Context, conn *pgx.Conn) error { return wipe(ctx, t, conn) })
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

// wipe brings a database back to its state after migration, once the sessions of
// the earlier test have ended.
func wipe(ctx context.Context, t testing.TB, conn *pgx.Conn) error {
	await.Nil(t, "the end of the sessions of an earlier test", func() error {
		var left int
		err := conn.QueryRow(ctx, `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid()`).Scan(&left)
		if err == nil && left > 0 {
			err = fmt.Errorf("%d are left", left)
		}
		return err
	})
	_, err := conn.Exec(ctx, empty)
	return err
}

// empty deletes row by row: a test leaves few rows, and TRUNCATE would make every
// table and index again.
const empty = `DO $$ DECLARE name text; BEGIN
	SET LOCAL session_replication_role = replica; -- in any order
	FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('goose_db_version', 'counters') LOOP
		EXECUTE 'DELETE FROM ' || quote_ident(name);
	END LOOP;
	UPDATE counters SET last = 0;
END $$`

// throwawayMark is a setting of servers whose databases need not be dropped.
const throwawayMark = "trex.throwaway"

func throwaway(t testing.TB, admin string) bool {
	t.Helper()
	shared.Lock()
	defer shared.Unlock()
	if shared.throwaway == nil {
		marked := false
		with(t, admin, func(ctx context.Context, conn *pgx.Conn) error {
			return conn.QueryRow(ctx, "SELECT coalesce(current_setting($1, true), '') = 'on'", throwawayMark).Scan(&marked)
		})
		shared.throwaway = &marked
	}
	return *shared.throwaway
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

// Missing ends a test that cannot run without PostgreSQL. It skips the test if
// PostgreSQL is not installed. With CI=true, or for any other err, the test fails.
func Missing(t testing.TB, err error) {
	t.Helper()
	if errors.Is(err, ErrMissing) && os.Getenv("CI") != "true" {
		t.Skipf("NOT TESTED ON POSTGRESQL: %v", err)
	}
	t.Fatal(err)
}

// StartThrowaway starts a server that is fast because it does not protect its
// data from a crash.
func StartThrowaway() (*Server, error) {
	server, err := New("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=1000", throwawayMark+"=on")
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), await.Patience)
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
	ctx, cancel := context.WithTimeout(context.Background(), await.Patience) // t.Context has ended in a cleanup
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
