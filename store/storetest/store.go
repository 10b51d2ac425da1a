package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/trex-ml/trex"
)

// Store has every method of a store; *sqlite.DB and *postgres.DB implement it.
// Consumers declare only the few methods they call.
type Store interface {
	CreateProposal(ctx context.Context, p trex.Proposal) (trex.Proposal, error)
	FindProposal(ctx context.Context, id trex.ProposalID) (trex.Proposal, error)
	ListProposals(ctx context.Context, q trex.ProposalQuery) ([]trex.Proposal, error)
	ListProposalVersions(ctx context.Context, id trex.ProposalID) ([]trex.ProposalVersion, error)
	EditProposal(context.Context, trex.Edit) (trex.Proposal, error)
	TickProposal(ctx context.Context, d trex.Decision) (trex.Proposal, error)
	DismissProposal(ctx context.Context, d trex.Decision) (trex.Proposal, error)
	LaunchProposal(ctx context.Context, l trex.Launch) (trex.Experiment, []trex.Run, error)
	ExpireProposals(ctx context.Context, now time.Time) ([]trex.ProposalID, error)

	FindExperiment(ctx context.Context, id trex.ExperimentID) (trex.Experiment, error)
	ListExperiments(ctx context.Context, q trex.ExperimentQuery) ([]trex.Experiment, error)
	FindExperimentByThread(ctx context.Context, thread trex.Thread) (trex.Experiment, error)
	MoveExperiment(ctx context.Context, id trex.ExperimentID, thread trex.Thread) error
	ListExperimentRuns(ctx context.Context, id trex.ExperimentID) ([]trex.Run, error)

	AppendMessage(ctx context.Context, m trex.ChatMessage) (trex.ChatMessage, error)
	UpdateMessage(ctx context.Context, m trex.ChatMessage) error
	FindMessage(ctx context.Context, id trex.MessageID) (trex.ChatMessage, error)
	ListMessages(ctx context.Context, thread trex.Thread, after trex.MessageID, limit int) ([]trex.ChatMessage, error)
	ListMessagesOf(ctx context.Context, thread trex.Thread, person trex.Person, limit int) ([]trex.ChatMessage, error)

	SaveQuestion(ctx context.Context, q trex.Question) error
	ListQuestions(ctx context.Context, thread trex.Thread, now time.Time) ([]trex.Question, error)
	CloseQuestion(ctx context.Context, thread trex.Thread, person trex.Person) error

	SaveChannelProject(ctx context.Context, c trex.ChannelProject) error
	FindChannelProject(ctx context.Context, platform, channel string) (trex.ChannelProject, error)
	DeleteChannelProject(ctx context.Context, platform, channel string) error

	FirstSeen(ctx context.Context, platform, eventID string, at time.Time) (bool, error)
	ClaimPost(ctx context.Context, p trex.Post) (trex.Post, bool, error)
	SavePost(ctx context.Context, p trex.Post) error
	FindPost(ctx context.Context, key string) (trex.Post, error)
	FindPostByRef(ctx context.Context, platform, channel, ref string) (trex.Post, error)
	ListOpenPosts(ctx context.Context, platform string) ([]trex.Post, error)
	RecordUsage(ctx context.Context, u trex.Usage) error
	UsageSince(ctx context.Context, personID string, since time.Time) (trex.Usage, error)
	SumUsage(ctx context.Context, since time.Time) ([]trex.UsageSum, error)

	CreateWarning(ctx context.Context, w trex.Warning) (trex.Warning, bool, error)
	FindWarning(ctx context.Context, id trex.WarningID) (trex.Warning, error)
	ListWarnings(ctx context.Context, id trex.ExperimentID) ([]trex.Warning, error)
	SettleWarning(ctx context.Context, id trex.WarningID) error

	FindRun(ctx context.Context, id trex.RunID) (trex.Run, error)
	ListRuns(ctx context.Context, q trex.RunQuery) (trex.RunPage, error)
	CountRuns(ctx context.Context, project string) (map[trex.Status]int, error)
	ListRequesters(ctx context.Context) ([]string, error)
	ListRunProjects(ctx context.Context) ([]string, error)
	ListPending(ctx context.Context, limit int) ([]trex.Run, error)
	ListClaimed(ctx context.Context) ([]trex.Run, error)
	ListActive(ctx context.Context, scope trex.RunScope) ([]trex.Run, error)
	ListUnjudged(ctx context.Context, limit int) ([]trex.Run, error)
	FindEqualRuns(ctx context.Context, project string, configs []trex.RunConfig) (map[int]trex.Run, error)
	ClaimRun(ctx context.Context, c trex.Claim) (trex.Run, error)
	MarkStarted(ctx context.Context, id trex.RunID, startedAt time.Time, ref string) error
	SetReason(ctx context.Context, id trex.RunID, reason string) error
	RequestStop(ctx context.Context, id trex.RunID, by trex.Person, at time.Time) (trex.Run, error)
	StopRuns(ctx context.Context, stop trex.StopScope) (trex.Stopped, error)
	FinishRun(ctx context.Context, f trex.Finish) (trex.Run, error)
	SetVerdict(ctx context.Context, id trex.RunID, verdict trex.Verdict) error

	AppendPoints(ctx context.Context, a trex.Append) error
	FindIngest(ctx context.Context, id trex.RunID) (trex.Ingest, error)
	ListSeries(ctx context.Context, id trex.RunID) ([]trex.Series, error)
	ReadPoints(ctx context.Context, q trex.PointQuery) ([]trex.Point, error)

	ListEnded(ctx context.Context, project string, before time.Time) ([]trex.RunID, error)
	ListThinnable(ctx context.Context, project string, before time.Time, keep int) ([]trex.Thin, error)
	ThinPoints(ctx context.Context, thin trex.Thin) (trex.Thinned, error)

	Backfill(ctx context.Context) error

	Subscribe() (changes <-chan trex.Change, cancel func())
	Lead(ctx context.Context) (lost <-chan struct{}, release func(), err error)
	Close() error
}

