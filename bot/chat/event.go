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
