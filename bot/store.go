package bot

import (
	"context"
	"time"

	"github.com/trex-ml/trex"
)

// store is what the conversation reads and writes. *sqlite.DB and *postgres.DB
// implement it. Not-found is a trex error of that kind, and so is a conflict;
// every method is safe for concurrent use and returns values the caller owns.
type store interface {
	CreateProposal(context.Context, trex.Proposal) (trex.Proposal, error)
	FindProposal(context.Context, trex.ProposalID) (trex.Proposal, error)
	ListProposals(ctx context.Context, thread trex.Thread, limit int) ([]trex.Proposal, error)
	EditProposal(ctx context.Context, id trex.ProposalID, version int, configs []trex.RunConfig,
		by trex.Person, at time.Time) (trex.Proposal, error)
	DismissProposal(context.Context, trex.Decision) (trex.Proposal, error)
	LaunchProposal(context.Context, trex.Launch) (trex.Experiment, []trex.Run, error)
	ExpireProposals(ctx context.Context, now time.Time) ([]trex.ProposalID, error)

	FindExperiment(context.Context, trex.ExperimentID) (trex.Experiment, error)
	ListExperiments(context.Context, trex.ExperimentQuery) ([]trex.Experiment, error)
	FindExperimentByThread(context.Context, trex.Thread) (trex.Experiment, error)
	MoveExperiment(context.Context, trex.ExperimentID, trex.Thread) error
	ListExperimentRuns(context.Context, trex.ExperimentID) ([]trex.Run, error)

	FindRun(context.Context, trex.RunID) (trex.Run, error)
	ListRuns(context.Context, trex.RunQuery) (trex.RunPage, error)
	RequestStop(ctx context.Context, id trex.RunID, by trex.Person, at time.Time) (trex.Run, error)
	ListSeries(context.Context, trex.RunID) ([]trex.Series, error)
	ReadPoints(context.Context, trex.PointQuery) ([]trex.Point, error)

	ListWarnings(context.Context, trex.ExperimentID) ([]trex.Warning, error)
	FindWarning(context.Context, trex.WarningID) (trex.Warning, error)
	SettleWarning(context.Context, trex.WarningID) error

	AppendMessage(context.Context, trex.ChatMessage) (trex.ChatMessage, error)
	ListMessages(ctx context.Context, thread trex.Thread, after trex.MessageID, limit int) ([]trex.ChatMessage, error)
	RecordUsage(context.Context, trex.Usage) error

	FirstSeen(ctx context.Context, platform, eventID string, at time.Time) (bool, error)
	ClaimPost(context.Context, trex.Post) (trex.Post, bool, error)
	SavePost(context.Context, trex.Post) error
	FindPost(ctx context.Context, key string) (trex.Post, error)
	ListOpenPosts(ctx context.Context, platform string) ([]trex.Post, error)

	Subscribe() (changes <-chan trex.Change, cancel func())
}
