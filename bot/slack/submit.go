package slack

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"github.com/trex-ml/trex/bot/chat"
)

// formView is a submitted form: the fields that Trex reads.
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
	action, err := chat.ParseAction(memory.Action)
	if err != nil {
		return reply{taken: true}
	}
	event := chat.Event{
		ID: interactionID(in, payload), Thread: memory.Thread, Ref: memory.Ref,
		Trigger: trigger{ID: in.TriggerID, Thread: memory.Thread, Ref: memory.Ref}.encode(),
	}
	answer := newFormAnswer()
	taken := s.queue(s.work.Clicks, "form "+in.View.ID, func(ctx context.Context) (chat.Event, bool) {
		event.Person, event.At = s.person(ctx, in.User.ID), s.platform.now()
		did := chat.Submitted{Action: action, Fields: in.View.fields()}
		did.Errors = s.formErrors(ctx, event, did.Fields, answer)
		event.Did = did
		placed := s.place(ctx, &event)
		return event, placed
	})
	taken.later = answer
	return taken
}

// formErrors returns a function that passes errors to the waiting
// acknowledgement. If that stopped waiting, it shows them to the person alone.
func (s *session) formErrors(ctx context.Context, event chat.Event, fields map[string]string, answer *formAnswer) func(map[string]string) {
	var once sync.Once
	return func(wrong map[string]string) {
		once.Do(func() {
			if !answer.give(underFields(wrong, fields)) && len(wrong) > 0 {
				s.sayNo(ctx, event, "Nothing was changed. "+joined(wrong))
			}
		})
	}
}

// underFields maps errors to the blocks under which Slack shows them. An error
// of no field goes under the first: Slack would drop it.
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
