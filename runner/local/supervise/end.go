package supervise

import (
	"time"

	"golang.org/x/sys/unix"

	"github.com/trex-ml/trex/runner/local/process"
)

func (s *supervisor) stop(grace time.Duration) {
	if !s.ended && !s.ending {
		s.exit.Stopped = true
	}
	s.end(grace)
}

// end begins to end all processes of the run, also those that the command left
// behind when it ended: TERM now, KILL after grace. A further call can only
// shorten the grace.
func (s *supervisor) end(grace time.Duration) {
	killAt := time.Now().Add(max(grace, 0))
	if !s.ending {
		s.ending = true
		s.killAt = killAt
		s.signalAll(unix.SIGTERM)
		s.signalAll(unix.SIGCONT) // a stopped process would not see TERM
	}
	if killAt.Before(s.killAt) {
		s.killAt = killAt
	}
	select {
	case s.changed <- struct{}{}:
	default:
	}
}

func (s *supervisor) kill() {
	if s.giveUpAt.IsZero() {
		s.giveUpAt = time.Now().Add(KillPatience)
	}
	s.signalAll(unix.SIGKILL)
	s.killAt = time.Now().Add(KillPause)
}

func (s *supervisor) killTimer() <-chan time.Time {
	if !s.ending {
		return nil
	}
	return time.After(time.Until(s.killAt))
}

func (s *supervisor) gaveUp() bool { return !s.giveUpAt.IsZero() && time.Now().After(s.giveUpAt) }

// signalAll signals every process that descends from the supervisor, by group:
// a whole group gets the signal at once, so no member can fork to escape.
func (s *supervisor) signalAll(sig unix.Signal) {
	groups, own := map[int]bool{}, unix.Getpgrp()
	if !s.ended {
		groups[s.command] = true
	}
	all, err := process.All()
	if err == nil {
		for _, p := range process.Below(s.self.PID, all) {
			if p.Group == own { // it moved into the supervisor's group, which gets no signal
				_ = p.Signal(sig)
				continue
			}
			groups[p.Group] = true
		}
	}
	for group := range groups {
		_ = unix.Kill(-group, sig) // an error means that it is gone already
	}
}