// Run checks a kind of store. open returns a new, empty store and closes it when
// the test ends; several tests call it at once.
func Run(t *testing.T, open func(t *testing.T) Store) {
	for name, check := range map[string]func(*testing.T, *fixture){
		"Proposals":        testProposals,
		"Decisions":        testDecisions,
		"Ticks":            testTicks,
		"OpenProposals":    testOpenProposals,
		"Versions":         testVersions,
		"EditOnce":         testEditOnce,
		"Launch":           testLaunch,
		"LaunchOnce":       testLaunchOnce,
		"Experiments":      testExperiments,
		"Messages":         testMessages,
		"MessagesOf":       testMessagesOf,
		"Questions":        testQuestions,
		"ChannelProjects":  testChannelProjects,
		"Events":           testEvents,
		"Posts":            testPosts,
		"Usage":            testUsage,
		"Warnings":         testWarnings,
		"RunStates":        testRunStates,
		"ClaimOnce":        testClaimOnce,
		"Queued":           testQueued,
		"Stop":             testStop,
		"Queue":            testQueue,
		"Counts":           testCounts,
		"Names":            testNames,
		"NotFound":         testNotFound,
		"HostileText":      testHostileText,
		"LongText":         testLongText,
		"Points":           testPoints,
		"PointRanges":      testPointRanges,
		"LongSeries":       testLongSeries,
		"Thin":             testThin,
		"ThinUnderWay":     testThinUnderWay,
		"Ended":            testEnded,
		"Ingest":           testIngest,
		"Best":             testBest,
		"AppendTogether":   testAppendTogether,
		"AppendIsAtomic":   testAppendIsAtomic,
		"ListOrder":        testListOrder,
		"ListFilters":      testListFilters,
		"ListPages":        testListPages,
		"ListBadInput":     testListBadInput,
		"ListBothNames":    testBothNames,
		"BestFirst":        testBestFirst,
		"Verdicts":         testVerdicts,
		"Unjudged":         testUnjudged,
		"EqualRuns":        testEqualRuns,
		"ActiveRuns":       testActiveRuns,
		"StopRuns":         testStopRuns,
		"StopWhole":        testStopWhole,
		"StopMany":         testStopMany,
		"StopWhileClaimed": testStopWhileClaiming,
		"Changes":          testChanges,
		"SlowSubscriber":   testSlowSubscriber,
		"Canceled":         testCanceled,
		"CanceledAnywhere": testCanceledAnywhere,
		"CloseEndsAllThat": testClose,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, newFixture(t, open(t)))
		})
	}
}
