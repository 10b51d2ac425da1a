package discordtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"
)

func (s *Server) getSelf(*http.Request) (any, error) {
	return map[string]any{"id": SelfID, "username": "Trex", "bot": true}, nil
}

func (s *Server) getGuilds(*http.Request) (any, error) {
	return []any{map[string]any{"id": GuildID, "name": "lab", "permissions": "8"}}, nil
}

func (s *Server) getApplication(*http.Request) (any, error) {
	return map[string]any{"id": AppID, "name": "Trex", "flags": 1 << 19}, nil
}

func (s *Server) putCommands(r *http.Request) (any, error) {
	var commands []*discordgo.ApplicationCommand
	if err := json.NewDecoder(r.Body).Decode(&commands); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.commands = commands
	return commands, nil
}

func (s *Server) getChannel(r *http.Request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.channelLocked(r.PathValue("channel"))
}

func (s *Server) channelLocked(id string) (any, error) {
	if parent, ok := s.threads[id]; ok {
		return map[string]any{"id": id, "type": discordgo.ChannelTypeGuildPublicThread, "parent_id": parent, "guild_id": GuildID}, nil
	}
	if id != ChannelID {
		return nil, &refusal{status: http.StatusNotFound, code: 10003}
	}
	return map[string]any{"id": id, "type": 0, "guild_id": GuildID}, nil
}

func (s *Server) patchChannel(r *http.Request) (any, error) {
	var edit struct{ Archived *bool }
	if err := json.NewDecoder(r.Body).Decode(&edit); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if edit.Archived != nil {
		s.archived[r.PathValue("channel")] = *edit.Archived
	}
	return s.channelLocked(r.PathValue("channel"))
}

func (s *Server) getMessages(r *http.Request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []*discordgo.Message{}
	for i := len(s.messages) - 1; i >= 0; i-- {
		if m := s.messages[i]; m.ChannelID == r.PathValue("channel") && !m.Ephemeral {
			found = append(found, &m.Message)
		}
	}
	return found, nil
}

// payload is what a message is sent or edited with.
type payload struct {
	Content     *string                                    `json:"content"`
	Embeds      *[]*discordgo.MessageEmbed                 `json:"embeds"`
	Components  json.RawMessage                            `json:"components"`
	Flags       discordgo.MessageFlags                     `json:"flags"`
	Attachments *[]json.RawMessage                         `json:"attachments"`
	Choices     []discordgo.ApplicationCommandOptionChoice `json:"choices"`
	CustomID    string                                     `json:"custom_id"`
	Title       string                                     `json:"title"`
}

// read reads a JSON body or a multipart one with files.
func read(r *http.Request, into any) (map[string][]byte, error) {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		return nil, json.NewDecoder(r.Body).Decode(into)
	}
	if err := r.ParseMultipartForm(32 << 20); err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, headers := range r.MultipartForm.File {
		for _, header := range headers {
			file, err := header.Open()
			if err != nil {
				return nil, err
			}
			data, err := io.ReadAll(file)
			if err != nil {
				return nil, err
			}
			files[header.Filename] = data
		}
	}
	return files, json.Unmarshal([]byte(r.FormValue("payload_json")), into)
}

func (s *Server) postMessage(r *http.Request) (any, error) {
	var p payload
	files, err := read(r, &p)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.channelLocked(r.PathValue("channel")); err != nil {
		return nil, err
	}
	m, err := s.addLocked(r.PathValue("channel"), p, files)
	if err != nil {
		return nil, err
	}
	return &m.Message, nil
}

func (s *Server) addLocked(channel string, p payload, files map[string][]byte) (*Message, error) {
	m := &Message{Files: map[string][]byte{}, Ephemeral: p.Flags&discordgo.MessageFlagsEphemeral != 0}
	m.ID, m.ChannelID, m.Timestamp = s.newIDLocked(), channel, time.Now()
	m.Author = &discordgo.User{ID: SelfID, Username: "Trex", Bot: true}
	if err := m.apply(p, files); err != nil {
		return nil, err
	}
	s.messages = append(s.messages, m)
	return m, nil
}

