package bottest

import (
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
)

// Harness is one platform together with the service behind it, handled as the
// people in a channel would. Persons are "ann" and "bob"; the harness knows
// their ids. Its methods fail the test they were made for when the service
// does not play along.
type Harness interface {
	// Platform returns the adapter under test, connected to the service. After
	// Reconnect it is a new one, as after a restart of Trex.
	Platform() chat.Platform
	Reconnect()
	// Traits is constant.
	Traits() Traits

	// Say writes text to Trex: in the channel when thread is zero (with a
	// mention where one is needed), else in that thread.
	Say(person string, thread trex.Thread, text string)
	// Repeat delivers the last event again, as services do after a hiccup, and
	// returns when it is handled: what did not come of it then never will.
	// Platforms whose transport cannot repeat do nothing.
	Repeat()

	// Shown returns all messages of Trex as a person sees them now, oldest
	// first, whispers included, and what a page told of a click.
	Shown() []Shown
	// Click clicks a button of a message, in sight or in its menu, as it was
	// when Shown was taken, even if the message has changed since; where the
	// platform asks to confirm, it confirms.
	Click(person string, on Shown, label string)
	// Choose ticks exactly the options of the card's menu with these values.
	Choose(person string, on Shown, values ...string)
	// Submit fills in the form that was opened last and returns the errors the
	// platform shows under its fields; a field that is not named keeps its
	// value.
	Submit(person string, fields map[string]string) (errors map[string]string)
}

// Traits is how a platform differs from a channel of people who have an account
// each. The zero value: in nothing.
type Traits struct {
	// OneAccount is the name under which everybody acts where people are not told
	// apart, so that all may do what one may; "": each has a name and rights.
	OneAccount string
	// LateChoice says that what is ticked comes with the click that launches it,
	// so that no button counts it before.
	LateChoice bool
}

// Shown is a message as a person sees it.
type Shown struct {
	Ref      string
	Thread   trex.Thread
	Text     string   // everything there is to read, in order
	Buttons  []string // labels of the buttons in sight
	Menu     []string // labels of what can be done behind ⋯
	Options  int      // how many entries its menu for a subset has
	Pictures int
	Files    []string // names
	Whisper  bool     // only one person sees it
	Raw      any      // what the harness needs to click on it later
}
