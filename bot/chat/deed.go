package chat

import (
	"context"

	"github.com/trex-ml/trex"
)

// Deed is what a person did: Said, Clicked, Submitted, Reacted, OpenedHome,
// Linked or AskedHelp.
type Deed interface {
	// asks is as Event.Asks. It keeps the kinds in this package.
	asks() bool
}

// Said is a message, or a command that stands for one.
type Said struct {
	Text    string // what was written, mention of Trex removed, entities decoded
	Direct  bool   // a direct message or a command: Trex was certainly addressed
	Mention bool   // Trex was mentioned
	// Continue is set when the thread may be an experiment's and Trex was not
	// addressed: the bot answers only if the thread is one of its own.
	Continue bool
	// Begin is set on what nobody else saw, a command in a channel: it says in
	// the channel what was asked and returns the thread in which to answer. It is
	// called once it is known that the person may ask.
	Begin func(context.Context) (trex.Thread, error)
}

// Clicked is a click on a button, or a choice in a menu.
type Clicked struct {
	Action Action
	Values []string // chosen options of a menu
}

// Submitted is a form that was filled in and sent.
type Submitted struct {
	Action Action
	Fields map[string]string // field name → text
	// Errors is set where the platform shows errors under the fields: it takes
	// field → sentence, and is called at most once, within the platform's time
	// limit, with an empty map when the form is accepted.
	Errors func(map[string]string)
}

// Reacted is a reaction to a message.
type Reacted struct{ Name string } // without colons

// OpenedHome is a look at the page that a HomeShower has for each person.
type OpenedHome struct{}

// Linked is a message with links that an Unfurler can show previews of.
type Linked struct{ URLs []string }

// AskedHelp asks for help that only the person sees.
type AskedHelp struct{}

func (Said) asks() bool       { return true }
func (Clicked) asks() bool    { return true }
func (Submitted) asks() bool  { return true }
func (AskedHelp) asks() bool  { return true }
func (Reacted) asks() bool    { return false }
func (OpenedHome) asks() bool { return false }
func (Linked) asks() bool     { return false }
