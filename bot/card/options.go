package card

import (
	"slices"

	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/say"
)

// longestOption is the most characters of a button for an answer.
const longestOption = 60

// WithOptions adds the answers to a question as buttons, as many as stand in a row and
// the rest behind the menu. A button sends its text as the message of the person who
// presses it. One whose text fits no button is left out: people can still type it.
func WithOptions(m chat.Message, options []string, limits chat.Limits) chat.Message {
	if len(options) == 0 {
		return m
	}
	m.Options = options
	m.Buttons, m.More = slices.Clone(m.Buttons), slices.Clone(m.More)
	for _, text := range options {
		button := chat.Button{Label: say.Line(text, longestOption), Action: chat.Action{Name: chat.ActSuggestion, Subject: text}}
		switch {
		case len(text) > limits.ActionSubject():
		case len(m.Buttons) < limits.Buttons:
			m.Buttons = append(m.Buttons, button)
		case len(m.More) < limits.Options:
			m.More = append(m.More, button)
		}
	}
	return m
}
