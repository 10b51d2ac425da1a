package pgtest

import (
	"os"
	"path/filepath"
	"testing"
)

// TestAbandonedFoldersGo leaves a folder as a killed process does: its lock is
// free.
func TestAbandonedFoldersGo(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	abandoned, lock, err := makeFolder()
	if err != nil {
		t.Fatal(err)
	}
	lock.Close()
	kept, lock, err := makeFolder()
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	if _, err := os.Stat(abandoned); !os.IsNotExist(err) {
		t.Errorf("%s is still there (%v)", abandoned, err)
	}
	removeAbandoned()
	if _, err := os.Stat(filepath.Join(kept, owned)); err != nil {
		t.Errorf("a folder in use is gone: %v", err)
	}
}
