package card

import (
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/lab"
)

// Buttons makes a button of each offer.
func Buttons(offers []lab.Offer) []chat.Button {
	buttons := make([]chat.Button, len(offers))
	for i, offer := range offers {
		buttons[i] = chat.Button{
			Label: offer.Label, Confirm: offer.Confirm, Action: chat.Action{Name: chat.ActionName(offer.Verb), Subject: offer.Subject},
		}
		if offer.Verb == lab.Stop {
			buttons[i].Style = chat.Danger
		}
	}
	return buttons
}
