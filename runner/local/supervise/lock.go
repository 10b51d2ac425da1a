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
// find it. It means something only while the lock is held.
type Holder struct {
	PID   int    `json:"pid"`
	Start string `json:"start"` // in clock ticks since boot
}

// LockPatience is how long a supervisor tries to get a lock that no live
// supervisor is known to hold. A probe holds it for some microseconds, but a
// busy machine may halt the probe at that moment.
const LockPatience = 20 * time.Second

var errLocked = errors.New("another supervisor holds the lock")

// takeLock locks the run's folder for as long as the returned descriptor is
// open. It is not inherited by the command.
func takeLock(dir files, self process.Process, patience time.Duration) (fd int, err error) {
	fd, err = dir.open(folder.Lock, unix.O_RDWR|unix.O_CREAT, public)
	if err != nil {
		return 0, fmt.Errorf("open lock: %w", err)
	}
	deadline := time.Now().Add(patience)
	for {
		err = Flock(fd, unix.LOCK_EX|unix.LOCK_NB)
		if err == nil {
			break
		}
		if !errors.Is(err, unix.EWOULDBLOCK) || holderLives(fd) || time.Now().After(deadline) {
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

// holderLives reports whether the supervisor that a lock names is alive. If it
// is, no probe holds the lock.
func holderLives(lock int) bool {
	var text [256]byte
	n, err := again(func() (int, error) { return unix.Pread(lock, text[:], 0) })
	var said Holder
	if err != nil || json.Unmarshal(text[:n], &said) != nil || said.PID <= 0 {
		return false
	}
	now, err := process.Read(said.PID)
	return err == nil && !now.Gone() && now.StartText == said.Start
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
