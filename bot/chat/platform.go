package chat

import (
	"context"
	"time"

	"github.com/trex-ml/trex"
)

// Platform is a chat service. *slack.Platform, *discord.Platform and
// *web.Chat implement it.
//
// Methods are safe for concurrent use. An error of kind unavailable may be
// tried again; when the service said how long to wait it is a *RetryError.
type Platform interface {
	// Name is "slack", "discord" or "web"; it is Thread.Platform of its threads.
	Name() string

	// Limits is constant.
	Limits() Limits

	// Run connects and delivers events to handler until ctx ends, which is not
	// an error, or until it cannot go on. It acknowledges each event to the
	// service before it calls handler, never calls handler after it returned,
	// and delivers an event again when the service does: handler tells
	// duplicates apart by Event.ID.
	Run(ctx context.Context, handler Handler) error

	// Post sends message to thread (to the channel itself when thread.ID is
	// "") and returns the reference that Update takes. A nil error means the
	// service has it.
	Post(ctx context.Context, thread trex.Thread, message Message) (ref string, err error)

	// Update replaces the content of a posted message. NotFound: somebody
	// deleted it.
	Update(ctx context.Context, thread trex.Thread, ref string, message Message) error
}

// Handler receives what happens on a platform; *bot.Bot implements it. It may
// block while it works.
type Handler interface {
	Handle(ctx context.Context, event Event) Outcome
}

// Outcome is what came of an event. Platforms with Limits.Outcomes tell the
// person; on others it has been said in the thread, an error too.
type Outcome struct {
	Said     string          // the answer's first line; "" where what was clicked shows what came of it
	Err      error           // why nothing came of it, nil when something did
	Proposal trex.ProposalID // whose card the answer is, "" for none
	Ref      string          // the answer's reference, "" for none
}

// ThreadStarter is a platform that opens a thread of its own for an
// experiment (Discord). Others discuss it in the thread of the request.
type ThreadStarter interface {
	// StartThread opens a thread named name on the message ref of channel. It
	// returns the existing one when that message already has a thread.
	StartThread(ctx context.Context, channel trex.Thread, ref, name string) (trex.Thread, error)
	// CloseThread archives it; writing in it opens it again.
	CloseThread(ctx context.Context, thread trex.Thread) error
}

// FormOpener is a platform that can show a form. trigger is Event.Trigger and
// good for a few seconds.
type FormOpener interface {
	OpenForm(ctx context.Context, trigger string, form Form) error
}

// Whisperer is a platform that can answer so that only one person sees it.
// Others get such answers in the thread.
type Whisperer interface {
	Whisper(ctx context.Context, event Event, message Message) error
}

// Unfurler is a platform that shows previews of links to runs and experiments.
type Unfurler interface {
	// Unfurl attaches previews, keyed by the URLs of event, which Linked them.
	Unfurl(ctx context.Context, event Event, previews map[string]Message) error
}

// HomeShower is a platform with a page of its own for each person (Slack's
// Home tab).
type HomeShower interface {
	ShowHome(ctx context.Context, person trex.Person, message Message) error
}

// Streamer is a platform that shows an answer while it is being written.
type Streamer interface {
	// Stream shows text as the beginning of the answer that will follow.
	Stream(ctx context.Context, thread trex.Thread, text string)
}

// Finder is a platform that can tell whether a message arrived, by the
// Message.Key it was posted with. It is asked after a crash between sending
// and noting that it was sent. On other platforms such a message is never sent
// again: one lost is better than one twice.
type Finder interface {
	// FindPosted returns the reference of the message posted with key to
	// thread, "" when there is none, and an unavailable error when it cannot
	// tell now.
	FindPosted(ctx context.Context, thread trex.Thread, key string) (ref string, err error)
}

// Linker is a platform that can say where a message is opened in a browser.
type Linker interface {
	// Link returns the address of the message ref of thread, of the thread itself
	// when ref is "", and "" when it cannot tell, as before the first connection.
	// It does not block.
	Link(thread trex.Thread, ref string) string
}

// Limits is what a platform's messages can hold and how often they may change,
// so that the core can split, upload or wait without knowing which it is.
type Limits struct {
	Text        int           // characters of one text element
	Message     int           // characters of a whole message
	TableRows   int           // rows of a table in a message
	Buttons     int           // buttons in one row
	Options     int           // options of one menu
	FormFields  int           // fields of one form; 0: no forms
	Attachments bool          // pictures and files travel with Post and Update
	Broadcast   bool          // a message of a thread can be shown in its channel too, see Message.Broadcast
	Outcomes    bool          // the platform tells errors of Outcomes itself: none is said in the thread
	Action      int           // bytes of an encoded Action that a button carries
	Transcript  bool          // the platform itself keeps its messages in the store (the web chat)
	UpdateEvery time.Duration // least time between two updates of one message
	PostEvery   time.Duration // least time between two calls in one channel
	// OldUpdateEvery is UpdateEvery of messages older than an hour, whose updates
	// some services limit more; 0: the same.
	OldUpdateEvery time.Duration
	// AnyUpdateEvery is the least time between two updates, of whichever
	// messages in whichever channels; 0: no such limit.
	AnyUpdateEvery time.Duration
}

// ActionSubject is how many bytes the Subject of an Action may have.
func (l Limits) ActionSubject() int {
	const longestName, version, colons = 10, 4, 2
	return max(l.Action-longestName-version-colons, 0)
}

// RetryError says that the service asked to wait before the next call.
type RetryError struct {
	After   time.Duration
	Channel bool // only calls of this kind in the call's own channel have to wait
	Cause   error
}

func (e *RetryError) Error() string {
	return "asked to wait " + e.After.String() + ": " + e.Cause.Error()
}

func (e *RetryError) Unwrap() error { return e.Cause }
