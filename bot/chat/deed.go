package chat

import (
	"context"

	"github.com/trex-ml/trex"
)

// Deed is what a person did: Said, Clicked, Submitted, Reacted, OpenedHome,
// Linked or AskedHelp.
type Deed interface {
	// asks implements Event.Asks. No other package can implement it.
	asks() bool
}

// Said is a message, or a command that stands for one.
type Said struct {
	Text    string // without the mention of Trex, entities decoded
	Direct  bool   // a direct message or a command: Trex was certainly addressed
	Mention bool   // Trex was mentioned
	// Continue is set on a message in a thread that does not address Trex. The bot
	// answers it only if the thread has an experiment or a proposal.
	Continue bool
	// ReplyTo is the reference of the message of Trex that this one replies to, on
	// platforms where a reply names one message, else "". A reply addresses Trex.
	ReplyTo string
	// Begin is set on a command in a channel, which nobody else saw. It posts the
	// request in the channel and returns the thread for the answer. It is called
	// only when the person may use Trex.
	Begin func(context.Context) (trex.Thread, error)
	Files []Attachment
}

// Attachment is a file that a person attached to a message.
type Attachment struct {
	Name string
	Size int64 // bytes
	// Fetch returns the content, or its first bytes, at most one more than most.
	Fetch func(ctx context.Context, most int64) ([]byte, error)
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
	// Errors is set where the platform shows errors under the fields. It takes
	// field → sentence, an empty map when the form is accepted. It is called at
	// most once, within the platform's time limit.
	Errors func(map[string]string)
}

// Reacted is a reaction to a message.
type Reacted struct{ Name string } // without colons

// OpenedHome says that the person opened their page of a HomeShower.
type OpenedHome struct{}

// Linked is a message with links for which an Unfurler can show previews.
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
