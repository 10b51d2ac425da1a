package discord

import (
	"time"

	"github.com/trex-ml/trex/bot/chat"
)

// Discord's limits, in characters unless stated otherwise.
const (
	maxContent     = 2000
	maxDescription = 4096
	maxEmbed       = 6000 // all text of embeds; description and key together are shorter
	maxOptions     = 25   // options of one menu
	maxOptionLabel = 100
	maxButtonLabel = 80
	maxButtons     = 5 // in one row
	maxRows        = 5 // of components
	maxFields      = 5 // inputs of a form
	maxFieldLabel  = 45
	maxFieldHint   = 100
	maxFieldText   = 4000
	maxTitle       = 45 // of a form
	maxThreadName  = 100
	maxCustomID    = 100
	maxChoices     = 25 // of an autocompletion
	maxURL         = 512
)

// limits stay below Discord's limit of five edits in five seconds for each
// channel.
var limits = chat.Limits{
	Text:        maxContent,
	Message:     maxDescription,
	TableRows:   30,
	Buttons:     maxButtons,
	Options:     maxOptions,
	FormFields:  maxFields,
	Attachments: true,
	Action:      maxCustomID - len(asking),
	UpdateEvery: 2 * time.Second,
	// In each channel Discord allows about three edits in twenty seconds of
	// messages older than an hour, all together.
	OldUpdateEvery: 20 * time.Second,
	PostEvery:      1200 * time.Millisecond,
}
