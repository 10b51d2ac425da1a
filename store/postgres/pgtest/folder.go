package pgtest

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
)

// owned is the name of a lock that a process holds in the folder of its server
// for as long as it lives. A process that is killed cannot remove its folder;
// the next process that makes a folder does.
const owned = "owned"

// makeFolder makes a folder for a server and removes folders without an owner.
func makeFolder() (dir string, lock *os.File, err error) {
	removeAbandoned()
	dir, err = os.MkdirTemp("", "pgtest")
	if err != nil {
		return "", nil, err
	}
	lock, err = os.CreateTemp(dir, owned+"-")
	if err == nil {
		err = syscall.Flock(int(lock.Fd()), syscall.LOCK_EX)
	}
	if err == nil { // it gets its name only once it is locked
		err = os.Rename(lock.Name(), filepath.Join(dir, owned))
	}
	if err != nil {
		return "", nil, errors.Join(err, os.RemoveAll(dir))
	}
	return dir, lock, nil
}

func removeAbandoned() {
	locks, err := filepath.Glob(filepath.Join(os.TempDir(), "pgtest*", owned))
	if err != nil {
		return
	}
	for _, name := range locks {
		lock, err := os.Open(name)
		if err != nil {
			continue // it is another user's, or gone
		}
		if syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
			_ = os.RemoveAll(filepath.Dir(name)) // the next process tries again
		}
		lock.Close()
	}
}
