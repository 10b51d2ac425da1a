package discordtest

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/trex-ml/trex/internal/await"
)

// interaction is an interaction of a person and its answers.
type interaction struct {
	channel string
	on      string      // the message it is on
	answers chan Answer // holds the first answer
	first   bool        // the first answer was given
	shown   string      // the message of the first answer
	dead    bool        // its token has expired
}

// Answer is the first response to an interaction.
type Answer struct {
	Type    discordgo.InteractionResponseType
	Title   string
	ID      string // of a form
	Inputs  []discordgo.TextInput
	Choices []discordgo.ApplicationCommandOptionChoice
}

func user(id string) map[string]any { return map[string]any{"id": "9" + id, "username": id} }

// UserID is the id of a person by name.
func UserID(name string) string { return "9" + name }

// Write delivers a person's message. mention adds a mention of the bot.
func (s *Server) Write(person, channel, text string, mention bool) {
	s.gateway.dispatch("MESSAGE_CREATE", s.written(person, channel, text, mention))
}

// Attach delivers a person's direct message with a file of this content.
func (s *Server) Attach(person, text, name, content string) {
	s.mu.Lock()
	s.given[name] = content
	s.mu.Unlock()
	message := s.written(person, DirectID, text, false)
	message["attachments"] = []any{map[string]any{"id": "1", "filename": name, "size": len(content), "url": s.http.URL + "/attachments/" + name}}
	s.gateway.dispatch("MESSAGE_CREATE", message)
}

func (s *Server) serveAttachment(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	content, ok := s.given[r.PathValue("name")]
	s.mu.Unlock()
	if !ok {
		http.NotFound(w, r)
		return
	}
	_, _ = io.WriteString(w, content)
}

// WriteAs delivers a message of a bot with this user id.
func (s *Server) WriteAs(id, channel, text string) {
	message := s.written("", channel, text, true)
	message["author"] = map[string]any{"id": id, "username": "a bot", "bot": true}
	s.gateway.dispatch("MESSAGE_CREATE", message)
}

// Reply delivers a person's reply to a message, which may be of anybody. ping adds
// the mention of its author that Discord adds unless the person turns it off.
func (s *Server) Reply(person string, to discordgo.Message, text string, ping bool) {
	message := s.written(person, to.ChannelID, text, false)
	message["type"] = discordgo.MessageTypeReply
	message["message_reference"] = map[string]any{"message_id": to.ID, "channel_id": to.ChannelID}
	message["referenced_message"] = to
	if ping {
		message["mentions"] = []any{to.Author}
	}
	s.gateway.dispatch("MESSAGE_CREATE", message)
}

// Reword delivers a person's edit of a message that they wrote.
func (s *Server) Reword(person, channel, text string) {
	message := s.written(person, channel, text, true)
	message["edited_timestamp"] = message["timestamp"]
	s.gateway.dispatch("MESSAGE_UPDATE", message)
}

// WriteToRole delivers a person's message that mentions a role.
func (s *Server) WriteToRole(person, channel, role, text string) {
	message := s.written(person, channel, text, false)
	message["content"], message["mention_roles"] = "<@&"+role+"> "+text, []string{role}
	s.gateway.dispatch("MESSAGE_CREATE", message)
}

// Greet delivers a person's message with a mention of the bot directly after
// the next READY, before the guild is known.
func (s *Server) Greet(person, channel, text string) {
	message := s.written(person, channel, text, true)
	s.gateway.mu.Lock()
	defer s.gateway.mu.Unlock()
	s.gateway.early = append(s.gateway.early, message)
}

func (s *Server) written(person, channel, text string, mention bool) map[string]any {
	s.mu.Lock()
	id := s.newIDLocked()
	s.mu.Unlock()
	mentions := []any{}
	if mention {
		text = "<@" + SelfID + "> " + text
		mentions = append(mentions, map[string]any{"id": SelfID, "username": "Trex", "bot": true})
	}
	if s.NoContent && !mention && channel != DirectID {
		text = ""
	}
	message := map[string]any{
		"id": id, "channel_id": channel, "type": 0, "content": text, "mentions": mentions,
		"author": user(person), "timestamp": time.Now().Format(time.RFC3339),
	}
	if channel != DirectID {
		message["guild_id"], message["member"] = GuildID, map[string]any{"roles": []string{}}
	}
	return message
}

