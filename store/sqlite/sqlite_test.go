package sqlite

import (
	"testing"

	"github.com/trex-ml/trex/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Store { return openTest(t, t.TempDir()) })
}

func openTest(t testing.TB, dir string) *DB {
	t.Helper()
	db, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if n := db.reader.db.Stats().InUse; n > 0 {
			t.Errorf("%d connections were never given back", n)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}
