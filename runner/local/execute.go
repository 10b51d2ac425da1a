package local

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"github.com/trex-ml/trex"
)

const (
	// tickPause is how often a supervisor looks at its folder for what no signal
	// told it.
	tickPause = time.Second
	// killPause is how often KILL is repeated for processes that were born
	// meanwhile.
	killPause = 20 * time.Millisecond
	// killPatience is how long the kernel is given to end what was killed. What
	// hangs in a dead device may never end, and no run waits for it for ever.
	killPatience = 20 * time.Second
)

// execute runs the command to its end and that of everything it started.
func (s *supervisor) execute() trex.Exit {
	if _, asked := s.stopAsked(); asked {
		return trex.Exit{Code: -1, Stopped: true}
	}
	s.oom.look(time.Now())
	s.begun = time.Now()
	pid, err := startCommand(s.job, s.log)
	if err != nil {
		return trex.Exit{Code: -1, StartErr: err.Error()}
	}
	s.command = pid
	var timeout <-chan time.Time
	if s.job.Timeout > 0 {
		timeout = time.After(s.job.Timeout)
	}
	tick := time.NewTicker(tickPause)
	defer tick.Stop()
	for s.reap() && !s.gaveUp() {
		if s.ended {
			s.end(s.job.Grace)
		}
		select {
		case sig := <-s.signals:
			s.handle(sig)
		case <-tick.C:
			s.tick()
		case <-timeout:
			s.exit.TimedOut = !s.ended && !s.ending
			s.end(s.job.Grace)
		case <-s.killTimer():
			s.kill()
		}
	}
	s.account()
	return s.exit
}

func (s *supervisor) handle(sig os.Signal) {
	if sig == unix.SIGTERM || sig == unix.SIGINT {
		grace, asked := s.stopAsked()
		if !asked {
			grace = s.job.Grace
		}
		s.stop(grace)
	}
}

func (s *supervisor) tick() {
	if grace, asked := s.stopAsked(); asked {
		s.stop(grace)
	}
	if !s.ended {
		s.oom.look(time.Now())
	}
	s.mendFolder()
}

// reap collects what has ended, and reports whether anything is left: the
// supervisor adopts orphans, so without children there are no descendants.
func (s *supervisor) reap() (left bool) {
	for {
		var status unix.WaitStatus
		pid, err := unix.Wait4(-1, &status, unix.WNOHANG, nil)
		switch {
		case errors.Is(err, unix.EINTR):
		case err != nil:
			return false
		case pid == 0:
			return true
		case pid == s.command:
			s.ended = true
			s.explain(status)
		}
	}
}

// explain notes how the command itself ended.
func (s *supervisor) explain(status unix.WaitStatus) {
	s.exit.WallS = time.Since(s.begun).Seconds()
	s.exit.Code = status.ExitStatus()
	killed := s.exit.Code == 128+int(unix.SIGKILL) // what a shell makes of it
	if status.Signaled() {
		s.exit.Code = -1
		s.exit.Signal = unix.SignalName(status.Signal())
		killed = status.Signal() == unix.SIGKILL
	}
	s.exit.OutOfMem = killed && s.giveUpAt.IsZero() && s.oom.grew()
}

// account adds what the command and its children used. The kernel counts a
// process as at least as large as the one that started it, so a peak below the
// supervisor's own size cannot be told.
func (s *supervisor) account() {
	var usage unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_CHILDREN, &usage); err != nil {
		return
	}
	s.exit.CPUS = time.Duration(usage.Utime.Nano() + usage.Stime.Nano()).Seconds()
	s.exit.PeakBytes = usage.Maxrss << 10
}
