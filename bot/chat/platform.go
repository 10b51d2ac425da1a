package chat

import (
	"context"
	"time"

	"github.com/trex-ml/trex"
)

// Platform is a chat service. *slack.Platform, *discord.Platform and
// *web.Chat implement it.
//
// Methods are safe for concurrent use. A call may be tried again after an error of
// kind unavailable, and after a *RetryError, which says how long to wait.
type Platform interface {
	// Name is "slack", "discord" or "web"; it is Thread.Platform of its threads.
	Name() string

	// Limits is constant.
	Limits() Limits

	// Run connects and delivers events to handler until ctx ends or until it
	// cannot go on. The end of ctx is not an error. Run acknowledges each event to
	// the service before it calls handler, and never calls handler after it
	// returned. It passes on repeated events: handler recognises duplicates by
	// Event.ID.
	Run(ctx context.Context, handler Handler) error

	// Post sends message to thread (to the channel itself when thread.ID is
	// "") and returns the reference for Update. A nil error means that the
	// service has the message.
	Post(ctx context.Context, thread trex.Thread, message Message) (ref string, err error)

	// Update replaces the content of a posted message. The error is not-found
	// when somebody deleted it.
	Update(ctx context.Context, thread trex.Thread, ref string, message Message) error
}

// Handler receives the events of a platform; *bot.Bot implements it. It may block
// while it works.
type Handler interface {
	Handle(ctx context.Context, event Event) Outcome
}

// Outcome is the result of an event. Platforms with Limits.Outcomes tell the
// person; on others the bot has already said it in the thread, errors included.
type Outcome struct {
	Said     string          // the answer's first line; "" when the clicked message itself shows the result
	Err      error           // why the event failed, nil when it did not
	Proposal trex.ProposalID // the proposal whose card is the answer, "" for none
	Ref      string          // the answer's reference, "" for none
}

// ThreadStarter is a platform where each experiment gets its own thread (Discord).
// Elsewhere an experiment is discussed in the thread of the request.
type ThreadStarter interface {
	// StartThread opens a thread named name on the message ref of channel. It
	// returns the existing one when that message already has a thread.
	StartThread(ctx context.Context, channel trex.Thread, ref, name string) (trex.Thread, error)
	// CloseThread archives a thread; a new message in it opens it again.
	CloseThread(ctx context.Context, thread trex.Thread) error
}

// FormOpener is a platform that can show a form. trigger is Event.Trigger, which is
// valid for a few seconds.
type FormOpener interface {
	OpenForm(ctx context.Context, trigger string, form Form) error
}

// Whisperer is a platform that can show an answer to one person only. On other
// platforms such answers go to the thread.
type Whisperer interface {
	Whisper(ctx context.Context, event Event, message Message) error
}

// Unfurler is a platform that shows previews of links to runs and experiments.
type Unfurler interface {
	// Unfurl attaches previews, by URL. The Did of event is Linked.
	Unfurl(ctx context.Context, event Event, previews map[string]Message) error
}

// HomeShower is a platform with a home page for each person (Slack's Home tab).
type HomeShower interface {
	ShowHome(ctx context.Context, person trex.Person, message Message) error
}

// Streamer is a platform that shows an answer while the agent writes it.
type Streamer interface {
	// Stream shows text as the beginning of the answer that will follow.
	Stream(ctx context.Context, thread trex.Thread, text string)
}

// Finder is a platform that can tell by Message.Key whether a message arrived.
// Trex asks it after a crash between sending a message and noting that it was
// sent. On other platforms such a message is never sent again: losing one is
// better than posting it twice.
type Finder interface {
	// FindPosted returns the reference of the message posted with key to
	// thread, "" when there is none, and an unavailable error when it does not
	// know now.
	FindPosted(ctx context.Context, thread trex.Thread, key string) (ref string, err error)
}

// Linker is a platform whose messages have addresses for a browser.
type Linker interface {
	// Link returns the address of the message ref of thread, or of the thread
	// itself when ref is "". It returns "" when it does not know the address, as
	// before the first connection. It does not block.
	Link(thread trex.Thread, ref string) string
}

// Limits says what a platform's messages can hold and how often they may change.
// The core splits, uploads or waits by it without knowing the platform.
type Limits struct {
	Text        int           // characters of one text element
	Message     int           // characters of a whole message
	TableRows   int           // rows of a table in a message
	Buttons     int           // buttons in one row
	Options     int           // options of one menu
	FormFields  int           // fields of one form; 0: no forms
	Attachments bool          // pictures and files travel with Post and Update
	Broadcast   bool          // a thread's message can also be shown in the channel, see Message.Broadcast
	Outcomes    bool          // the platform shows errors of Outcomes itself; the bot does not post them
	Action      int           // the most bytes of an encoded Action in a button
	Transcript  bool          // the platform itself stores its messages (the web chat)
	UpdateEvery time.Duration // least time between two updates of one message
	PostEvery   time.Duration // least time between two calls in one channel
	// OldUpdateEvery is UpdateEvery for messages older than an hour, whose updates
	// some services limit more; 0: UpdateEvery.
	OldUpdateEvery time.Duration
	// AnyUpdateEvery is the least time between two updates of any messages in any
	// channels; 0: no such limit.
	AnyUpdateEvery time.Duration
}

// ActionSubject returns the most bytes that the Subject of an Action may have.
func (l Limits) ActionSubject() int {
	const longestName, version, colons = 10, 4, 2
	return max(l.Action-longestName-version-colons, 0)
}

// RetryError says that the service asked Trex to wait before the next call.
type RetryError struct {
	After   time.Duration
	Channel bool // only calls of the same kind in the same channel have to wait
	Cause   error
}

func (e *RetryError) Error() string {
	return "asked to wait " + e.After.String() + ": " + e.Cause.Error()
}

func (e *RetryError) Unwrap() error { return e.Cause }
