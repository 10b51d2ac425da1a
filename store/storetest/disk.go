package storetest

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

const onSmallDisk = "TREX_TEST_SMALL_DISK"

// OnSmallDisk runs test in its own process and mount namespace, where dir is a
// file system of that size ("2m"), so that the kernel itself reports a full disk.
// It needs no root. On a machine that allows no namespaces the test is skipped;
// in CI it fails.
func OnSmallDisk(t *testing.T, size string, test func(t *testing.T, dir string)) {
	t.Helper()
	if dir := os.Getenv(onSmallDisk); dir != "" {
		if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size="+size); err != nil {
			t.Fatalf("mount a small file system: %v", err)
		}
		test(t, dir)
		return
	}
	child := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	child.Env = append(os.Environ(), onSmallDisk+"="+t.TempDir())
	child.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	out, err := child.CombinedOutput()
	if err == nil && strings.Contains(string(out), "--- PASS") {
		return
	}
	refused := errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES)
	if refused && os.Getenv("CI") != "true" {
		t.Skipf("this machine allows no namespaces, so nothing small can be mounted: %v", err)
	}
	t.Errorf("%v:\n%s", err, out)
}
