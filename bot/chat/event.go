package chat

import (
	"time"

	"github.com/trex-ml/trex"
)

// Event is one thing a person did on a platform.
type Event struct {
	ID     string // unique on its platform and the same when delivered again
	Did    Deed   // what the person did
	Person trex.Person
	Thread trex.Thread // where it happened; answers go there
	At     time.Time

	// Ref is the message itself for Said and Linked, the message it was done on
	// for Clicked, Submitted and Reacted, "" where there is none.
	Ref string
	// Private is set for what nobody else sees: a direct message, the person's
	// own home page, or a click on it, whose Ref is "".
	Private bool
	Trigger string   // what OpenForm and Whisper need
	Server  string   // where the thread is, on a platform whose bot is in several (Discord's guild id), "" else
	Roles   []string // what the platform says of this person (Discord's role ids), for permissions
}

// Asks reports whether the person waits for an answer, also for the one that it
// failed. A glance at a message is no request.
func (e Event) Asks() bool { return e.Did != nil && e.Did.asks() }
