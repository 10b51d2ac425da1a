package supervise

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/trex-ml/trex/runner/local/process"
)

// StartedFile is written before a run's command is started: where it exists,
// the command may have run, and nothing starts it again.
const StartedFile = "started"

// Marker is the content of StartedFile: what is needed to find the processes of
// a run whose supervisor is gone.
type Marker struct {
	Boot    string    `json:"boot"`
	Session int       `json:"session"` // the session that the supervisor leads and its command is in; 0: none
	Since   uint64    `json:"since"`   // start of the supervisor in clock ticks since boot
	At      time.Time `json:"at"`
}

func newMarker(self process.Process) Marker {
	m := Marker{Boot: process.BootID(), Since: self.Start, At: time.Now().UTC()}
	if self.Session == self.PID {
		m.Session = self.Session
	}
	return m
}

// writeMarker returns when the marker is on the disk: after a power cut it may
// be the only sign that the command ran. Its content is needed only while the
// machine runs, so only the folder is synced.
func writeMarker(dir files, m Marker) error {
	data, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("mark start: %w", err)
	}
	const temp = StartedFile + ".tmp"
	if err := dir.write(temp, public, append(data, '\n')); err != nil {
		return fmt.Errorf("mark start: %w", err)
	}
	if err := dir.rename(temp, StartedFile); err != nil {
		return fmt.Errorf("mark start: %w", err)
	}
	if err := dir.sync(); err != nil {
		return fmt.Errorf("sync run folder: %w", err)
	}
	return nil
}

// ReadMarker returns the marker in dir; ok is false when there is none. An
// unreadable marker counts too: it says that the command may have run.
func ReadMarker(dir string) (m Marker, ok bool, err error) {
	data, err := os.ReadFile(dir + "/" + StartedFile)
	if errors.Is(err, fs.ErrNotExist) {
		return Marker{}, false, nil
	}
	if err != nil {
		return Marker{}, false, fmt.Errorf("read start marker: %w", err)
	}
	_ = json.Unmarshal(data, &m)
	return m, true, nil
}
