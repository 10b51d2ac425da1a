package slack

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	api "github.com/slack-go/slack"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
)

// interaction is a click or a submitted form: the fields that Trex reads.
type interaction struct {
	Type        string `json:"type"`
	TriggerID   string `json:"trigger_id"`
	ResponseURL string `json:"response_url"`
	User        struct {
		ID string `json:"id"`
	} `json:"user"`
	Channel struct {
		ID string `json:"id"`
	} `json:"channel"`
	Container struct {
		MessageTS string `json:"message_ts"`
		ThreadTS  string `json:"thread_ts"`
		ChannelID string `json:"channel_id"`
	} `json:"container"`
	Message struct {
		TS       string `json:"ts"`
		ThreadTS string `json:"thread_ts"`
	} `json:"message"`
	Actions []struct {
		ActionID        string   `json:"action_id"`
		ActionTS        string   `json:"action_ts"`
		Value           string   `json:"value"`
		SelectedOption  option   `json:"selected_option"`
		SelectedOptions []option `json:"selected_options"`
	} `json:"actions"`
	View formView `json:"view"`
}

type option struct {
	Value string `json:"value"`
}

func (s *session) acceptInteraction(payload json.RawMessage) reply {
	var in interaction
	if err := json.Unmarshal(payload, &in); err != nil {
		s.platform.log.Warn("unreadable interaction from Slack")
		return reply{taken: true}
	}
	switch in.Type {
	case string(api.InteractionTypeBlockActions):
		return s.acceptClick(in, payload)
	case string(api.InteractionTypeViewSubmission):
		return s.acceptForm(in, payload)
	}
	return reply{taken: true}
}

// interactionID returns an id from the interaction's trigger, which is unique
// and stays the same when Slack delivers it again.
func interactionID(in interaction, payload json.RawMessage) string {
	if in.TriggerID != "" {
		return "trigger " + in.TriggerID
	}
	sum := sha256.Sum256(payload)
	return "payload " + hex.EncodeToString(sum[:16])
}

func (s *session) acceptClick(in interaction, payload json.RawMessage) reply {
	if len(in.Actions) == 0 || in.User.ID == "" {
		return reply{taken: true}
	}
	clicked := in.Actions[0]
	action, ok, err := readAction(clicked.ActionID, orElse(clicked.SelectedOption.Value, clicked.Value))
	if err == nil && !ok {
		return reply{taken: true} // a link: it opened by itself
	}
	ref := orElse(in.Container.MessageTS, in.Message.TS)
	channel := orElse(in.Channel.ID, in.Container.ChannelID)
	did := chat.Clicked{Action: action}
	for _, option := range clicked.SelectedOptions {
		did.Values = append(did.Values, option.Value)
	}
	event := chat.Event{
		ID: interactionID(in, payload), Ref: ref, Did: did,
		Thread: trex.Thread{
			Platform: Name, Channel: channel, ID: threadIn(orElse(in.Message.ThreadTS, in.Container.ThreadTS), ref),
		},
	}
	return s.queue(s.work.Clicks, channel+" "+ref+" "+in.User.ID, func(ctx context.Context) (chat.Event, bool) {
		event.Person, event.At = s.person(ctx, in.User.ID), s.platform.now()
		if !s.place(ctx, &event) {
			return event, false
		}
		t := trigger{
			ID: in.TriggerID, Thread: event.Thread, Ref: ref, ResponseURL: s.platform.responseURL(in.ResponseURL),
		}
		event.Trigger = t.encode()
		if err != nil {
			s.sayNo(ctx, event, "That button is from another version of Trex. Ask again to get a fresh one.")
			return event, false
		}
		return event, true
	})
}

// threadIn returns the thread of a message, "" for one in the channel itself.
// For a message with replies, Slack names its own timestamp as its thread.
func threadIn(threadTS, ref string) string {
	if threadTS == ref {
		return ""
	}
	return threadTS
}

// place finds the conversation for an event, which may come from the Home tab,
// and notes whether other people see it.
func (s *session) place(ctx context.Context, event *chat.Event) bool {
	if event.Thread.Channel != "" {
		event.Private = isDirect(event.Thread.Channel)
		return true
	}
	channel, err := s.platform.people.dm(ctx, event.Person.ID)
	if err != nil {
		s.platform.log.WarnContext(ctx, "open direct messages", "error", err)
		return false
	}
	event.Thread.Channel, event.Private = channel, true
	return true
}

func (s *session) sayNo(ctx context.Context, event chat.Event, sentence string) {
	if err := s.platform.Whisper(ctx, event, chat.Message{Headline: sentence}); err != nil {
		s.platform.log.WarnContext(ctx, "whisper", "error", err)
	}
}
