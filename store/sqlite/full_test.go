package sqlite

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/store/storetest"
)

// TestFullFileSystem lets SQLite write until the kernel says that there is no
// space left.
func TestFullFileSystem(t *testing.T) { storetest.OnSmallDisk(t, "4m", fillUp) }

func fillUp(t *testing.T, dir string) {
	ballast := filepath.Join(dir, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 2<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(dir, "data")
	db := openTest(t, data)
	launchOne(t, db)
	offset := untilFull(t, db, 0)
	if err := db.SetReason(t.Context(), "r1", strings.Repeat("x", 1<<20)); trex.KindOf(err) != trex.KindUnavailable {
		t.Errorf("another write on the full disk ended with %v", err)
	}
	if got := checkPoints(t, db); got != offset {
		t.Errorf("%d points are there, %d were acknowledged", got, offset)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	if err := appendFrom(t.Context(), db, offset, 5000); err != nil {
		t.Errorf("once there is room again: %v", err)
	}
	offset = untilFull(t, db, offset+5000)

	// A server that starts on the full disk shows the stored data, or says what
	// is wrong. It never begins with an empty store.
	if err := db.Close(); err != nil {
		t.Logf("closing on the full disk: %v", err)
	}
	db, err := Open(t.Context(), data)
	if err != nil {
		if sentence, ok := trex.Sentence(err); !ok || !strings.Contains(sentence, "disk") {
			t.Fatalf("opening on the full disk is told as %q (%v)", sentence, err)
		}
		t.Log("on the full disk the server does not start")
		return
	}
	defer db.Close()
	if got := checkPoints(t, db); got != offset {
		t.Errorf("%d points after a restart, %d were acknowledged", got, offset)
	}
}

// untilFull appends from offset until an append fails with the sentence for a
// full disk, and returns the offset it has reached.
func untilFull(t *testing.T, db *DB, offset int64) int64 {
	t.Helper()
	for range 1000 {
		err := appendFrom(t.Context(), db, offset, 5000)
		if err == nil {
			offset += 5000
			continue
		}
		sentence, ok := trex.Sentence(err)
		if trex.KindOf(err) != trex.KindUnavailable || !ok || !strings.Contains(sentence, "disk") {
			t.Fatalf("a full disk is told as %q (%v)", sentence, err)
		}
		return offset
	}
	t.Fatal(fmt.Errorf("%d points fit", offset))
	return 0
}
