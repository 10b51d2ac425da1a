package chat

import (
	"context"
	"time"

	"github.com/trex-ml/trex"
)

// Event is one thing a person did on a platform.
type Event struct {
	ID     string // unique on its platform and the same when delivered again
	Kind   EventKind
	Person trex.Person
	Thread trex.Thread // where it happened; answers go there
	At     time.Time

	Text    string // MessageEvent: what was written, mention of Trex removed, entities decoded
	Ref     string // MessageEvent: the message itself; ActionEvent, ReactionEvent: the message it is on
	Direct  bool   // a direct message or a command: Trex was certainly addressed
	Mention bool   // Trex was mentioned
	// Continue is set when ID's thread may be an experiment's and Trex was not
	// addressed: the bot answers only if the thread is one of its own.
	Continue bool
	// Private is set for what nobody else sees: a direct message, or a click on
	// the person's own home page, whose Ref is "".
	Private bool

	Action   Action            // ActionEvent and FormEvent: what the button, menu or form carries
	Values   []string          // ActionEvent: chosen options of a menu
	Fields   map[string]string // FormEvent: field name → text
	Trigger  string            // what OpenForm and Whisper need
	Reaction string            // ReactionEvent: its name without colons
	Links    []string          // LinkEvent: URLs seen
	Server   string            // where the thread is, on a platform whose bot is in several (Discord's guild id), "" else
	Roles    []string          // what the platform says of this person (Discord's role ids), for permissions

	// Begin is set on a MessageEvent that nobody else saw, a command in a
	// channel: it says in the channel what was asked and returns the thread in
	// which to answer. It is called once it is known that the person may ask.
	Begin func(context.Context) (trex.Thread, error)

	// FormErrors is set on a FormEvent whose platform shows errors under the
	// fields: it takes field → sentence, and is called at most once, within the
	// platform's time limit, with an empty map when the form is accepted.
	FormErrors func(map[string]string)
}

type EventKind string

const (
	MessageEvent  EventKind = "message"
	ActionEvent   EventKind = "action"
	FormEvent     EventKind = "form"
	ReactionEvent EventKind = "reaction"
	HomeEvent     EventKind = "home"
	LinkEvent     EventKind = "link"
	// HelpEvent asks for help that only the person sees.
	HelpEvent EventKind = "help"
)

// Action is what a button, a menu or a form means. It says what it was shown
// for, so that a stale one is told as such.
type Action struct {
	Name    ActionName
	Subject string // the id of a proposal, run, experiment or warning
	Version int    // of the proposal it was shown for, 0 where there is none
}

type ActionName string

const (
	ActLaunch     ActionName = "launch"     // Subject: proposal; Values: chosen configurations, none is all
	ActEdit       ActionName = "edit"       // opens the form; as a FormEvent: its fields
	ActDismiss    ActionName = "dismiss"    // proposal
	ActSelect     ActionName = "select"     // menu: choose a subset of a proposal's configurations
	ActStop       ActionName = "stop"       // run or experiment
	ActStopAsk    ActionName = "stop-ask"   // run or experiment: ask to confirm first
	ActRetry      ActionName = "retry"      // run or experiment → a new proposal
	ActRetryFix   ActionName = "retry-fix"  // failed run → a new proposal with the diagnosis' fix
	ActStopRetry  ActionName = "stop-retry" // warning: stop, and propose with its fix
	ActIgnore     ActionName = "ignore"     // warning
	ActLog        ActionName = "log"        // run
	ActDetails    ActionName = "details"    // run
	ActCompare    ActionName = "compare"    // experiment
	ActAround     ActionName = "around"     // experiment → a proposal around its best
	ActSeeds      ActionName = "seeds"      // experiment → 3 seeds of its best two
	ActOpen       ActionName = "open"       // a link; platforms show it as one and never deliver it
	ActMore       ActionName = "more"       // the menu ⋯ of a live message; Values[0] is an encoded Action
	ActSuggestion ActionName = "suggestion" // an example request; Subject is its text
)
