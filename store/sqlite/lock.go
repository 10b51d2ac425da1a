package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/wait"
)

// lockPatience is how long a taken lock is asked for again. A server that was
// killed while it started a process leaves the lock to that process for the
// moment between fork and exec.
const lockPatience = 2 * time.Second

// lockDir takes the lock that says "a server uses this directory". It belongs
// to the open file, so the kernel gives it free however the process ends. The
// number inside is for people only.
func lockDir(ctx context.Context, dir string) (*os.File, error) {
	file, err := os.OpenFile(filepath.Join(dir, "trex.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock data directory: %w", err)
	}
	if err := flock(ctx, file); err != nil {
		defer file.Close()
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("lock data directory: %w", err)
		}
		holder, _ := io.ReadAll(io.LimitReader(file, 20)) // a better sentence, if it can be read
		return nil, trex.Conflict("the data directory %s is in use by another Trex server (process %s); "+
			"stop that one or give this one another directory", dir, strings.TrimSpace(string(holder)))
	}
	err = file.Truncate(0)
	if err == nil {
		_, err = fmt.Fprintln(file, os.Getpid())
	}
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("lock data directory: %w", err)
	}
	return file, nil
}

// flock locks file, or returns EWOULDBLOCK when somebody else holds it for as
// long as it is worth asking.
func flock(ctx context.Context, file *os.File) error {
	deadline := time.Now().Add(lockPatience)
	for {
		err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EWOULDBLOCK) || time.Now().After(deadline) {
			return err
		}
		if wait.For(ctx, 20*time.Millisecond) != nil {
			return err
		}
	}
}
