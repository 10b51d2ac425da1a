package bot

import "github.com/trex-ml/trex/bot/chat"

// What handlers get: an event, and what was done in it. Its own Did is for those
// who take events of every kind.
type (
	message struct {
		chat.Event
		chat.Said
	}
	click struct {
		chat.Event
		chat.Clicked
	}
	form struct {
		chat.Event
		chat.Submitted
	}
)
