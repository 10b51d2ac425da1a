package supervise

import (
	"os"
	"time"

	"golang.org/x/sys/unix"
)

const (
	// tickPause is how often a supervisor checks its folder for changes that no
	// signal told it of.
	tickPause = time.Second
	// KillPause is the time between two KILLs, which are repeated for processes
	// that were born meanwhile.
	KillPause = 20 * time.Millisecond
	// KillPatience is how long the kernel is given to end killed processes. One
	// that hangs in a dead device may never end, and no run waits for it for ever.
	KillPatience = 20 * time.Second
)

// execute runs the command, waits until it and all that it started have ended,
// and records the end. While this goroutine waits for children in the kernel,
// which costs nothing, another does everything else.
func (s *supervisor) execute() error {
	if _, asked := s.stopAsked(); asked {
		return s.record(Exit{Code: -1, Stopped: true})
	}
	s.mu.Lock() // never unlocked: after the end is recorded, a folder that is being deleted is not restored
	s.oom.look(time.Now())
	s.begun = time.Now()
	workDir := s.job.WorkDir
	if workDir == "" {
		workDir = s.path
	}
	pid, err := startCommand(s.job, workDir, s.log)
	if err != nil {
		return s.record(Exit{Code: -1, StartErr: err.Error()})
	}
	s.command = pid
	go s.attend()
	for s.reap() {
		if s.ended {
			s.end(s.job.Grace)
		}
		s.mu.Unlock()
		s.waitForAny()
		s.mu.Lock()
	}
	return s.conclude()
}

// waitForAny returns when a child has ended or none is left. It leaves the
// child to reap, which has mu: until then the number of the command's group is
// not reused.
func (s *supervisor) waitForAny() {
	_, _ = again(func() (int, error) {
		return 0, unix.Waitid(unix.P_ALL, 0, nil, unix.WEXITED|unix.WNOWAIT, nil)
	})
}

// reap reaps ended children, and reports whether any child is left: the
// supervisor adopts orphans, so without children there are no descendants.
func (s *supervisor) reap() (left bool) {
	for {
		var status unix.WaitStatus
		pid, err := again(func() (int, error) { return unix.Wait4(-1, &status, unix.WNOHANG, nil) })
		switch {
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

// attend does everything else while execute waits for children.
func (s *supervisor) attend() {
	var timeout <-chan time.Time
	if s.job.Timeout > 0 {
		timeout = time.After(s.job.Timeout)
	}
	tick := time.NewTicker(tickPause)
	for {
		s.mu.Lock()
		kill := s.killTimer()
		s.mu.Unlock()
		var due func()
		select {
		case sig := <-s.signals:
			due = func() { s.handle(sig) }
		case <-tick.C:
			due = s.tick
		case <-timeout:
			due = s.timeOut
		case <-kill:
			due = s.kill
		case <-s.changed:
			due = func() {}
		}
		s.mu.Lock()
		due()
		if s.gaveUp() {
			os.Exit(status(s.conclude())) // with mu held: nobody else concludes
		}
		s.mu.Unlock()
	}
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

func (s *supervisor) timeOut() {
	s.exit.TimedOut = !s.ended && !s.ending
	s.end(s.job.Grace)
}

// explain notes how the command itself ended.
func (s *supervisor) explain(status unix.WaitStatus) {
	s.exit.WallS = time.Since(s.begun).Seconds()
	s.exit.Code = status.ExitStatus()
	killed := s.exit.Code == 128+int(unix.SIGKILL) // as a shell reports it
	if status.Signaled() {
		s.exit.Code = -1
		s.exit.Signal = unix.SignalName(status.Signal())
		killed = status.Signal() == unix.SIGKILL
	}
	s.exit.OutOfMem = killed && s.giveUpAt.IsZero() && s.oom.grew()
}

// conclude adds what the command and its children used, and records the end.
// The kernel counts a process as at least as large as the one that started it,
// so a peak below the supervisor's own size cannot be measured.
func (s *supervisor) conclude() error {
	var usage unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_CHILDREN, &usage); err == nil {
		s.exit.CPUS = time.Duration(usage.Utime.Nano() + usage.Stime.Nano()).Seconds()
		s.exit.PeakBytes = usage.Maxrss << 10
	}
	return s.record(s.exit)
}
