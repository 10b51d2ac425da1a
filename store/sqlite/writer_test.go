package sqlite

import (
	"context"
	"errors"
	"testing"
	"time"
)

// TestBeginGivenUp ends the context while the transaction begins. The driver
// then reports the context's error for statements that took effect, and a
// connection left inside a transaction would refuse every later write.
func TestBeginGivenUp(t *testing.T) {
	t.Parallel()
	db := openTest(t, t.TempDir())
	for try := range 2000 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(try%200)*time.Microsecond)
		tx, err := db.writer.begin(ctx, try%2 == 0)
		if err == nil {
			err = tx.Rollback()
		}
		cancel()
		if err != nil && !errors.Is(err, context.DeadlineExceeded) {
			t.Fatal(err)
		}
		tx, err = db.writer.begin(t.Context(), try%3 == 0)
		if err != nil {
			t.Fatalf("after a begin that was given up: %v", err)
		}
		var level int // 1 NORMAL, 2 FULL
		if err := db.writer.conn.QueryRowContext(t.Context(), "PRAGMA synchronous").Scan(&level); err != nil {
			t.Fatal(err)
		}
		if relaxed := level == 1; relaxed != (try%3 == 0) {
			t.Fatalf("synchronous is %d, relaxed was asked: %v", level, try%3 == 0)
		}
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
	}
}
