package lab

import (
	"context"
	"slices"
	"time"

	"github.com/trex-ml/trex"
)

// Params configures a Lab. Store is required.
type Params struct {
	Store    store
	Projects trex.Projects
	Capacity interface{ Capacity() trex.Capacity } // nil: slots and GPUs are not known
	// Admins lists ids of people by platform. Admins may stop, dismiss and
	// ignore what others asked for.
	Admins      map[string][]string
	MaxRuns     int              // of one experiment; 0: 100
	ProposalTTL time.Duration    // how long a proposal stays open; 0: 7 days
	Now         func() time.Time // nil: time.Now
}

const (
	defaultMaxRuns     = 100
	defaultProposalTTL = 7 * 24 * time.Hour
)

// store is the storage that a Lab reads and changes. *sqlite.DB and *postgres.DB
// implement it. Not-found and conflict are errors of these trex kinds. Every
// method is safe for concurrent use and returns values the caller owns.
type store interface {
	CreateProposal(context.Context, trex.Proposal) (trex.Proposal, error)
	FindProposal(context.Context, trex.ProposalID) (trex.Proposal, error)
	EditProposal(context.Context, trex.Edit) (trex.Proposal, error)
	ListProposalVersions(context.Context, trex.ProposalID) ([]trex.ProposalVersion, error)
	DismissProposal(context.Context, trex.Decision) (trex.Proposal, error)
	LaunchProposal(context.Context, trex.Launch) (trex.Experiment, []trex.Run, error)

	FindExperiment(context.Context, trex.ExperimentID) (trex.Experiment, error)
	ListExperimentRuns(context.Context, trex.ExperimentID) ([]trex.Run, error)
	FindRun(context.Context, trex.RunID) (trex.Run, error)
	StopRuns(context.Context, trex.StopScope) (trex.Stopped, error)
	RequestStop(ctx context.Context, id trex.RunID, by trex.Person, at time.Time) (trex.Run, error)

	FindWarning(context.Context, trex.WarningID) (trex.Warning, error)
	SettleWarning(context.Context, trex.WarningID) error

	SaveChannelProject(context.Context, trex.ChannelProject) error
	DeleteChannelProject(ctx context.Context, platform, channel string) error
}

// Lab carries out what people decide. It is safe for concurrent use.
type Lab struct {
	store       store
	projects    trex.Projects
	capacity    interface{ Capacity() trex.Capacity }
	admins      map[string][]string
	maxRuns     int
	proposalTTL time.Duration
	now         func() time.Time
}

// New returns a lab.
func New(params Params) *Lab {
	l := &Lab{
		store: params.Store, projects: params.Projects, capacity: params.Capacity, admins: params.Admins,
		maxRuns: params.MaxRuns, proposalTTL: params.ProposalTTL, now: params.Now,
	}
	if l.maxRuns == 0 {
		l.maxRuns = defaultMaxRuns
	}
	if l.proposalTTL == 0 {
		l.proposalTTL = defaultProposalTTL
	}
	if l.now == nil {
		l.now = time.Now
	}
	return l
}

// MaxRuns is how many runs an experiment may have.
func (l *Lab) MaxRuns() int { return l.maxRuns }

// Admin reports whether a person may act on what others asked for.
func (l *Lab) Admin(person trex.Person) bool {
	return slices.Contains(l.admins[person.Platform], person.ID)
}

// owner returns a forbidden error unless by is the requester or an admin. what
// names the thing to act on, for the message.
func (l *Lab) owner(by, requester trex.Person, what string) error {
	if requester.Same(by) || l.Admin(by) {
		return nil
	}
	return notOwner(requester, what)
}

func notOwner(requester trex.Person, what string) error {
	return trex.Forbidden("only %s, who asked for %s, or an admin may do that", requester.Name, what)
}
