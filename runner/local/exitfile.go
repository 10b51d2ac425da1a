package local

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runner"
	"github.com/trex-ml/trex/runner/local/supervise"
)

var _ = trex.Exit(supervise.Exit{}) // what a supervisor writes is what is read

// readExit returns the exit in dir; ok is false when there is none, or none
// that can be understood.
func readExit(dir string) (exit trex.Exit, ok bool, err error) {
	return readExitFile(dir + "/" + runner.ExitFile)
}

// readLastExit is for a run that has no supervisor any more. An exit that was
// written and not yet renamed when the supervisor or the machine died counts as
// well. Only the run's end can be in that file, and a truncated one is not
// JSON.
func readLastExit(dir string) (exit trex.Exit, ok bool, err error) {
	if exit, ok, err = readExit(dir); ok || err != nil {
		return exit, ok, err
	}
	return readExitFile(dir + "/" + supervise.ExitTemp)
}

func readExitFile(path string) (exit trex.Exit, ok bool, err error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return trex.Exit{}, false, nil
	}
	if err != nil {
		return trex.Exit{}, false, fmt.Errorf("read exit: %w", err)
	}
	err = json.Unmarshal(data, &exit)
	return exit, err == nil, nil
}
