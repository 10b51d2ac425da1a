package supervise

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"github.com/trex-ml/trex/runner/folder"
	"github.com/trex-ml/trex/runner/local/process"
)

// Run runs the job in the run's folder dir to its end and returns the exit
// status of the process, 0 unless the job's end could not be recorded. It does
// nothing for a run that has been started before. It may end the process
// itself.
func Run(dir string) int { return run(dir, nil) }

// RunInherited is Run with the environment of this process instead of the
// job's. It is for a cluster, whose job script has set the job's environment
// and added what only the node knows.
func RunInherited(dir string) int { return run(dir, os.Environ()) }

func run(dir string, environ []string) int {
	runtime.LockOSThread() // the command dies with the thread that started it
	return status(supervise(dir, environ))
}

// status reports what went wrong and returns the exit status for it.
func status(err error) int {
	if err != nil {
		fmt.Fprintln(os.Stderr, "trex supervise:", err)
		return 1
	}
	return 0
}

func supervise(path string, environ []string) error {
	if here, err := os.Getwd(); err == nil {
		path = within(here, path)
	}
	dir, err := openFiles(path)
	if err != nil {
		return err
	}
	s := &supervisor{path: path, dir: dir, signals: make(chan os.Signal, 16), changed: make(chan struct{}, 1)}
	signal.Notify(s.signals, unix.SIGTERM, unix.SIGINT, unix.SIGHUP)
	if s.self, err = process.Read(os.Getpid()); err != nil {
		return fmt.Errorf("read own process: %w", err)
	}
	s.lock, err = takeLock(dir, s.self, LockPatience)
	if errors.Is(err, errLocked) {
		return nil
	}
	if err != nil {
		return err
	}
	if started, err := startedBefore(dir); started || err != nil {
		return err
	}
	if s.job, err = readJob(dir); err != nil {
		return err
	}
	if environ != nil {
		s.job.Env = environ
	}
	if err := s.prepare(); err != nil {
		return s.record(Exit{Code: -1, StartErr: "the run's folder could not be prepared: " + err.Error()})
	}
	return s.execute()
}

func startedBefore(dir files) (bool, error) {
	for _, name := range []string{folder.Exit, StartedFile} {
		_, err := dir.stat(name)
		if err == nil {
			return true, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return false, fmt.Errorf("look for %s: %w", name, err)
		}
	}
	return false, nil
}

// supervisor runs one job until its end.
type supervisor struct {
	path    string
	self    process.Process
	log     int
	job     job
	mark    Marker
	signals chan os.Signal
	changed chan struct{} // holds one value when killAt may have changed

	mu    sync.Mutex // once the command was started, guards what follows
	dir   files
	lock  int
	begun time.Time
	oom   oomCount
	exit  Exit

	command int  // pid of the job's command
	ended   bool // the command has ended; what it started may live on

	ending   bool      // everything was sent TERM
	killAt   time.Time // when everything is sent KILL
	giveUpAt time.Time // zero until everything was sent KILL
}

// prepare does all that must happen before the command may start.
func (s *supervisor) prepare() error {
	if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("adopt orphans: %w", err)
	}
	var err error
	s.log, err = s.dir.open(folder.Log, unix.O_WRONLY|unix.O_CREAT|unix.O_APPEND, public)
	if err != nil {
		return fmt.Errorf("open log: %w", err)
	}
	if err := unix.SetNonblock(s.log, false); err != nil { // the command inherits it
		return fmt.Errorf("open log: %w", err)
	}
	if err := reserveExit(s.dir); err != nil {
		return err
	}
	s.mark = newMarker(s.self)
	return writeMarker(s.dir, s.mark)
}

// recordPatience is how long a supervisor tries to write how its run ended:
// room on a full disk may come back.
const recordPatience = 10 * time.Minute

func (s *supervisor) record(exit Exit) error {
	begun, pause := time.Now(), 100*time.Millisecond
	for {
		exit.LogBytes, exit.MetricsBytes = s.dir.size(folder.Log), s.dir.size(folder.Metrics)
		err := writeExit(s.dir, exit)
		if err == nil || time.Since(begun) > recordPatience {
			return err
		}
		s.mendFolder()
		time.Sleep(pause)
		pause = min(2*pause, 5*time.Second)
	}
}
