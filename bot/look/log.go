package look

import (
	"errors"
	"path/filepath"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/runner/runlog"
)

// LogTail returns the last lines of a run's log, at most mostBytes of it, ready
// to be shown.
func (r *Reader) LogTail(id trex.RunID, lines, mostBytes int) (string, error) {
	if r.runDir == nil {
		return "", errors.New("no folder of runs is configured")
	}
	text, err := runlog.Tail(filepath.Join(r.runDir(id), "log"), lines, mostBytes)
	return card.SafeLog(text), err
}
