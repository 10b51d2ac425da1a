package bottest

import (
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
)

// Harness is one platform together with the service behind it. Tests use it as
// people in a channel would. Persons are "ann" and "bob"; the harness knows their
// ids. Its methods fail the test when the service does not do what they ask.
type Harness interface {
	// Platform returns the adapter under test, connected to the service. Reconnect
	// replaces it by a new one, as a restart of Trex would.
	Platform() chat.Platform
	Reconnect()
	// Traits is constant.
	Traits() Traits

	// Say writes text to Trex, in the channel when thread is zero (with a mention
	// where the platform needs one), else in that thread.
	Say(person string, thread trex.Thread, text string)
	// Repeat delivers the last event again, as services sometimes do. It returns
	// when the event is handled, so that all its effects are visible. On platforms
	// whose transport cannot repeat it does nothing.
	Repeat()

	// Shown returns all messages of Trex as a person sees them now, oldest first.
	// It includes whispers, and answers to clicks that a page shows.
	Shown() []Shown
	// Click clicks a button of a message or an entry of its menu. It clicks on the
	// message as it was in Shown, even if it has changed since. Where the platform
	// asks for confirmation, it confirms.
	Click(person string, on Shown, label string)
	// Choose ticks exactly the options with these values in the card's menu.
	Choose(person string, on Shown, values ...string)
	// Submit fills in and sends the form that was opened last. Fields that are not
	// in fields keep their values. It returns the errors that the platform shows
	// under the fields.
	Submit(person string, fields map[string]string) (errors map[string]string)
}

// Traits says how a platform differs from a channel in which each person has an
// account. The zero value says that it does not differ.
type Traits struct {
	// OneAccount is the name of the one account that everybody uses, so that all
	// have the same rights; "": each person has their own account and rights.
	OneAccount string
	// LateChoice says that the ticked configurations come with the click on Launch,
	// so that the button does not show their number before.
	LateChoice bool
}

// Shown is a message as a person sees it.
type Shown struct {
	Ref      string
	Thread   trex.Thread
	Text     string   // all visible text, in order
	Buttons  []string // labels of the visible buttons
	Menu     []string // labels of the entries behind ⋯
	Options  int      // how many configurations its menu has
	Pictures int
	Files    []string // names
	Whisper  bool     // only one person sees it
	Raw      any      // what the harness needs to click on it later
}