// Interaction is what a person does with a component, a command or a form.
type Interaction struct {
	Person, Channel string
	Message         string // the message with the component, "" for none
	Kind            discordgo.InteractionType
	Data            any
}

// Interact sends an interaction and returns its first answer. Call it from the
// goroutine of the test.
func (s *Server) Interact(i Interaction) Answer {
	s.t.Helper()
	return await.Value(s.t, "an answer to an interaction", s.Begin(i))
}

// Begin is Interact without waiting: the channel gets the first answer.
func (s *Server) Begin(i Interaction) <-chan Answer {
	s.mu.Lock()
	id := s.newIDLocked()
	asked := &interaction{channel: i.Channel, on: i.Message, answers: make(chan Answer, 1)}
	s.asked[id] = asked
	var on any
	for _, m := range s.messages {
		if m.ID == i.Message {
			on = m.copied()
		}
	}
	s.mu.Unlock()
	event := map[string]any{
		"id": id, "application_id": AppID, "type": i.Kind, "data": i.Data, "channel_id": i.Channel,
		"token": "token-" + id, "version": 1, "app_permissions": "0",
	}
	if i.Channel == DirectID {
		event["user"] = user(i.Person)
	} else {
		event["guild_id"], event["member"] = GuildID, map[string]any{"user": user(i.Person), "roles": []string{}}
	}
	if on != nil {
		event["message"] = on
	}
	s.gateway.dispatch("INTERACTION_CREATE", event)
	return asked.answers
}

func (s *Server) postCallback(r *http.Request) (any, error) {
	var response struct {
		Type discordgo.InteractionResponseType `json:"type"`
		Data payload                           `json:"data"`
	}
	files, err := read(r, &response)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	asked, ok := s.asked[r.PathValue("id")]
	if !ok || asked.dead {
		return nil, &refusal{status: http.StatusNotFound, code: 10062}
	}
	if asked.first {
		return nil, &refusal{status: http.StatusBadRequest, code: 40060}
	}
	answer := Answer{Type: response.Type, Title: response.Data.Title, ID: response.Data.CustomID, Choices: response.Data.Choices}
	switch response.Type {
	case discordgo.InteractionResponseChannelMessageWithSource:
		m, err := s.addLocked(asked.channel, response.Data, files)
		if err != nil {
			return nil, err
		}
		asked.shown = m.ID
	case discordgo.InteractionResponseUpdateMessage:
		for _, m := range s.messages {
			if m.ID == asked.on {
				if err := m.apply(response.Data, files); err != nil {
					return nil, err
				}
			}
		}
	case discordgo.InteractionResponseModal:
		if answer.Inputs, err = inputs(response.Data.Components); err != nil {
			return nil, err
		}
	}
	asked.first = true
	asked.answers <- answer
	return nil, nil
}

func inputs(components json.RawMessage) ([]discordgo.TextInput, error) {
	var rows []struct{ Components []discordgo.TextInput }
	if err := json.Unmarshal(components, &rows); err != nil {
		return nil, err
	}
	var all []discordgo.TextInput
	for _, row := range rows {
		all = append(all, row.Components...)
	}
	if len(all) == 0 || len(all) > 5 {
		return nil, &refusal{status: http.StatusBadRequest, code: 50035}
	}
	return all, nil
}

func (s *Server) postFollowup(r *http.Request) (any, error) {
	var p payload
	files, err := read(r, &p)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	asked, err := s.byTokenLocked(r.PathValue("token"))
	if err != nil {
		return nil, err
	}
	m, err := s.addLocked(asked.channel, p, files)
	if err != nil {
		return nil, err
	}
	return m.copied(), nil
}

func (s *Server) deleteOriginal(r *http.Request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	asked, err := s.byTokenLocked(r.PathValue("token"))
	if err != nil {
		return nil, err
	}
	s.messages = slices.DeleteFunc(s.messages, func(m *Message) bool { return m.ID == asked.shown })
	return nil, nil
}

func (s *Server) byTokenLocked(token string) (*interaction, error) {
	asked := s.asked[strings.TrimPrefix(token, "token-")]
	if asked == nil || asked.dead {
		return nil, &refusal{status: http.StatusUnauthorized, code: 50027}
	}
	return asked, nil
}

// Age expires the tokens of all interactions so far, as 15 minutes do.
func (s *Server) Age() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, asked := range s.asked {
		asked.dead = true
	}
}
