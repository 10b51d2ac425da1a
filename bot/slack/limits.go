package slack

import (
	"time"

	"github.com/trex-ml/trex/bot/chat"
)

// limits are Slack's documented limits of messages and methods:
// chat.postMessage about once a second in a channel, chat.update 50 times a
// minute ("tier 3").
var limits = chat.Limits{
	Text:           3000,
	Message:        12000,
	TableRows:      100,
	Buttons:        5,
	Options:        100,
	FormFields:     95,
	Attachments:    true,
	Action:         mostOptionValue,
	Broadcast:      true,
	UpdateEvery:    3 * time.Second,
	PostEvery:      1100 * time.Millisecond,
	AnyUpdateEvery: 1250 * time.Millisecond,
}

// Limits of single elements that only this package needs to know.
const (
	mostBlocks      = 50   // of a message
	mostHomeBlocks  = 100  // of a Home tab or a modal
	mostTableCells  = 20   // columns of a table
	mostTableText   = 9000 // characters of all cells of a table
	mostCheckboxes  = 10
	mostOverflow    = 5 // options of the menu ⋯
	mostOptionText  = 75
	mostOptionValue = 150
	mostButtonText  = 75
	mostAltText     = 2000
	mostConfirmText = 300
	mostTitle       = 24 // of a modal and of its buttons
	mostInput       = 3000
	mostMetadata    = 3000
	mostHeadline    = 500 // escaping makes up to five characters of one
)
