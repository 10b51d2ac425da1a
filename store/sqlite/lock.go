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

// lockPatience is how long a lock that is taken is tried again. If a server is
// killed while it starts a process, that process holds the lock for the moment
// between fork and exec.
const lockPatience = 2 * time.Second

// lockDir takes the lock that says "a server uses this directory". It belongs
// to the open file, so the kernel releases it however the process ends. The
// number in the file is for people only.
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
		holder, _ := io.ReadAll(io.LimitReader(file, 20)) // only for the sentence below
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

// flock locks file, or returns EWOULDBLOCK when another process still holds it
// after lockPatience, or when ctx ends.
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
