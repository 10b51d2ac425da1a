package trex

import (
	"math"
	"time"
)

// Run is one execution of a project's command with one RunConfig.
type Run struct {
	ID         RunID
	Name       string // what differs from its siblings: "lr 0.1"
	Project    string
	Experiment ExperimentID
	Config     RunConfig
	Status     Status
	Reason     string // why it failed or was cancelled, what it waits for, or what is wrong with the output of a completed run; a sentence a person understands
	Requester  Person
	CreatedAt  time.Time
	StartedAt  time.Time // zero until running
	FinishedAt time.Time // zero until final

	StopAsked time.Time // when somebody asked to stop it, zero: nobody
	StopBy    Person

	Objective Objective // copied from the project at launch, so that it never changes for a run
	Best      *Best     // nil until the objective was seen
	Last      *float64  // the objective's last value; nil when there is none or it is not finite
	Progress  Progress
	Exit      *Exit      // how it ended, nil until known
	Diagnosis *Diagnosis // why it failed, nil unless failed
	Verdict   *Verdict   // what its curve shows, nil: nothing, or not judged yet

	Executor string // where it executes: ThisMachine or another's name
	Ref      string // the reference by which its executor attaches to it
	GPUs     []int  // assigned, nil if none
}

// Queued reports whether the run was claimed and has not begun: it waits in the
// queue of its executor, a cluster.
func (r *Run) Queued() bool { return r.Status == Pending && r.Ref != "" }

// Score returns the number by which the run is ranked: its best value, so that
// smaller is better. ok is false for a run that ranks behind every other because
// it has no finite best or is broken.
func (r *Run) Score() (score float64, ok bool) {
	if r.Best == nil || r.Broken() {
		return math.NaN(), false
	}
	return r.Objective.Score(r.Best.Value)
}

// Broken reports whether the run is worthless as it is now, even if it was good
// before.
func (r *Run) Broken() bool { return r.Verdict != nil && r.Verdict.Kind.Broken() }

// Local reports whether the run executes on this machine.
func (r *Run) Local() bool { return r.Executor == ThisMachine }

// Status moves pending → running → completed, failed or cancelled, and pending
// → failed or cancelled.
type Status string

const (
	Pending   Status = "pending"
	Running   Status = "running"
	Completed Status = "completed"
	Failed    Status = "failed"
	Cancelled Status = "cancelled"
)

// Statuses lists every status in the order people read them.
var Statuses = [...]Status{Pending, Running, Completed, Failed, Cancelled}

func (s Status) Final() bool { return s == Completed || s == Failed || s == Cancelled }

// CanBecome reports whether a run may change from s to next.
func (s Status) CanBecome(next Status) bool {
	switch s {
	case Pending:
		return next == Running || next == Failed || next == Cancelled
	case Running:
		return next.Final()
	case Completed, Failed, Cancelled:
	}
	return false
}

// Best is the best value of the objective so far and where it was seen.
type Best struct {
	Value float64
	Step  int64
}

// Progress is how far a run says it is. The zero Progress is "it did not say".
type Progress struct {
	Done, Total float64 // Total 0: unknown
	Unit        string  // "epoch" or "step"
	At          time.Time
	Pace        float64 // recent seconds per unit; 0: not measured, below 0: too early to say
}

// Fraction returns progress in [0, 1]; ok is false when the total is unknown.
func (p Progress) Fraction() (f float64, ok bool) {
	if p.Total <= 0 {
		return 0, false
	}
	return min(max(p.Done/p.Total, 0), 1), true
}

// Exit is how a run's command ended, as its supervisor saw it.
type Exit struct {
	Code      int     `json:"code"`             // -1 when a signal ended it
	Signal    string  `json:"signal,omitempty"` // "SIGKILL"
	OutOfMem  bool    `json:"oom,omitempty"`    // killed by the kernel for memory
	TimedOut  bool    `json:"timed_out,omitempty"`
	Stopped   bool    `json:"stopped,omitempty"` // ended because it was asked to
	StartErr  string  `json:"start_error,omitempty"`
	Cause     string  `json:"cause,omitempty"` // a sentence about who ended it, if its executor knows that
	WallS     float64 `json:"wall_s"`
	CPUS      float64 `json:"cpu_s"`
	PeakBytes int64   `json:"peak_bytes"`

	// The length of the run's own files at its end: a network file system may
	// show a reader less at first.
	LogBytes     int64 `json:"log_bytes,omitempty"`
	MetricsBytes int64 `json:"metrics_bytes,omitempty"`
}

// Diagnosis explains a failed run.
type Diagnosis struct {
	Kind     string    `json:"kind"`               // "gpu_memory", "missing_module", …; runs of equal kind failed alike
	Cause    string    `json:"cause"`              // plain words, no log text: "out of GPU memory"
	Evidence []string  `json:"evidence,omitempty"` // the log lines that prove it, untrusted
	Hint     string    `json:"hint,omitempty"`     // what a person could do
	Fix      RunConfig `json:"fix,omitempty"`      // values to change for a retry, nil: none
}
