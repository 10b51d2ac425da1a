package card

import (
	"github.com/trex-ml/trex/bot/chat"
)

// Refusal is a message that says no.
func Refusal(text string) chat.Message { return chat.Message{Headline: text, Tone: chat.Warn} }
