package sqlite

import (
	"testing"

	"github.com/trex-ml/trex/internal/await"
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
		// A connection that is being opened for a cancelled call counts, too.
		await.Until(t, "all connections to be given back", func() bool { return db.reader.db.Stats().InUse == 0 })
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}
