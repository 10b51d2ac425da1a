package trex

// Change says that a stored thing has changed. It carries no state: the receiver
// reads the store. Changes may be merged or lost, never invented.
type Change struct {
	Kind ChangeKind
	ID   string // of the thing that changed
}

type ChangeKind string

const (
	RunChanged        ChangeKind = "run"        // status, progress, best, reason
	PointsAdded       ChangeKind = "points"     // ID is the run's
	ExperimentChanged ChangeKind = "experiment" // created, or any of its runs changed status
	ProposalChanged   ChangeKind = "proposal"
	MessageChanged    ChangeKind = "message"
	WarningChanged    ChangeKind = "warning"
	// AllChanged means that changes may have been missed: read everything again.
	AllChanged ChangeKind = "all"
)
