package card

import (
	"slices"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/insight"
)

// Standing is the state of an experiment at one time.
type Standing struct {
	Experiment trex.Experiment
	Project    *trex.Project
	Runs       []trex.Run
	Warnings   []trex.Warning
	Typical    time.Duration // how long earlier runs took, for runs without their own estimate
	Capacity   trex.Capacity
	Now        time.Time
	Open       string                  // the address of its page, "" for none
	RunURL     func(trex.RunID) string // the address of a run's page; nil or "" for none
}

func (s *Standing) runURL(id trex.RunID) string {
	if s.RunURL == nil {
		return ""
	}
	return s.RunURL(id)
}

// Settled reports whether all runs have ended.
func (s *Standing) Settled() bool {
	return !slices.ContainsFunc(s.Runs, func(r trex.Run) bool { return !r.Status.Final() })
}

// Count returns how many runs have a status.
func (s *Standing) Count(status trex.Status) int {
	n := 0
	for _, run := range s.Runs {
		if run.Status == status {
			n++
		}
	}
	return n
}

// Best returns the run with the best value so far, nil when no run has a value.
func (s *Standing) Best() *trex.Run { return insight.Best(s.Runs) }

// Outlook returns the input for estimating when the runs are done.
func (s *Standing) Outlook() insight.Outlook {
	o := insight.Outlook{Runs: s.Runs, Typical: s.Typical, Busy: s.Capacity.Busy, Now: s.Now}
	if s.Project.Local() {
		o.Slots = insight.Slots(s.Project, s.Capacity)
	}
	return o
}
