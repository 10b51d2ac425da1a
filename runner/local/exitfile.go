package local

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runner"
)

// exitTemp is where exit.json is written before it is renamed. It is made, and
// filled with reserve, before the command starts, so that a run that fills the
// disk can still say how it ended.
const exitTemp = runner.ExitFile + ".tmp"

const exitReserve = 4096

func reserveExit(dir *os.Root) error {
	file, err := dir.OpenFile(exitTemp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return fmt.Errorf("reserve room for exit: %w", err)
	}
	_, err = file.Write(bytes.Repeat([]byte{' '}, exitReserve))
	if err = errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("reserve room for exit: %w", err)
	}
	return nil
}

// writeExit writes over the reserve and gives the file its name. The spaces that
// are left of the reserve stay: JSON allows them, and cutting them off could
// cost room on a full disk.
func writeExit(dir *os.Root, exit trex.Exit) error {
	data, err := json.Marshal(exit)
	if err != nil {
		return fmt.Errorf("write exit: %w", err)
	}
	file, err := dir.OpenFile(exitTemp, os.O_WRONLY|os.O_CREATE, 0o644)
	if err != nil {
		return fmt.Errorf("write exit: %w", err)
	}
	_, err = file.WriteAt(append(data, '\n'), 0)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("write exit: %w", err)
	}
	if err := dir.Rename(exitTemp, runner.ExitFile); err != nil {
		return fmt.Errorf("write exit: %w", err)
	}
	return nil
}

// readExit returns the exit in dir; ok is false when there is none. An account
// that cannot be understood is none.
func readExit(dir string) (exit trex.Exit, ok bool, err error) {
	return readExitFile(filepath.Join(dir, runner.ExitFile))
}

// readLastExit is for a run that nobody supervises any more: an exit that was
// written and had not got its name when the supervisor or the machine died
// counts as well. Nothing but its end can be in the file, and what is cut off is
// no JSON.
func readLastExit(dir string) (exit trex.Exit, ok bool, err error) {
	if exit, ok, err = readExit(dir); ok || err != nil {
		return exit, ok, err
	}
	return readExitFile(filepath.Join(dir, exitTemp))
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