func (s *Server) patchMessage(r *http.Request) (any, error) {
	var p payload
	files, err := read(r, &p)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.messages {
		if m.ID == r.PathValue("message") && m.ChannelID == r.PathValue("channel") {
			m.Edits++
			return &m.Message, m.apply(p, files)
		}
	}
	return nil, &refusal{status: http.StatusNotFound, code: 10008}
}

// apply changes what p names, within Discord's limits.
func (m *Message) apply(p payload, files map[string][]byte) error {
	if p.Attachments != nil {
		m.Files = map[string][]byte{}
	}
	maps.Copy(m.Files, files)
	if p.Content != nil {
		m.Content = *p.Content
	}
	if p.Embeds != nil {
		m.Embeds = *p.Embeds
	}
	if p.Components != nil {
		var parsed discordgo.Message
		if err := json.Unmarshal([]byte(`{"components":`+string(p.Components)+`}`), &parsed); err != nil {
			return err
		}
		m.Components = parsed.Components
	}
	return m.check()
}

func (m *Message) check() error {
	if n := utf8.RuneCountInString(m.Content); n > 2000 {
		return fmt.Errorf("content of %d characters", n)
	}
	if m.Content == "" && len(m.Embeds) == 0 && len(m.Files) == 0 {
		return errors.New("an empty message")
	}
	for _, embed := range m.Embeds {
		if utf8.RuneCountInString(embed.Description) > 4096 {
			return errors.New("an embed's description of more than 4096 characters")
		}
		if embed.Image != nil {
			name, attached := strings.CutPrefix(embed.Image.URL, "attachment://")
			if _, ok := m.Files[name]; attached && !ok {
				return fmt.Errorf("the embed shows %s, which is not attached", name)
			}
		}
	}
	return checkComponents(m.Components)
}

func checkComponents(rows []discordgo.MessageComponent) error {
	seen := map[string]bool{}
	if len(rows) > 5 {
		return errors.New("more than five rows of components")
	}
	for _, component := range rows {
		row, ok := component.(*discordgo.ActionsRow)
		if !ok || len(row.Components) == 0 || len(row.Components) > 5 {
			return errors.New("a row needs one to five components")
		}
		for _, inner := range row.Components {
			id, err := checkComponent(inner)
			if err != nil {
				return err
			}
			if id != "" && seen[id] {
				return fmt.Errorf("custom id %q is there twice", id)
			}
			seen[id] = true
		}
	}
	return nil
}

func checkComponent(component discordgo.MessageComponent) (id string, err error) {
	switch c := component.(type) {
	case *discordgo.Button:
		if len(c.CustomID) > 100 || utf8.RuneCountInString(c.Label) > 80 || c.Label == "" {
			return "", fmt.Errorf("button %q %q", c.Label, c.CustomID)
		}
		return c.CustomID, nil
	case *discordgo.SelectMenu:
		if len(c.Options) == 0 || len(c.Options) > 25 || c.MaxValues > len(c.Options) {
			return "", fmt.Errorf("a menu of %d options and at most %d values", len(c.Options), c.MaxValues)
		}
		values := map[string]bool{}
		for _, option := range c.Options {
			if values[option.Value] || option.Label == "" || len(option.Label) > 4*100 {
				return "", fmt.Errorf("option %q %q", option.Label, option.Value)
			}
			values[option.Value] = true
		}
		return c.CustomID, nil
	}
	return "", nil
}

func (s *Server) postThread(r *http.Request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := r.PathValue("message") // a thread on a message has its id
	if _, ok := s.threads[id]; ok {
		return nil, &refusal{status: http.StatusBadRequest, code: 160004}
	}
	s.threads[id] = r.PathValue("channel")
	return s.channelLocked(id)
}

// Messages returns what there is to see, oldest first.
func (s *Server) Messages() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]Message, len(s.messages))
	for i, m := range s.messages {
		all[i] = *m
		all[i].Files = maps.Clone(m.Files)
	}
	return all
}

// Thread returns the channel a thread is in.
func (s *Server) Thread(id string) (channel string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	channel, ok = s.threads[id]
	return channel, ok
}
