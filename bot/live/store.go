package live

import (
	"context"
	"time"

	"github.com/trex-ml/trex"
)

// Store has the methods that a Keeper needs. *sqlite.DB and *postgres.DB implement
// it. Not-found is a trex error of that kind; every method is safe for concurrent
// use and returns values the caller owns.
type Store interface {
	FindProposal(context.Context, trex.ProposalID) (trex.Proposal, error)
	ExpireProposals(ctx context.Context, now time.Time) ([]trex.ProposalID, error)

	FindExperiment(context.Context, trex.ExperimentID) (trex.Experiment, error)
	FindExperimentByThread(context.Context, trex.Thread) (trex.Experiment, error)
	ListExperiments(context.Context, trex.ExperimentQuery) ([]trex.Experiment, error)
	MoveExperiment(context.Context, trex.ExperimentID, trex.Thread) error
	FindRun(context.Context, trex.RunID) (trex.Run, error)
	FindWarning(context.Context, trex.WarningID) (trex.Warning, error)

	ClaimPost(context.Context, trex.Post) (trex.Post, bool, error)
	SavePost(context.Context, trex.Post) error
	FindPost(ctx context.Context, key string) (trex.Post, error)
	ListOpenPosts(ctx context.Context, platform string) ([]trex.Post, error)

	Subscribe() (changes <-chan trex.Change, cancel func())
}
