package local

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// startedFile is written before a run's command is: where it exists, the
// command may have run, and nothing starts it again.
const startedFile = "started"

// marker is the content of startedFile: what is needed to find the processes of
// a run whose supervisor is gone.
type marker struct {
	Boot    string    `json:"boot"`
	Session int       `json:"session"` // the supervisor's own session, which its command is in; 0: it has none
	Since   uint64    `json:"since"`   // start of the supervisor in clock ticks since boot
	At      time.Time `json:"at"`
}

func newMarker() (marker, error) {
	self, err := readProcess(os.Getpid())
	if err != nil {
		return marker{}, fmt.Errorf("mark start: %w", err)
	}
	m := marker{Boot: bootID(), Since: self.start, At: time.Now()}
	if self.session == self.pid {
		m.Session = self.session
	}
	return m, nil
}

// writeMarker must have reached the disk when it returns: after a power cut the
// marker may be all that says that the command ran. What it contains is needed
// only while the machine runs, so the folder alone is synced.
func writeMarker(dir *os.Root, m marker) error {
	data, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("mark start: %w", err)
	}
	file, err := dir.OpenFile(startedFile+".tmp", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return fmt.Errorf("mark start: %w", err)
	}
	_, err = file.Write(append(data, '\n'))
	if err = errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("mark start: %w", err)
	}
	if err := dir.Rename(startedFile+".tmp", startedFile); err != nil {
		return fmt.Errorf("mark start: %w", err)
	}
	return syncDir(dir)
}

// readMarker returns the marker in dir; ok is false when there is none. One
// that cannot be read is a marker too: it says that the command may have run.
func readMarker(dir string) (m marker, ok bool, err error) {
	data, err := os.ReadFile(filepath.Join(dir, startedFile))
	if errors.Is(err, fs.ErrNotExist) {
		return marker{}, false, nil
	}
	if err != nil {
		return marker{}, false, fmt.Errorf("read start marker: %w", err)
	}
	_ = json.Unmarshal(data, &m)
	return m, true, nil
}

func syncDir(dir *os.Root) error {
	file, err := dir.Open(".")
	if err != nil {
		return fmt.Errorf("sync run folder: %w", err)
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("sync run folder: %w", err)
	}
	return nil
}
