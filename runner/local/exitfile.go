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

// readExit returns the exit in dir; ok is false when there is none. An account
// that cannot be understood is none.
func readExit(dir string) (exit trex.Exit, ok bool, err error) {
	return readExitFile(dir + "/" + runner.ExitFile)
}

// readLastExit is for a run that nobody supervises any more: an exit that was
// written and had not got its name when the supervisor or the machine died
// counts as well. Nothing but its end can be in the file, and what is cut off is
// no JSON.
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
