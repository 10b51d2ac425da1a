package local

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strconv"
	"time"

	"golang.org/x/sys/unix"

	"github.com/trex-ml/trex/internal/wait"
	"github.com/trex-ml/trex/runner/local/process"
	"github.com/trex-ml/trex/runner/local/supervise"
)

// sweep kills the remaining processes of a run whose supervisor is gone, and
// returns when none is left. It finds them by the run's folder in their
// environment and by their session; it cannot find one that has changed both.
func sweep(ctx context.Context, mark supervise.Marker, dir string) error {
	if mark.Boot != "" && mark.Boot != process.BootID() {
		return nil // they ended with the machine
	}
	deadline := time.Now().Add(supervise.KillPatience)
	for {
		left, err := leftovers(mark, dir)
		if err != nil {
			return err
		}
		if len(left) == 0 {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("process %d of the run in %s does not die", left[0].PID, dir)
		}
		for _, p := range left {
			if err := p.Signal(unix.SIGKILL); err != nil {
				return err
			}
		}
		if err := wait.For(ctx, supervise.KillPause); err != nil {
			return err
		}
	}
}

func leftovers(mark supervise.Marker, dir string) ([]process.Process, error) {
	all, err := process.All()
	if err != nil {
		return nil, err
	}
	ownSession := sessionIsOwn(mark, all)
	var left []process.Process
	for _, p := range all {
		if p.Gone() || p.PID == os.Getpid() || p.Start < mark.Since {
			continue
		}
		if ownSession && p.Session == mark.Session || runsIn(p.PID, dir) {
			left = append(left, p)
		}
	}
	return left, nil
}

// sessionIsOwn reports whether the session's number can still mean the run's. A
// number is not reused while its session has members, so a leader that began at
// another time leads another session.
func sessionIsOwn(mark supervise.Marker, all []process.Process) bool {
	if mark.Session == 0 || mark.Since == 0 {
		return false
	}
	for _, p := range all {
		if p.PID == mark.Session {
			return p.Start == mark.Since
		}
	}
	return true
}

func runsIn(pid int, dir string) bool {
	env, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/environ")
	if err != nil {
		return false
	}
	want := []byte("TREX_RUN_DIR=" + dir)
	for pair := range bytes.SplitSeq(env, []byte{0}) {
		if bytes.Equal(pair, want) {
			return true
		}
	}
	return false
}

// Sweep ends the remaining processes of the run in dir, on the machine it ran
// on, if its supervisor is gone and recorded no end. It returns the exit status
// of the process `trex supervise --sweep`.
func Sweep(dir string) int {
	mark, started, err := supervise.ReadMarker(dir)
	if err == nil && started {
		err = sweep(context.Background(), mark, dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "trex supervise:", err)
		return 1
	}
	return 0
}
