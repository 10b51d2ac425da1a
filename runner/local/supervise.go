package local

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"time"

	"golang.org/x/sys/unix"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runner"
)

// Supervise is what the process `trex supervise DIR` does: it runs the job in
// the run folder dir to its end and returns the exit status of the process, 0
// unless the job's end could not be recorded. Called for a run that has been
// started before, by whomever, it does nothing.
func Supervise(dir string) int { return superviseWith(dir, nil) }

// SuperviseInherited does as Supervise, but the command gets the environment
// of this process instead of the job's: on a cluster, whose job script has set
// the job's and then what only the node knows.
func SuperviseInherited(dir string) int { return superviseWith(dir, os.Environ()) }

func superviseWith(dir string, environ []string) int {
	runtime.LockOSThread() // the command dies with the thread that started it
	if err := supervise(dir, environ); err != nil {
		fmt.Fprintln(os.Stderr, "trex supervise:", err)
		return 1
	}
	return 0
}

func supervise(path string, environ []string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return fmt.Errorf("find run folder: %w", err)
	}
	dir, err := os.OpenRoot(path)
	if err != nil {
		return fmt.Errorf("open run folder: %w", err)
	}
	s := &supervisor{path: path, dir: dir, signals: make(chan os.Signal, 16)}
	signal.Notify(s.signals, unix.SIGTERM, unix.SIGINT, unix.SIGHUP, unix.SIGCHLD)
	s.lock, err = takeLock(dir)
	if errors.Is(err, errLocked) {
		return nil
	}
	if err != nil {
		return err
	}
	if started, err := startedBefore(dir); started || err != nil {
		return err
	}
	if s.job, err = runner.ReadJob(path); err != nil {
		return err
	}
	if environ != nil {
		s.job.Env = environ
	}
	if err := s.prepare(); err != nil {
		return s.record(trex.Exit{Code: -1, StartErr: "the run's folder could not be prepared: " + err.Error()})
	}
	return s.record(s.execute())
}

func startedBefore(dir *os.Root) (bool, error) {
	for _, name := range []string{runner.ExitFile, startedFile} {
		_, err := dir.Lstat(name)
		if err == nil {
			return true, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return false, fmt.Errorf("look for %s: %w", name, err)
		}
	}
	return false, nil
}

// supervisor is one job on its way to its end. Its methods run on one goroutine.
type supervisor struct {
	path    string
	dir     *os.Root
	lock    *os.File
	log     *os.File
	job     runner.Job
	mark    marker
	signals chan os.Signal

	command int // pid of the job's command
	begun   time.Time
	ended   bool // the command has; what it started may live on
	oom     oomCount
	exit    trex.Exit

	ending   bool      // everything was sent TERM
	killAt   time.Time // when everything is sent KILL
	giveUpAt time.Time // zero until everything was sent KILL
}

// prepare does what must have happened before the command may start.
func (s *supervisor) prepare() error {
	if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("adopt orphans: %w", err)
	}
	var err error
	s.log, err = s.dir.OpenFile(runner.LogFile, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		return fmt.Errorf("open log: %w", err)
	}
	if err := reserveExit(s.dir); err != nil {
		return err
	}
	if s.mark, err = newMarker(); err != nil {
		return err
	}
	return writeMarker(s.dir, s.mark)
}

// recordPatience is how long a supervisor tries to write how its run ended:
// room on a full disk may come back.
const recordPatience = 10 * time.Minute

func (s *supervisor) record(exit trex.Exit) error {
	begun, pause := time.Now(), 100*time.Millisecond
	for {
		err := writeExit(s.dir, exit)
		if err == nil || time.Since(begun) > recordPatience {
			return err
		}
		s.mendFolder()
		time.Sleep(pause)
		pause = min(2*pause, 5*time.Second)
	}
}
