package supervise

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/trex-ml/trex/runner/folder"
)

// ExitTemp is where exit.json is written before it is renamed. It is made, and
// filled with reserve, before the command starts, so that a run that fills the
// disk can still say how it ended.
const ExitTemp = folder.Exit + ".tmp"

const exitReserve = 4096

func reserveExit(dir files) error {
	if err := dir.write(ExitTemp, public, bytes.Repeat([]byte{' '}, exitReserve)); err != nil {
		return fmt.Errorf("reserve room for exit: %w", err)
	}
	return nil
}

// Exit is how a run ended, field for field a trex.Exit.
type Exit struct {
	Code      int     `json:"code"`
	Signal    string  `json:"signal,omitempty"`
	OutOfMem  bool    `json:"oom,omitempty"`
	TimedOut  bool    `json:"timed_out,omitempty"`
	Stopped   bool    `json:"stopped,omitempty"`
	StartErr  string  `json:"start_error,omitempty"`
	Cause     string  `json:"cause,omitempty"`
	WallS     float64 `json:"wall_s"`
	CPUS      float64 `json:"cpu_s"`
	PeakBytes int64   `json:"peak_bytes"`

	LogBytes     int64 `json:"log_bytes,omitempty"`
	MetricsBytes int64 `json:"metrics_bytes,omitempty"`
}

// writeExit writes over the reserve and renames the file. The remaining spaces
// of the reserve stay: JSON allows them, and cutting them off could need room
// on a full disk.
func writeExit(dir files, exit Exit) error {
	data, err := json.Marshal(exit)
	if err != nil {
		return fmt.Errorf("write exit: %w", err)
	}
	if err := dir.overwrite(ExitTemp, append(data, '\n')); err != nil {
		return fmt.Errorf("write exit: %w", err)
	}
	if err := dir.rename(ExitTemp, folder.Exit); err != nil {
		return fmt.Errorf("write exit: %w", err)
	}
	return nil
}
