package bot

import "github.com/trex-ml/trex/bot/chat"

// Handlers get an event together with its Did, converted to its own type.
type (
	message struct {
		chat.Event
		chat.Said
		topic topic
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
