package slacktest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// What people do. Each method returns a channel for the acknowledgement's
// payload.

// Say writes a message and returns its timestamp. A mention of Trex is
// delivered twice, as message and as app_mention, as Slack does.
func (s *Server) Say(channel, thread, user, text string) (ts string, acks []<-chan json.RawMessage) {
	ts = s.write(channel, thread, text)
	event := map[string]any{"type": "message", "channel": channel, "user": user, "text": text, "ts": ts, "event_ts": ts}
	if strings.HasPrefix(channel, "D") {
		event["channel_type"] = "im"
	}
	if thread != "" {
		event["thread_ts"] = thread
	}
	acks = append(acks, s.Event(event))
	if strings.Contains(text, "<@"+BotUser+">") && !strings.HasPrefix(channel, "D") {
		mention := map[string]any{"type": "app_mention"}
		for name, value := range event {
			if name != "type" {
				mention[name] = value
			}
		}
		acks = append(acks, s.Event(mention))
	}
	return ts, acks
}

// Attach writes a message with a file of this content. Only the bot's token gets it.
func (s *Server) Attach(channel, user, text, name, content string) {
	s.mu.Lock()
	s.given[name] = content
	s.mu.Unlock()
	ts := s.write(channel, "", text)
	s.Event(map[string]any{
		"type": "message", "subtype": "file_share", "channel": channel, "user": user, "text": text, "ts": ts, "event_ts": ts,
		"files": []map[string]any{{"name": name, "size": len(content), "url_private_download": s.URL + "/files/" + name}},
	})
}

// attached serves the files of Attach: without the token the sign-in page, as Slack
// does.
func (s *Server) attached(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	content, ok := s.given[r.PathValue("name")]
	s.mu.Unlock()
	switch {
	case !ok:
		http.NotFound(w, r)
	case r.Header.Get("Authorization") != "Bearer xoxb-test":
		_, _ = io.WriteString(w, "<!DOCTYPE html><title>Sign in</title>")
	default:
		_, _ = io.WriteString(w, content)
	}
}

func (s *Server) write(channel, thread, text string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	ts := s.nextTSLocked()
	s.messages[channel] = append(s.messages[channel], &Message{Channel: channel, TS: ts, ThreadTS: thread, Text: text})
	return ts
}

// Event delivers any event of the Events API.
func (s *Server) Event(event map[string]any) <-chan json.RawMessage {
	return s.deliver("events_api", s.Callback(event))
}

// Callback wraps an event as the Events API does.
func (s *Server) Callback(event map[string]any) map[string]any {
	return map[string]any{
		"type": "event_callback", "team_id": Team, "event_id": "Ev" + s.unique(), "event_time": 1_700_000_000, "event": event,
	}
}

func (s *Server) unique() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.nextTSLocked()
}

// Click describes a click; the element is one of the message's blocks.
type Click struct {
	Channel, TS, User string
	Element           map[string]any
	Option            string   // of the menu ⋯
	Options           []string // of a multiple choice
}

// Click presses a button or chooses from a menu, and returns the trigger.
func (s *Server) Click(c Click) (trigger string, ack <-chan json.RawMessage) {
	trigger, payload := s.ClickPayload(c)
	return trigger, s.deliver("interactive", payload)
}

// ClickPayload is what Slack sends for a click.
func (s *Server) ClickPayload(c Click) (trigger string, payload map[string]any) {
	trigger = "trigger." + s.unique()
	action := map[string]any{"type": c.Element["type"], "action_id": c.Element["action_id"], "action_ts": "1"}
	if value, ok := c.Element["value"]; ok {
		action["value"] = value
	}
	if c.Option != "" {
		action["selected_option"] = map[string]any{"value": c.Option}
	}
	if strings.HasPrefix(fmt.Sprint(c.Element["type"]), "multi_") || c.Element["type"] == "checkboxes" {
		options := []any{}
		for _, value := range c.Options {
			options = append(options, map[string]any{"value": value})
		}
		action["selected_options"] = options
	}
	payload = map[string]any{
		"type": "block_actions", "trigger_id": trigger, "response_url": s.URL + "/response",
		"user": map[string]any{"id": c.User}, "actions": []any{action},
	}
	if c.Channel == "" {
		payload["container"] = map[string]any{"type": "view", "view_id": "VHOME"}
		return trigger, payload
	}
	message := map[string]any{"ts": c.TS}
	if m, ok := s.Find(c.Channel, c.TS); ok && m.ThreadTS != "" {
		message["thread_ts"] = m.ThreadTS
	}
	payload["channel"] = map[string]any{"id": c.Channel}
	payload["message"] = message
	payload["container"] = map[string]any{"type": "message", "message_ts": c.TS, "channel_id": c.Channel}
	return trigger, payload
}

