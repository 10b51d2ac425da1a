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
	count  int // databases made
}

// Main runs the tests of a package and then stops the shared server; call it
// from TestMain: os.Exit(pgtest.Main(m)).
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
	if errors.Is(shared.err, ErrMissing) {
		fmt.Fprintln(os.Stderr, "\n*** NOT TESTED ON POSTGRESQL:", shared.err, "***")
	}
	return code
}

// Database returns the URL of a new, empty database that is dropped when the
// test ends. Without PostgreSQL the test does not go on; with CI=true it fails.
func Database(t testing.TB) string {
	t.Helper()
	admin, name := adminURL(t)
	execute(t, admin, "CREATE DATABASE "+name)
	t.Cleanup(func() { execute(t, admin, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") })
	target, err := url.Parse(admin)
	if err != nil {
		t.Fatal(err)
	}
	target.Path = "/" + name
	return target.String()
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
		shared.server, shared.err = startShared()
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

func startShared() (*Server, error) {
	// Nobody needs the data of a test after a crash.
	server, err := New("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")
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

func execute(t testing.TB, admin, command string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute) // t.Context has ended in a cleanup
	defer cancel()
	conn, err := pgx.Connect(ctx, admin)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, command); err != nil {
		t.Fatal(err)
	}
}
