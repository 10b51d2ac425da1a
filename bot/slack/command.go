package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
)

// command is a slash command.
type command struct {
	Command     string `json:"command"`
	Text        string `json:"text"`
	UserID      string `json:"user_id"`
	ChannelID   string `json:"channel_id"`
	TriggerID   string `json:"trigger_id"`
	ResponseURL string `json:"response_url"`
}

func (s *session) acceptCommand(payload json.RawMessage) reply {
	var c command
	if err := json.Unmarshal(payload, &c); err != nil || c.UserID == "" || c.ChannelID == "" {
		s.platform.log.Warn("unreadable command from Slack")
		return reply{taken: true}
	}
	switch strings.ToLower(strings.TrimSpace(c.Text)) {
	case "", "help", "?":
		return s.queue(s.work.Clicks, "help "+c.UserID, func(ctx context.Context) (chat.Event, bool) {
			event := s.newCommand(ctx, c)
			event.Did = chat.AskedHelp{}
			return event, true
		})
	}
	return s.queue(s.work.Messages, c.ChannelID+" "+c.UserID, func(ctx context.Context) (chat.Event, bool) {
		return s.commandEvent(ctx, c)
	})
}

func (s *session) newCommand(ctx context.Context, c command) chat.Event {
	event := chat.Event{
		ID: "command " + c.TriggerID, Person: s.person(ctx, c.UserID), At: s.platform.now(),
		Thread: trex.Thread{Platform: Name, Channel: c.ChannelID}, Private: isDirect(c.ChannelID),
	}
	event.Trigger = trigger{
		ID: c.TriggerID, Thread: event.Thread, ResponseURL: s.platform.responseURL(c.ResponseURL),
	}.encode()
	return event
}

// commandEvent turns a command into an event. Slack shows a typed command to
// nobody else, so Trex first posts it in the channel and answers in the thread
// below.
func (s *session) commandEvent(ctx context.Context, c command) (chat.Event, bool) {
	event := s.newCommand(ctx, c)
	name := func(id string) string { return s.person(ctx, id).Name }
	said := chat.Said{Text: decode(c.Text, s.self, name), Direct: true}
	if !event.Private {
		said.Begin = s.begin(event, said.Text)
	}
	event.Did = said
	return event, true
}

// begin posts in a channel what a command asks; its message starts the thread.
func (s *session) begin(event chat.Event, text string) func(context.Context) (trex.Thread, error) {
	return func(ctx context.Context) (trex.Thread, error) {
		thread := event.Thread
		ref, err := s.platform.Post(ctx, thread, chat.Message{
			Key: event.ID, Headline: fmt.Sprintf("%s asks: %s", event.Person.Name, text),
		})
		thread.ID = ref
		return thread, err
	}
}
