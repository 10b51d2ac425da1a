package slack

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	api "github.com/slack-go/slack"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
)

// formName is the callback id of Trex's forms.
const formName = "trex.form"

// The block id of a field is a prefix and the field's name. Its element always
// has the same id.
const (
	fieldPrefix = "field."
	fieldInput  = "input"
)

// formMemory is what a form carries and returns when it is submitted.
type formMemory struct {
	Action string      `json:"action"`
	Thread trex.Thread `json:"thread"`
	Ref    string      `json:"ref,omitempty"`
}

// OpenForm implements chat.FormOpener.
func (p *Platform) OpenForm(ctx context.Context, text string, form chat.Form) error {
	t := readTrigger(text)
	view, err := modal(form, t)
	if err != nil {
		return err
	}
	_, err = p.client.OpenViewContext(ctx, t.ID, view)
	if isSlackError(err, "expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id") {
		return trex.Unavailable(err, "that took too long for Slack: click again")
	}
	return p.told("views.open", err)
}

func modal(form chat.Form, t trigger) (api.ModalViewRequest, error) {
	memory, err := json.Marshal(formMemory{Action: form.Action.Encode(), Thread: t.Thread, Ref: t.Ref})
	if err != nil || len(memory) > mostMetadata {
		return api.ModalViewRequest{}, trex.Invalid("this form is too large for Slack")
	}
	view := api.ModalViewRequest{
		Type: api.VTModal, CallbackID: formName, PrivateMetadata: string(memory),
		Title: plain(form.Title, mostTitle), Submit: plain(orElse(form.Submit, "Save"), mostTitle),
		Close: plain("Cancel", mostTitle),
	}
	for _, field := range form.Fields {
		if len(view.Blocks.BlockSet) < limits.FormFields {
			view.Blocks.BlockSet = append(view.Blocks.BlockSet, inputBlock(field))
		}
	}
	return view, nil
}

func inputBlock(field chat.Field) *api.InputBlock {
	block := api.NewInputBlock(fieldPrefix+field.Name, plain(field.Label, 2000), nil, inputElement(field))
	if field.Hint != "" {
		block.Hint = plain(field.Hint, 2000)
	}
	// Slack writes "(optional)" behind optional fields. It rejects an
	// emptied field that is not optional.
	block.Optional = field.Value == ""
	return block
}

func inputElement(field chat.Field) api.BlockElement {
	if options := choiceOptions(field); options != nil {
		chosen := splitValues(field.Value)
		var initial []*api.OptionBlockObject
		for _, option := range options {
			if slices.Contains(chosen, option.Value) || option.Value == field.Value {
				initial = append(initial, option)
			}
		}
		if field.Multi {
			menu := api.NewOptionsMultiSelectBlockElement(api.MultiOptTypeStatic, nil, fieldInput, options...)
			menu.InitialOptions = initial
			return menu
		}
		menu := api.NewOptionsSelectBlockElement(api.OptTypeStatic, nil, fieldInput, options...)
		if len(initial) > 0 {
			menu.InitialOption = initial[0]
		}
		return menu
	}
	input := api.NewPlainTextInputBlockElement(nil, fieldInput)
	input.InitialValue = clip(clean(field.Value), mostInput)
	input.Multiline = field.Long
	return input
}

// choiceOptions returns a menu's options, nil when a menu cannot hold the
// choices; a text input is used then.
func choiceOptions(field chat.Field) []*api.OptionBlockObject {
	if len(field.Choices) == 0 || len(field.Choices) > limits.Options {
		return nil
	}
	options := make([]*api.OptionBlockObject, len(field.Choices))
	for i, choice := range field.Choices {
		if choice == "" || len(choice) > mostOptionValue || field.Multi && strings.Contains(choice, ",") {
			return nil
		}
		options[i] = api.NewOptionBlockObject(choice, plain(choice, mostOptionText), nil)
	}
	return options
}

func splitValues(text string) []string {
	var values []string
	for value := range strings.SplitSeq(text, ",") {
		values = append(values, strings.TrimSpace(value))
	}
	return values
}
