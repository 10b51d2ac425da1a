package supervise

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sys/unix"

	"github.com/trex-ml/trex/runner/folder"
	"github.com/trex-ml/trex/runner/local/process"
)

// Holder is what a supervisor writes into the lock it holds, so that others
// find it. Only with the lock held does it mean anything.
type Holder struct {
	PID   int    `json:"pid"`
	Start string `json:"start"` // in clock ticks since boot
}

// LockPatience is how long a supervisor tries to get its lock: those who probe
// it hold it for some microseconds.
const LockPatience = 2 * time.Second

var errLocked = errors.New("another supervisor holds the lock")

// takeLock locks the run's folder for as long as the returned descriptor is
// open. It is not inherited by the command.
func takeLock(dir files, self process.Process) (fd int, err error) {
	fd, err = dir.open(folder.Lock, unix.O_RDWR|unix.O_CREAT, public)
	if err != nil {
		return 0, fmt.Errorf("open lock: %w", err)
	}
	deadline := time.Now().Add(LockPatience)
	for {
		err = Flock(fd, unix.LOCK_EX|unix.LOCK_NB)
		if err == nil {
			break
		}
		if !errors.Is(err, unix.EWOULDBLOCK) || time.Now().After(deadline) {
			_ = unix.Close(fd)
			if errors.Is(err, unix.EWOULDBLOCK) {
				err = errLocked
			}
			return 0, fmt.Errorf("lock run folder: %w", err)
		}
		time.Sleep(2 * time.Millisecond)
	}
	if err := writeHolder(fd, self); err != nil {
		_ = unix.Close(fd)
		return 0, fmt.Errorf("write lock: %w", err)
	}
	return fd, nil
}

func writeHolder(fd int, self process.Process) error {
	data, err := json.Marshal(Holder{PID: self.PID, Start: self.StartText})
	if err != nil {
		return err
	}
	if err := unix.Ftruncate(fd, 0); err != nil {
		return err
	}
	return writeAll(fd, append(data, '\n'))
}

// Flock locks or unlocks an open file.
func Flock(fd, how int) error {
	_, err := again(func() (int, error) { return 0, unix.Flock(fd, how) })
	return err
}
