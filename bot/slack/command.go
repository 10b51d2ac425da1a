package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot"
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
		return s.queue(s.clicks, "help "+c.UserID, func(ctx context.Context) (bot.Event, bool) {
			event := s.newCommand(ctx, c)
			event.Kind = bot.HelpEvent
			return event, true
		})
	}
	return s.queue(s.messages, c.ChannelID+" "+c.UserID, func(ctx context.Context) (bot.Event, bool) {
		return s.commandEvent(ctx, c)
	})
}

func (s *session) newCommand(ctx context.Context, c command) bot.Event {
	name := func(id string) string { return s.person(ctx, id).Name }
	event := bot.Event{
		ID: "command " + c.TriggerID, Kind: bot.MessageEvent, Person: s.person(ctx, c.UserID), At: s.platform.now(),
		Thread: trex.Thread{Platform: Name, Channel: c.ChannelID},
		Text:   decode(c.Text, s.self, name), Direct: true, Private: isDirect(c.ChannelID),
	}
	event.Trigger = trigger{
		ID: c.TriggerID, Thread: event.Thread, ResponseURL: s.platform.responseURL(c.ResponseURL),
	}.encode()
	return event
}

// commandEvent makes an event of a command. Nobody else sees what was typed,
// so Trex says it in the channel first and answers in the thread below.
func (s *session) commandEvent(ctx context.Context, c command) (bot.Event, bool) {
	event := s.newCommand(ctx, c)
	if event.Private {
		return event, true
	}
	ref, err := s.platform.commandSaid(ctx, event)
	if err != nil {
		s.platform.log.WarnContext(ctx, "begin a thread for a command", "error", err)
		s.sayNo(ctx, event, "I cannot write in this channel. Invite me with /invite @Trex and ask again.")
		return event, false
	}
	event.Thread.ID, event.Ref = ref, ref
	return event, true
}

// commandSaid opens the thread of a command, once for each.
func (p *Platform) commandSaid(ctx context.Context, event bot.Event) (ref string, err error) {
	if ref, ok := p.commands.ref(event.ID); ok {
		return ref, nil
	}
	ref, err = p.Post(ctx, event.Thread, bot.Message{
		Key: event.ID, Headline: fmt.Sprintf("%s asks: %s", event.Person.Name, event.Text),
	})
	if err == nil {
		p.commands.add(event.ID, ref)
	}
	return ref, err
}

// opened remembers the threads of the newest commands: Slack may deliver one
// again.
type opened struct {
	mu    sync.Mutex
	refs  map[string]string
	order []string
}

func newOpened() *opened { return &opened{refs: make(map[string]string)} }

func (o *opened) ref(id string) (string, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	ref, ok := o.refs[id]
	return ref, ok
}

func (o *opened) add(id, ref string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.refs[id] = ref
	if o.order = append(o.order, id); len(o.order) > mostRemembered {
		delete(o.refs, o.order[0])
		o.order = o.order[1:]
	}
}
