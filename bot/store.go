package bot

import (
	"context"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/live"
	"github.com/trex-ml/trex/bot/look"
)

// Store has the methods that this package and packages look and live need.
// *sqlite.DB and *postgres.DB implement it.
type Store interface {
	store
	look.Store
	live.Store
}

// store is what this package itself reads and writes. Not-found is a trex error
// of that kind; every method is safe for concurrent use and returns values the
// caller owns.
type store interface {
	FindProposal(context.Context, trex.ProposalID) (trex.Proposal, error)
	ListProposals(context.Context, trex.ProposalQuery) ([]trex.Proposal, error)
	TickProposal(context.Context, trex.Decision) (trex.Proposal, error)

	FindExperiment(context.Context, trex.ExperimentID) (trex.Experiment, error)
	FindExperimentByThread(context.Context, trex.Thread) (trex.Experiment, error)
	ListExperiments(context.Context, trex.ExperimentQuery) ([]trex.Experiment, error)
	ListExperimentRuns(context.Context, trex.ExperimentID) ([]trex.Run, error)

	FindRun(context.Context, trex.RunID) (trex.Run, error)
	ListRuns(context.Context, trex.RunQuery) (trex.RunPage, error)
	ListActive(context.Context, trex.RunScope) ([]trex.Run, error)
	ListSeries(context.Context, trex.RunID) ([]trex.Series, error)

	AppendMessage(context.Context, trex.ChatMessage) (trex.ChatMessage, error)
	ListMessages(ctx context.Context, thread trex.Thread, after trex.MessageID, limit int) ([]trex.ChatMessage, error)
	ListMessagesOf(ctx context.Context, thread trex.Thread, person trex.Person, limit int) ([]trex.ChatMessage, error)
	SaveQuestion(context.Context, trex.Question) error
	ListQuestions(ctx context.Context, thread trex.Thread, now time.Time) ([]trex.Question, error)
	CloseQuestion(context.Context, trex.Thread, trex.Person) error
	FindChannelProject(ctx context.Context, platform, channel string) (trex.ChannelProject, error)
	FindPostByRef(ctx context.Context, platform, channel, ref string) (trex.Post, error)
	FindWarning(context.Context, trex.WarningID) (trex.Warning, error)
	RecordUsage(context.Context, trex.Usage) error
	FirstSeen(ctx context.Context, platform, eventID string, at time.Time) (bool, error)
}
