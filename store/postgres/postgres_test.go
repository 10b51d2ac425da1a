package postgres

import (
	"testing"
	"time"

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
		for deadline := time.Now().Add(time.Minute); db.pool.Stat().AcquiredConns() > 0; time.Sleep(time.Millisecond) {
			if time.Now().After(deadline) { // the listener's notice may be on its way
				t.Errorf("%d connections were never given back", db.pool.Stat().AcquiredConns())
				break
			}
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}
