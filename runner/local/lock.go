package local

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"

	"github.com/trex-ml/trex/runner"
)

// holder is what a supervisor writes into the lock it holds, so that others
// find it. Only with the lock held does it mean anything.
type holder struct {
	PID   int    `json:"pid"`
	Start string `json:"start"` // in clock ticks since boot
}

// lockPatience is how long a supervisor tries to get its lock: those who probe
// it hold it for some microseconds.
const lockPatience = 2 * time.Second

var errLocked = errors.New("another supervisor holds the lock")

// takeLock locks the run's folder for as long as the returned file is open. The
// file is not inherited by the command.
func takeLock(dir *os.Root) (*os.File, error) {
	file, err := dir.OpenFile(runner.LockFile, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("open lock: %w", err)
	}
	deadline := time.Now().Add(lockPatience)
	for {
		err = flock(file, unix.LOCK_EX|unix.LOCK_NB)
		if err == nil {
			break
		}
		if !errors.Is(err, unix.EWOULDBLOCK) || time.Now().After(deadline) {
			file.Close()
			if errors.Is(err, unix.EWOULDBLOCK) {
				err = errLocked
			}
			return nil, fmt.Errorf("lock run folder: %w", err)
		}
		time.Sleep(2 * time.Millisecond)
	}
	if err := writeHolder(file); err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

func writeHolder(file *os.File) error {
	self, err := readProcess(os.Getpid())
	if err != nil {
		return fmt.Errorf("write lock: %w", err)
	}
	data, err := json.Marshal(holder{PID: self.pid, Start: self.startText})
	if err != nil {
		return fmt.Errorf("write lock: %w", err)
	}
	if err := file.Truncate(0); err != nil {
		return fmt.Errorf("write lock: %w", err)
	}
	if _, err := file.WriteAt(append(data, '\n'), 0); err != nil {
		return fmt.Errorf("write lock: %w", err)
	}
	return nil
}

func flock(file *os.File, how int) error {
	for {
		err := unix.Flock(int(file.Fd()), how)
		if !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}

// supervised says who holds the lock on dir: a process opened so that its pid
// cannot come to mean another, or nil when the lock is free or was never made.
// It waits for a holder that has locked and not yet said who it is.
func supervised(dir string) (*pidFile, error) {
	deadline := time.Now().Add(lockPatience)
	for {
		file, err := os.Open(filepath.Join(dir, runner.LockFile))
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		if err != nil {
			return nil, fmt.Errorf("probe lock: %w", err)
		}
		supervisor, err := probe(file)
		file.Close()
		if !errors.Is(err, errUnsaid) || time.Now().After(deadline) {
			return supervisor, err
		}
		time.Sleep(2 * time.Millisecond)
	}
}

var errUnsaid = errors.New("the lock's holder has not said who it is")

func probe(file *os.File) (*pidFile, error) {
	free, err := lockIsFree(file)
	if free || err != nil {
		return nil, err
	}
	var said holder
	if err := json.NewDecoder(file).Decode(&said); err != nil || said.PID <= 0 {
		return nil, errUnsaid
	}
	supervisor, err := openPID(said.PID)
	if errors.Is(err, unix.ESRCH) {
		return nil, errUnsaid // what a former holder said
	}
	if err != nil {
		return nil, err
	}
	now, err := readProcess(said.PID)
	if err != nil || now.startText != said.Start {
		supervisor.Close()
		return nil, errUnsaid
	}
	return supervisor, nil
}

func lockIsFree(file *os.File) (bool, error) {
	err := flock(file, unix.LOCK_SH|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("probe lock: %w", err)
	}
	return true, flock(file, unix.LOCK_UN)
}
