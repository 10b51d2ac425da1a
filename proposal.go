package trex

import "time"

// Proposal is a set of run configurations that waits for a person's decision.
// Every edit raises its version, and a decision names the version it was made
// on.
type Proposal struct {
	ID         ProposalID
	Version    int // from 1
	State      ProposalState
	Project    string
	Configs    []RunConfig // complete and valid
	Reading    string      // how the request for this version was understood, one line; "" when it was not text
	Ticked     []int       // which configurations of this version are ticked, indices from 0; nil: all
	Requester  Person
	Thread     Thread
	CreatedAt  time.Time
	ExpiresAt  time.Time    // zero: never
	EditedBy   Person       // who made the current version, zero for version 1
	DecidedBy  Person       // who launched or dismissed it
	DecidedAt  time.Time    // zero while open
	Experiment ExperimentID // "" unless launched
}

// ProposalState changes once, from open to one of the others.
type ProposalState string

const (
	ProposalOpen      ProposalState = "open"
	ProposalLaunched  ProposalState = "launched"
	ProposalDismissed ProposalState = "dismissed"
	ProposalExpired   ProposalState = "expired"
)

// ProposalVersion is one version of a proposal. The newest is the proposal itself.
type ProposalVersion struct {
	Version  int
	Configs  []RunConfig
	Reading  string
	EditedBy Person    // zero for version 1
	At       time.Time // zero when it is not known
	Restores int       // the earlier version that an undo went back to, 0 for a request or an edit
}

// Decision is what a person decided on one version of a proposal.
type Decision struct {
	Proposal ProposalID
	Version  int   // 0: the current version
	Configs  []int // which configurations to launch or to tick, indices from 0; nil: all. Unused by Dismiss.
	By       Person
	At       time.Time
}

// CheckDecision returns an error that says why the decision cannot be applied to
// the proposal as it is now, or nil. A store calls it inside the transaction
// that applies it.
func (p *Proposal) CheckDecision(d Decision) error {
	switch {
	case p.State == ProposalLaunched:
		return Conflict("%s was already launched by %s as %s", p.ID, p.DecidedBy.Name, p.Experiment)
	case p.State == ProposalDismissed:
		return Conflict("%s was dismissed by %s", p.ID, p.DecidedBy.Name)
	case p.State == ProposalExpired, !p.ExpiresAt.IsZero() && d.At.After(p.ExpiresAt):
		return Conflict("%s has expired; ask again to get a fresh one", p.ID)
	case d.Version != 0 && d.Version != p.Version:
		return Conflict("%s was edited meanwhile: it is at version %d, the decision was on version %d",
			p.ID, p.Version, d.Version)
	}
	seen := make(map[int]bool, len(d.Configs))
	for _, i := range d.Configs {
		if i < 0 || i >= len(p.Configs) {
			return Invalid("%s has configurations 0 to %d, not %d", p.ID, len(p.Configs)-1, i)
		}
		if seen[i] {
			return Invalid("configuration %d is named twice", i)
		}
		seen[i] = true
	}
	if d.Configs != nil && len(d.Configs) == 0 {
		return Invalid("no configuration is selected")
	}
	return nil
}

// Experiment is the set of runs launched from one proposal.
type Experiment struct {
	ID        ExperimentID
	Proposal  ProposalID
	Project   string
	Requester Person // who asked; the proposal says who launched
	Thread    Thread
	CreatedAt time.Time
}
