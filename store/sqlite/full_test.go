package sqlite

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/trex-ml/trex"
)

// childSmall makes this test binary mount a small file system on a directory
// and fill it with points.
const childSmall = "TREX_TEST_FILL_UP"

// TestFullFileSystem lets SQLite write until the kernel says that there is no
// space left, in a mount namespace of its own.
func TestFullFileSystem(t *testing.T) {
	child := exec.Command(os.Args[0], "-test.run=^TestFullFileSystem$", "-test.v")
	child.Env = append(os.Environ(), childSmall+"="+t.TempDir())
	child.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	if dir := os.Getenv(childSmall); dir != "" {
		fillUp(t, dir)
		return
	}
	out, err := child.CombinedOutput()
	if (errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES)) && os.Getenv("CI") != "true" {
		t.Skipf("this machine allows no namespaces, so nothing small can be mounted: %v", err)
	}
	if err != nil || !strings.Contains(string(out), "--- PASS") {
		t.Errorf("%v:\n%s", err, out)
	}
}

func fillUp(t *testing.T, dir string) {
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=4m"); err != nil {
		t.Fatalf("mount a small file system: %v", err)
	}
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

	// A server that is started on the full disk shows what is there, or says
	// what is wrong; it never begins anew.
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

// untilFull appends from offset until it fails with the sentence for a full
// disk, and returns up to where.
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
