package slack

import (
	"strconv"
	"strings"

	api "github.com/slack-go/slack"

	"github.com/trex-ml/trex/bot/chat"
)

// Prefixes of the action ids of Trex's elements. The value of a button or an
// option is an encoded chat.Action. A multiple choice has no value of its own,
// so its id carries the action.
const (
	doPrefix   = "do."   // a button
	morePrefix = "more." // the menu ⋯
	openPrefix = "open." // a link
	pickPrefix = "pick." // a multiple choice
)

// controls returns the visible buttons and the menu ⋯.
func controls(m chat.Message) []api.Block {
	var elements []api.BlockElement
	for i, button := range m.Buttons {
		elements = append(elements, buttonElement(button, i))
	}
	var options []chat.Button
	// Only a short menu can hold links, and no menu can ask for
	// confirmation.
	short := len(m.More) <= mostOverflow
	for i, more := range m.More {
		if more.URL != "" && !short || more.Confirm != "" {
			elements = append(elements, buttonElement(more, len(m.Buttons)+i))
			continue
		}
		options = append(options, more)
	}
	if menu := moreElement(options); menu != nil {
		elements = append(elements, menu)
	}
	if len(elements) == 0 {
		return nil
	}
	return []api.Block{api.NewActionBlock("", elements...)}
}

func buttonElement(b chat.Button, i int) *api.ButtonBlockElement {
	n := strconv.Itoa(i)
	text := plain(b.Label, mostButtonText)
	if isWebURL(b.URL) {
		element := api.NewButtonBlockElement(openPrefix+n, "", text)
		element.URL = b.URL
		return element
	}
	element := api.NewButtonBlockElement(doPrefix+n, b.Action.Encode(), text)
	element.Style = styleOf(b.Style)
	if b.Confirm != "" {
		element.Confirm = api.NewConfirmationBlockObject(
			plain("Sure?", 100), plain(b.Confirm, mostConfirmText), plain(b.Label, 30), plain("Cancel", 30))
		element.Confirm.Style = element.Style
	}
	return element
}

func styleOf(style chat.Style) api.Style {
	switch style {
	case chat.Primary:
		return api.StylePrimary
	case chat.Danger:
		return api.StyleDanger
	case chat.Default:
	}
	return api.StyleDefault
}

// moreElement returns the menu ⋯: a select when it has too many items for an
// overflow menu.
func moreElement(buttons []chat.Button) api.BlockElement {
	var options []*api.OptionBlockObject
	for _, button := range buttons {
		value := button.Action.Encode()
		if len(options) == limits.Options || len(value) > mostOptionValue {
			continue
		}
		option := api.NewOptionBlockObject(value, plain(button.Label, mostOptionText), nil)
		if isWebURL(button.URL) {
			option.Value, option.URL = openPrefix, button.URL
		}
		options = append(options, option)
	}
	switch {
	case len(options) == 0:
		return nil
	case len(options) <= mostOverflow:
		return api.NewOverflowBlockElement(morePrefix+"menu", options...)
	}
	return api.NewOptionsSelectBlockElement(api.OptTypeStatic, plain("⋯", mostOptionText), morePrefix+"select", options...)
}

// selectBlock shows a multiple choice: as checkboxes if it has few options.
func selectBlock(s chat.Select) api.Block {
	id := pickPrefix + s.Action.Encode()
	var options, chosen []*api.OptionBlockObject
	for _, option := range s.Options {
		if len(options) == limits.Options || len(option.Value) > mostOptionValue {
			break
		}
		object := api.NewOptionBlockObject(option.Value, plain(option.Label, mostOptionText), nil)
		options = append(options, object)
		if option.Selected {
			chosen = append(chosen, object)
		}
	}
	if len(options) <= mostCheckboxes {
		boxes := api.NewCheckboxGroupsBlockElement(id, options...)
		boxes.InitialOptions = chosen
		return api.NewActionBlock("", boxes)
	}
	menu := api.NewOptionsMultiSelectBlockElement(api.MultiOptTypeStatic, plain(s.Label, 150), id, options...)
	menu.InitialOptions = chosen
	return api.NewSectionBlock(plain(s.Label, 150), nil, api.NewAccessory(menu))
}

// readAction returns the action of one of Trex's elements, from its id and
// value. ok is false for a link, which opens by itself, and for an element that
// is not Trex's.
func readAction(id, value string) (action chat.Action, ok bool, err error) {
	switch {
	case value == openPrefix:
		return action, false, nil
	case strings.HasPrefix(id, doPrefix), strings.HasPrefix(id, morePrefix):
		action, err = chat.ParseAction(value)
	case strings.HasPrefix(id, pickPrefix):
		action, err = chat.ParseAction(strings.TrimPrefix(id, pickPrefix))
	default:
		return action, false, nil
	}
	return action, err == nil, err
}
