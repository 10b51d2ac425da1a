package trex

import "time"

// Callers pass the types below to a store; it returns nouns.

// Launch turns an open proposal into an experiment with pending runs.
type Launch struct {
	Decision
	Objective Objective // the project's, copied onto every run
	Executor  string    // the project's, "" is ThisMachine
	Names     []string  // one per launched run, in order; what people call it
	Thread    Thread    // where the experiment is discussed; zero: the proposal's
}

// Edit makes the next version of an open proposal.
type Edit struct {
	Proposal ProposalID
	Version  int         // the one it was made on; 0: the current one
	Configs  []RunConfig // of the next version
	Reading  string      // how the request for it was understood, "" when it was not text
	Restores int         // the earlier version that an undo goes back to, 0 for an edit
	By       Person
	At       time.Time
}

// Claim moves a pending run to running before its executor is asked to start
// it, so that a crash in between is found and never starts it twice.
type Claim struct {
	Run    RunID
	Ref    string // not empty
	Queued bool   // its executor has a queue of its own: the run stays pending until it begins
	GPUs   []int
	At     time.Time
}

// Append is points of one run and the offsets in its sources at which they end.
// A store commits them together.
type Append struct {
	Run      RunID
	Points   []Point
	Ingest   Ingest
	Progress *Progress // nil: unchanged
	Verdict  *Verdict  // what the curve looks like with these points; nil: unchanged
	// From is where the points begin in the sources they were read from. When
	// one offset differs from the stored one, as after a take-over by another
	// server, nothing is stored and the error is a conflict. Nil: not checked.
	From map[string]int64
}

// Ingest is how far a run's sources were read. The zero Ingest is "nothing
// yet".
type Ingest struct {
	Offsets map[string]int64 // source ("log", "metrics.jsonl", an event file's path) → bytes consumed
	State   []byte           // the parsers' own memory (current step, …), opaque to stores
}

// Finish moves a run to a final status.
type Finish struct {
	Run       RunID
	Status    Status
	Reason    string
	Exit      *Exit
	Diagnosis *Diagnosis
	Verdict   *Verdict // the last verdict on its curve; nil: unchanged
	At        time.Time
}

// StopScope asks to stop those runs of a scope that have not ended.
type StopScope struct {
	RunScope
	By      Person
	At      time.Time
	OwnOnly bool // only those that By asked for, by platform and id
}

// Stopped is the result of a StopScope.
type Stopped struct {
	Runs   []Run // asked to stop, as they are now: cancelled ones first, each in launch order
	Others int   // not stopped, because OwnOnly was set and somebody else asked for them
}

// PointQuery asks for points of one metric of one run.
type PointQuery struct {
	Run      RunID
	Metric   string
	FromStep *int64 // inclusive; nil: from the first
	ToStep   *int64 // inclusive; nil: to the last
	Max      int    // at most so many points, extremes kept; 0: all
}

// Thin asks to drop points of one metric of a run that is final, extremes kept.
type Thin struct {
	Run    RunID
	Metric string
	Keep   int  // at most so many points remain
	DryRun bool // only say what would be freed
}

// Thinned is what was freed.
type Thinned struct {
	Points, Bytes int64
}

// ProposalQuery asks for proposals of a thread. Zero fields do not restrict.
type ProposalQuery struct {
	Thread Thread
	Owner  Person    // asked for it, or made its current version
	OpenAt time.Time // only those that can still be decided then
	Limit  int       // 0: all
}

// ExperimentQuery asks for experiments. Zero fields do not restrict.
type ExperimentQuery struct {
	Project   string
	Platform  string // of their threads
	Requester string // Person.ID
	Unsettled bool   // only those with a run that is not final
	Text      string // occurs in its id, its project or its requester's name, ignoring case
	Limit     int    // 0: 100, or all if Unsettled is set
}
