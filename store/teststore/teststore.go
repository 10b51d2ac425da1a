// Package teststore opens the store that tests of other packages run on:
// SQLite, or PostgreSQL with TREX_TEST_STORE=postgres, so that the same tests
// check both. The end-to-end run uses both. Tests of the stores themselves open
// their own.
package teststore

import (
	"os"
	"testing"

	"github.com/trex-ml/trex/store"
	"github.com/trex-ml/trex/store/postgres"
	"github.com/trex-ml/trex/store/postgres/pgtest"
	"github.com/trex-ml/trex/store/sqlite"
)

// DB is *sqlite.DB or *postgres.DB without what only one of them has.
type DB struct {
	*store.Store
	close func() error
}

// Close may be called before the test ends, and again.
func (db *DB) Close() error { return db.close() }

// Open returns a new, empty store, in dir if it is SQLite, and closes it when
// the test ends. PostgreSQL needs TREX_TEST_POSTGRES, one server for all
// packages, because few packages stop a server of their own.
func Open(t testing.TB, dir string) *DB {
	t.Helper()
	db := &DB{}
	switch kind := os.Getenv("TREX_TEST_STORE"); kind {
	case "", "sqlite":
		opened, err := sqlite.Open(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		db.Store, db.close = opened.Store, opened.Close
	case "postgres":
		if os.Getenv("TREX_TEST_POSTGRES") == "" {
			t.Fatal("TREX_TEST_STORE=postgres needs a server in TREX_TEST_POSTGRES: go run ./store/postgres/pgtest/throwaway")
		}
		opened, err := postgres.Open(t.Context(), pgtest.Emptied(t))
		if err != nil {
			t.Fatal(err)
		}
		db.Store, db.close = opened.Store, opened.Close
	default:
		t.Fatalf("TREX_TEST_STORE is sqlite or postgres, not %q", kind)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}
