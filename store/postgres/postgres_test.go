package postgres

import (
	"testing"

	"github.com/trex-ml/trex/internal/await"
	"github.com/trex-ml/trex/store/postgres/pgtest"
	"github.com/trex-ml/trex/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Store { return openTest(t, pgtest.Emptied(t)) })
}

func openTest(t testing.TB, url string) *DB {
	t.Helper()
	db, err := Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		await.Until(t, "all connections to be given back", func() bool { return db.pool.Stat().AcquiredConns() == 0 })
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}
