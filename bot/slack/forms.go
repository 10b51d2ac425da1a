package slack

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	api "github.com/slack-go/slack"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot"
)

// formName is the callback id of Trex's forms.
const formName = "trex.form"

// The block id of a field is its name behind a prefix; its element is always
// called the same.
const (
	fieldPrefix = "field."
	fieldInput  = "input"
)

// formMemory is what a form has to bring back with it.
type formMemory struct {
	Action string      `json:"action"`
	Thread trex.Thread `json:"thread"`
	Ref    string      `json:"ref,omitempty"`
}

// OpenForm implements bot.FormOpener.
func (p *Platform) OpenForm(ctx context.Context, text string, form bot.Form) error {
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

func modal(form bot.Form, t trigger) (api.ModalViewRequest, error) {
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

func inputBlock(field bot.Field) *api.InputBlock {
	block := api.NewInputBlock(fieldPrefix+field.Name, plain(field.Label, 2000), nil, inputElement(field))
	if field.Hint != "" {
		block.Hint = plain(field.Hint, 2000)
	}
	// Whether an empty field is wrong is for the bot to say, with a sentence.
	block.Optional = true
	return block
}

func inputElement(field bot.Field) api.BlockElement {
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

// choiceOptions is nil when a menu cannot offer the choices: a text input takes
// them as well.
func choiceOptions(field bot.Field) []*api.OptionBlockObject {
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

// formView is a submitted form, as far as it matters.
type formView struct {
	ID         string `json:"id"`
	CallbackID string `json:"callback_id"`
	Metadata   string `json:"private_metadata"`
	State      struct {
		Values map[string]map[string]struct {
			Value           string   `json:"value"`
			SelectedOption  option   `json:"selected_option"`
			SelectedOptions []option `json:"selected_options"`
		} `json:"values"`
	} `json:"state"`
}

func (v formView) fields() map[string]string {
	fields := make(map[string]string)
	for id, block := range v.State.Values {
		name, ok := strings.CutPrefix(id, fieldPrefix)
		if !ok {
			continue
		}
		input := block[fieldInput]
		text := orElse(input.Value, input.SelectedOption.Value)
		for i, option := range input.SelectedOptions {
			if i > 0 {
				text += ", "
			}
			text += option.Value
		}
		fields[name] = text
	}
	return fields
}

func (s *session) acceptForm(in interaction, payload json.RawMessage) reply {
	var memory formMemory
	if in.View.CallbackID != formName || json.Unmarshal([]byte(in.View.Metadata), &memory) != nil {
		return reply{taken: true}
	}
	action, err := bot.ParseAction(memory.Action)
	if err != nil {
		return reply{taken: true}
	}
	event := bot.Event{
		ID: interactionID(in, payload), Kind: bot.FormEvent, Thread: memory.Thread, Ref: memory.Ref,
		Action: action, Fields: in.View.fields(),
		Trigger: trigger{ID: in.TriggerID, Thread: memory.Thread, Ref: memory.Ref}.encode(),
	}
	answer := make(chan map[string]string, 1)
	taken := s.queue(s.clicks, "form "+in.View.ID, func(ctx context.Context) (bot.Event, bool) {
		event.Person, event.At = s.person(ctx, in.User.ID), s.platform.now()
		event.FormErrors = s.formErrors(ctx, event, answer)
		placed := s.place(ctx, &event)
		return event, placed
	})
	taken.later = answer
	return taken
}

// formErrors hands errors to the waiting acknowledgement, or, when that has
// been sent already, says them to the person alone.
func (s *session) formErrors(ctx context.Context, event bot.Event, answer chan<- map[string]string) func(map[string]string) {
	var once sync.Once
	started := s.platform.now()
	return func(wrong map[string]string) {
		once.Do(func() {
			answer <- underFields(wrong, event.Fields)
			if len(wrong) > 0 && s.platform.now().Sub(started) > formPatience {
				s.sayNo(ctx, event, "Nothing was changed. "+joined(wrong))
			}
		})
	}
}

// underFields names the blocks under which errors show. What belongs to no
// field of the form goes under the first: Slack drops the rest.
func underFields(wrong, fields map[string]string) map[string]string {
	first := ""
	for name := range fields {
		if first == "" || name < first {
			first = name
		}
	}
	under := make(map[string]string)
	for _, name := range sortedNames(wrong) {
		at := name
		if _, ok := fields[at]; !ok {
			at = first
		}
		id := fieldPrefix + at
		if under[id] != "" {
			under[id] += " "
		}
		under[id] += clip(clean(wrong[name]), 500)
	}
	return under
}

func sortedNames(m map[string]string) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func joined(wrong map[string]string) string {
	var sentences []string
	for _, name := range sortedNames(wrong) {
		sentences = append(sentences, wrong[name])
	}
	return strings.Join(sentences, " ")
}
