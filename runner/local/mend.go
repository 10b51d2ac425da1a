package local

import (
	"os"
	"path/filepath"

	"github.com/trex-ml/trex/runner"
)

// mendFolder makes a run's folder again that was deleted under it, or lost its
// lock, so that the run is still found, not started a second time, and can say
// how it ended. What was deleted stays lost. A folder that was moved is left
// where it is; the supervisor goes on in it.
func (s *supervisor) mendFolder() {
	held, err := s.lock.Stat()
	if err != nil {
		return
	}
	if found, err := os.Stat(filepath.Join(s.path, runner.LockFile)); err == nil && os.SameFile(held, found) {
		return
	}
	if inside, err := s.dir.Stat(runner.LockFile); err == nil && os.SameFile(held, inside) {
		return
	}
	if other, err := runner.ReadJob(s.path); err == nil && other.Key != s.job.Key {
		return
	}
	if err := runner.WriteJob(s.job); err != nil {
		return
	}
	dir, err := os.OpenRoot(s.path)
	if err != nil {
		return
	}
	lock, err := takeLock(dir)
	if err != nil {
		dir.Close()
		return
	}
	s.dir.Close()
	s.lock.Close()
	s.dir, s.lock = dir, lock
	_ = reserveExit(dir) // exit.json needs no reserve where there is room
	_ = writeMarker(dir, s.mark)
}
