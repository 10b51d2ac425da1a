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
	"github.com/trex-ml/trex/runner/local/process"
	"github.com/trex-ml/trex/runner/local/supervise"
)

// supervised returns the process that holds the lock on dir, opened so that its
// pid cannot come to mean another, or nil when the lock is free or was never
// made. It waits for a holder that has not yet written who it is.
func supervised(dir string) (*pidFile, error) {
	deadline := time.Now().Add(supervise.LockPatience)
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
	var said supervise.Holder
	if err := json.NewDecoder(file).Decode(&said); err != nil || said.PID <= 0 {
		return nil, errUnsaid
	}
	supervisor, err := openPID(said.PID)
	if errors.Is(err, unix.ESRCH) {
		return nil, errUnsaid // written by a former holder
	}
	if err != nil {
		return nil, err
	}
	now, err := process.Read(said.PID)
	if err != nil || now.StartText != said.Start {
		supervisor.Close()
		return nil, errUnsaid
	}
	return supervisor, nil
}

func lockIsFree(file *os.File) (bool, error) {
	err := supervise.Flock(int(file.Fd()), unix.LOCK_SH|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("probe lock: %w", err)
	}
	return true, supervise.Flock(int(file.Fd()), unix.LOCK_UN)
}
