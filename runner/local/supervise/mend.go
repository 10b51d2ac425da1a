package supervise

import (
	"golang.org/x/sys/unix"

	"github.com/trex-ml/trex/runner/folder"
)

// mendFolder restores the folder of an active run that was deleted, or lost its
// lock. So the run is still found, is not started a second time, and can record
// how it ended. Deleted files stay lost. A folder that was moved stays where it
// is; the supervisor goes on in it.
func (s *supervisor) mendFolder() {
	var held unix.Stat_t
	if unix.Fstat(s.lock, &held) != nil {
		return
	}
	if inside, err := s.dir.stat(folder.Lock); err == nil && same(held, inside) {
		return
	}
	if there, err := openFiles(s.path); err == nil {
		found, err := there.stat(folder.Lock)
		other, otherErr := readJob(there)
		there.close()
		if err == nil && same(held, found) || otherErr == nil && other.Key != s.job.Key {
			return
		}
	}
	dir, err := s.job.restore(s.path)
	if err != nil {
		return
	}
	lock, err := takeLock(dir, s.self, 0) // at the next tick it is tried again
	if err != nil {
		dir.close()
		return
	}
	s.dir.close()
	_ = unix.Close(s.lock)
	s.dir, s.lock = dir, lock
	_ = reserveExit(dir) // exit.json needs no reserve where there is room
	_ = writeMarker(dir, s.mark)
}

func same(a, b unix.Stat_t) bool { return a.Dev == b.Dev && a.Ino == b.Ino }
