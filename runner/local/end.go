package local

import (
	"encoding/json"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// stopFile asks a supervisor to stop its run. It is written before the
// supervisor is signalled, so that a request outlives whoever made it.
const stopFile = "stop"

type stopRequest struct {
	Grace time.Duration `json:"grace"`
}

// stopAsked returns the grace of a stop request; one that cannot be read counts
// with the job's own.
func (s *supervisor) stopAsked() (grace time.Duration, asked bool) {
	data, err := s.dir.ReadFile(stopFile)
	if err != nil {
		return 0, false
	}
	request := stopRequest{Grace: s.job.Grace}
	_ = json.Unmarshal(data, &request)
	return request.Grace, true
}

func readStop(path string) (request stopRequest, ok bool) {
	data, err := os.ReadFile(path)
	if err != nil {
		return stopRequest{}, false
	}
	return request, json.Unmarshal(data, &request) == nil
}

func (s *supervisor) stop(grace time.Duration) {
	if !s.ended && !s.ending {
		s.exit.Stopped = true
	}
	s.end(grace)
}

// end begins to end all processes of the run, those that the command left
// behind when it ended as well: TERM now, KILL after grace. Asked again, it can
// only become shorter.
func (s *supervisor) end(grace time.Duration) {
	killAt := time.Now().Add(max(grace, 0))
	if !s.ending {
		s.ending = true
		s.killAt = killAt
		s.signalAll(unix.SIGTERM)
		s.signalAll(unix.SIGCONT) // one that is stopped would not see TERM
	}
	if killAt.Before(s.killAt) {
		s.killAt = killAt
	}
}

func (s *supervisor) kill() {
	if s.giveUpAt.IsZero() {
		s.giveUpAt = time.Now().Add(killPatience)
	}
	s.signalAll(unix.SIGKILL)
	s.killAt = time.Now().Add(killPause)
}

func (s *supervisor) killTimer() <-chan time.Time {
	if !s.ending {
		return nil
	}
	return time.After(time.Until(s.killAt))
}

func (s *supervisor) gaveUp() bool { return !s.giveUpAt.IsZero() && time.Now().After(s.giveUpAt) }

// signalAll signals every process that descends from the supervisor, by group:
// a group is signalled as one, so that no member forks itself out of reach.
func (s *supervisor) signalAll(sig unix.Signal) {
	groups, own := map[int]bool{}, unix.Getpgrp()
	if !s.ended {
		groups[s.command] = true
	}
	all, err := processes()
	if err == nil {
		for _, p := range below(os.Getpid(), all) {
			if p.group == own { // it moved there: the supervisor is no target
				_ = p.signal(sig)
				continue
			}
			groups[p.group] = true
		}
	}
	for group := range groups {
		_ = unix.Kill(-group, sig) // gone meanwhile is what is wanted
	}
}
