package slack

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack/socketmode"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/lanes"
)

// accept takes one delivery from Slack, by Socket Mode or HTTP, queues the work
// and returns the acknowledgement. It does not block.
func (s *session) accept(kind string, payload json.RawMessage) reply {
	switch kind {
	case socketmode.RequestTypeEventsAPI:
		return s.acceptEvent(payload)
	case socketmode.RequestTypeInteractive:
		return s.acceptInteraction(payload)
	case socketmode.RequestTypeSlashCommands:
		return s.acceptCommand(payload)
	}
	return reply{taken: true}
}

// callback is the envelope of an event: the fields that Trex reads.
type callback struct {
	EventID string          `json:"event_id"`
	Event   json.RawMessage `json:"event"`
}

// happening holds the fields of all kinds of events that Trex listens to.
type happening struct {
	Type     string          `json:"type"`
	Subtype  string          `json:"subtype"`
	User     string          `json:"user"`
	BotID    string          `json:"bot_id"`
	Text     string          `json:"text"`
	TS       string          `json:"ts"`
	ThreadTS string          `json:"thread_ts"`
	Channel  string          `json:"channel"`
	Edited   json.RawMessage `json:"edited"`
	Files    []sharedFile    `json:"files"`

	Tab string `json:"tab"` // app_home_opened

	Reaction string `json:"reaction"` // reaction_added
	ItemUser string `json:"item_user"`
	Item     struct {
		Type    string `json:"type"`
		Channel string `json:"channel"`
		TS      string `json:"ts"`
	} `json:"item"`

	MessageTS string `json:"message_ts"` // link_shared
	UnfurlID  string `json:"unfurl_id"`
	Source    string `json:"source"`
	Links     []struct {
		URL string `json:"url"`
	} `json:"links"`
}

func (s *session) acceptEvent(payload json.RawMessage) reply {
	var outer callback
	var h happening
	if json.Unmarshal(payload, &outer) != nil || json.Unmarshal(outer.Event, &h) != nil {
		s.platform.log.Warn("unreadable event from Slack")
		return reply{taken: true}
	}
	switch h.Type {
	case "message", "app_mention":
		return s.acceptMessage(h)
	case "app_home_opened":
		if h.Tab == "home" {
			return s.queue(s.work.Clicks, "home "+h.User, func(ctx context.Context) (chat.Event, bool) {
				return chat.Event{
					ID: outer.EventID, Did: chat.OpenedHome{}, Person: s.person(ctx, h.User), At: s.platform.now(), Private: true,
				}, true
			})
		}
	case "reaction_added":
		return s.acceptReaction(outer.EventID, h)
	case "link_shared":
		return s.acceptLinks(outer.EventID, h)
	}
	return reply{taken: true}
}

// queue makes an event and gives it to the bot later, in the lane of key.
func (s *session) queue(on *lanes.Lanes, key string, make func(context.Context) (chat.Event, bool)) reply {
	return reply{taken: on.Do(key, func() {
		if event, ok := make(s.ctx); ok {
			s.handle(event)
		}
	})}
}

func (s *session) person(ctx context.Context, id string) trex.Person {
	return s.platform.people.person(ctx, id)
}

// acceptMessage accepts a person's message to Trex: one that mentions it, one
// in a direct conversation, or one in a thread, which may belong to an
// experiment. A message that mentions Trex arrives twice, as message and as
// app_mention; both become the same event.
func (s *session) acceptMessage(h happening) reply {
	direct := isDirect(h.Channel)
	mention := mentions(h.Text, s.self)
	inThread := h.ThreadTS != "" && h.ThreadTS != h.TS
	if !s.fromPerson(h) || !direct && !mention && !inThread {
		return reply{taken: true}
	}
	thread := threadOf(h, direct)
	return s.queue(s.work.Messages, thread.Channel+" "+thread.ID, func(ctx context.Context) (chat.Event, bool) {
		name := func(id string) string { return s.person(ctx, id).Name }
		return chat.Event{
			ID: "message " + h.Channel + " " + h.TS,
			Did: chat.Said{
				Text: decode(h.Text, s.self, name), Direct: direct, Mention: mention, Continue: !direct && !mention, Files: s.files(h.Files),
			},
			Person:  s.person(ctx, h.User),
			Thread:  thread,
			At:      timeOf(h.TS, s.platform.now()),
			Ref:     h.TS,
			Private: isDirect(h.Channel),
		}, true
	})
}

