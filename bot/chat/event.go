package chat

import (
	"time"

	"github.com/trex-ml/trex"
)

// Event is one thing a person did on a platform.
type Event struct {
	ID     string // unique on its platform; the same when the event is delivered again
	Did    Deed   // what the person did
	Person trex.Person
	Thread trex.Thread // where it happened; answers go there
	At     time.Time

	// Ref is the person's own message for Said and Linked, the message they acted
	// on for Clicked, Submitted and Reacted, "" where there is none.
	Ref string
	// Private is set on an event that nobody else sees: a direct message, opening
	// the own home page, or a click on that page (whose Ref is "").
	Private bool
	Trigger string   // OpenForm and Whisper need it
	Server  string   // the thread's server, on a platform with servers (Discord's guild id), else ""
	Roles   []string // the person's roles on the platform (Discord's role ids), for permissions
}

// Asks reports whether the person waits for an answer, also when the request
// fails. A reaction is no request.
func (e Event) Asks() bool { return e.Did != nil && e.Did.asks() }