// Submit sends the form that was opened with a trigger. values are by field.
func (s *Server) Submit(trigger, user string, values map[string]string) <-chan json.RawMessage {
	return s.deliver("interactive", s.SubmitPayload(trigger, user, values))
}

// SubmitPayload is what Slack sends for a submitted form. Fields without a
// value keep their initial value.
func (s *Server) SubmitPayload(trigger, user string, values map[string]string) map[string]any {
	var view map[string]any
	json.Unmarshal(s.Form(trigger), &view) //nolint:errcheck // views.open took it
	state := make(map[string]any)
	blocks, _ := view["blocks"].([]any)
	for _, item := range blocks {
		block, _ := item.(map[string]any)
		element, _ := block["element"].(map[string]any)
		id, _ := block["block_id"].(string)
		input := initialInput(element)
		if value, ok := values[strings.TrimPrefix(id, "field.")]; ok {
			input = filledInput(element, value)
		}
		input["type"] = element["type"]
		state[id] = map[string]any{fmt.Sprint(element["action_id"]): input}
	}
	return map[string]any{
		"type": "view_submission", "trigger_id": "submit." + s.unique(), "user": map[string]any{"id": user},
		"view": map[string]any{
			"id": "V" + trigger, "callback_id": view["callback_id"], "private_metadata": view["private_metadata"],
			"state": map[string]any{"values": state},
		},
	}
}

// initialInput is an untouched input, filledInput one with a value.
func initialInput(element map[string]any) map[string]any {
	return map[string]any{
		"value": element["initial_value"], "selected_option": element["initial_option"],
		"selected_options": element["initial_options"],
	}
}

func filledInput(element map[string]any, value string) map[string]any {
	switch element["type"] {
	case "static_select":
		return map[string]any{"selected_option": map[string]any{"value": value}}
	case "multi_static_select":
		options := []any{}
		for one := range strings.SplitSeq(value, ",") {
			options = append(options, map[string]any{"value": strings.TrimSpace(one)})
		}
		return map[string]any{"selected_options": options}
	}
	return map[string]any{"value": value}
}

// Command types a slash command.
func (s *Server) Command(channel, user, text string) <-chan json.RawMessage {
	return s.deliver("slash_commands", map[string]string{
		"command": "/trex", "text": text, "user_id": user, "channel_id": channel,
		"trigger_id": "trigger." + s.unique(), "response_url": s.URL + "/response",
	})
}

// OpenHome opens the Home tab.
func (s *Server) OpenHome(user string) <-chan json.RawMessage {
	return s.Event(map[string]any{"type": "app_home_opened", "user": user, "tab": "home"})
}

// React adds a reaction to one of Trex's messages.
func (s *Server) React(channel, ts, user, reaction string) <-chan json.RawMessage {
	return s.Event(map[string]any{
		"type": "reaction_added", "user": user, "reaction": reaction, "item_user": BotUser,
		"item": map[string]any{"type": "message", "channel": channel, "ts": ts},
	})
}

// Link posts links that Trex may preview.
func (s *Server) Link(channel, ts, user string, urls ...string) <-chan json.RawMessage {
	links := []any{}
	for _, u := range urls {
		links = append(links, map[string]any{"url": u})
	}
	return s.Event(map[string]any{"type": "link_shared", "channel": channel, "message_ts": ts, "user": user, "links": links})
}

// Elements returns the interactive elements of a message, in order.
func (m Message) Elements() []map[string]any { return Elements(m.Blocks) }

// Elements returns the interactive elements of blocks, in order.
func Elements(blocks json.RawMessage) []map[string]any {
	var list []map[string]any
	json.Unmarshal(blocks, &list) //nolint:errcheck // blocks were checked when they came
	var found []map[string]any
	for _, block := range list {
		elements, _ := block["elements"].([]any)
		for _, item := range append(elements, block["accessory"]) {
			if element, ok := item.(map[string]any); ok && element["action_id"] != nil {
				found = append(found, element)
			}
		}
	}
	return found
}

// Button returns the element whose label starts with label.
func (m Message) Button(label string) (map[string]any, bool) {
	for _, element := range m.Elements() {
		text, _ := element["text"].(map[string]any)
		if s, _ := text["text"].(string); strings.HasPrefix(s, label) {
			return element, true
		}
	}
	return nil, false
}