// fromPerson reports whether a person wrote this message just now. It is false
// for edits, joins, and messages of bots and of Trex.
func (s *session) fromPerson(h happening) bool {
	switch h.Subtype {
	case "", "thread_broadcast", "file_share", "me_message":
	default:
		return false
	}
	edited := len(h.Edited) > 0 && string(h.Edited) != "null"
	return !edited && h.BotID == "" && h.User != "" && h.User != s.self && h.User != "USLACKBOT" && h.TS != ""
}

// isDirect reports whether a channel, by its id, is a conversation with Trex
// alone.
func isDirect(channel string) bool { return strings.HasPrefix(channel, "D") }

// threadOf returns where answers go: the thread of the message, or a new one
// below it. A direct conversation is one thread.
func threadOf(h happening, direct bool) trex.Thread {
	thread := trex.Thread{Platform: Name, Channel: h.Channel, ID: h.ThreadTS}
	if thread.ID == "" && !direct {
		thread.ID = h.TS
	}
	return thread
}

// acceptReaction accepts a reaction to one of Trex's own messages.
func (s *session) acceptReaction(id string, h happening) reply {
	if h.Item.Type != "message" || h.ItemUser != s.self || h.User == s.self {
		return reply{taken: true}
	}
	return s.queue(s.work.Clicks, h.Item.Channel+" "+h.Item.TS, func(ctx context.Context) (chat.Event, bool) {
		return chat.Event{
			ID: id, Did: chat.Reacted{Name: h.Reaction}, Person: s.person(ctx, h.User), At: s.platform.now(),
			Thread: s.threadOfRef(ctx, h.Item.Channel, h.Item.TS), Ref: h.Item.TS,
		}, true
	})
}

// threadOfRef finds the thread of one of Trex's messages.
func (s *session) threadOfRef(ctx context.Context, channel, ref string) trex.Thread {
	if thread, ok := s.platform.spoken.thread(ref); ok {
		return thread
	}
	thread := trex.Thread{Platform: Name, Channel: channel}
	if m, err := s.platform.message(ctx, channel, ref); err == nil && m.ThreadTimestamp != ref {
		thread.ID = m.ThreadTimestamp
	}
	s.platform.spoken.add(thread, ref)
	return thread
}

func (s *session) acceptLinks(id string, h happening) reply {
	if h.User == s.self {
		return reply{taken: true}
	}
	return s.queue(s.work.Clicks, "links "+h.Channel, func(ctx context.Context) (chat.Event, bool) {
		did := chat.Linked{}
		for _, link := range h.Links {
			did.URLs = append(did.URLs, unescapeLink(link.URL))
		}
		return chat.Event{
			ID: id, Did: did, Person: s.person(ctx, h.User), At: s.platform.now(), Ref: h.MessageTS,
			Thread:  trex.Thread{Platform: Name, Channel: h.Channel, ID: h.ThreadTS},
			Trigger: trigger{UnfurlID: h.UnfurlID, Source: h.Source}.encode(),
		}, true
	})
}

// timeOf reads a message's timestamp: seconds since 1970 with six decimals.
func timeOf(ts string, now time.Time) time.Time {
	whole, fraction, _ := strings.Cut(ts, ".")
	seconds, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return now
	}
	micros, _ := strconv.ParseInt((fraction + "000000")[:6], 10, 64)
	return time.Unix(seconds, micros*1000)
}
