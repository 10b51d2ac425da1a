package discordtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/bwmarrin/discordgo"
)

func (s *Server) getSelf(*http.Request) (any, error) {
	return map[string]any{"id": SelfID, "username": "Trex", "bot": true}, nil
}

func (s *Server) getGuilds(*http.Request) (any, error) {
	return []any{map[string]any{"id": GuildID, "name": "lab", "permissions": strconv.FormatInt(s.Granted, 10)}}, nil
}

func (s *Server) getApplication(*http.Request) (any, error) {
	flags := 1 << 19
	if s.NoContent {
		flags = 0
	}
	return map[string]any{"id": AppID, "name": "Trex", "flags": flags}, nil
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

func (s *Server) channelLocked(id string) (map[string]any, error) {
	if thread, ok := s.threads[id]; ok {
		return map[string]any{
			"id": id, "type": discordgo.ChannelTypeGuildPublicThread, "parent_id": thread.channel, "guild_id": GuildID,
			"name": thread.name, "owner_id": SelfID,
			"thread_metadata": map[string]any{"archived": thread.archived, "auto_archive_duration": thread.minutes},
		}, nil
	}
	switch {
	case id == DirectID:
		return map[string]any{"id": id, "type": discordgo.ChannelTypeDM}, nil
	case strings.HasPrefix(id, ChannelID):
		return map[string]any{"id": id, "type": 0, "guild_id": GuildID}, nil
	}
	return nil, &refusal{status: http.StatusNotFound, code: 10003}
}

// patchChannel archives a thread or opens it again. The one who started a
// thread needs no further permissions.
func (s *Server) patchChannel(r *http.Request) (any, error) {
	var edit struct{ Archived *bool }
	if err := json.NewDecoder(r.Body).Decode(&edit); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	thread := s.threads[r.PathValue("channel")]
	if thread == nil {
		return nil, &refusal{status: http.StatusNotFound, code: 10003}
	}
	if edit.Archived != nil {
		thread.archived = *edit.Archived
	}
	return s.channelLocked(r.PathValue("channel"))
}

// needLocked refuses a call without a needed permission. A direct message needs
// none.
func (s *Server) needLocked(channel string, permissions ...int64) error {
	for _, permission := range permissions {
		if channel != DirectID && s.Granted&(permission|discordgo.PermissionAdministrator) == 0 {
			return &refusal{status: http.StatusForbidden, code: 50013}
		}
	}
	return nil
}

// mayWriteLocked refuses a message that the bot's permissions do not allow.
func (s *Server) mayWriteLocked(channel string, p payload, files map[string][]byte) error {
	need := []int64{discordgo.PermissionViewChannel, discordgo.PermissionSendMessages}
	if s.threads[channel] != nil {
		need[1] = discordgo.PermissionSendMessagesInThreads
	}
	if p.Embeds != nil && len(*p.Embeds) > 0 {
		need = append(need, discordgo.PermissionEmbedLinks)
	}
	if len(files) > 0 {
		need = append(need, discordgo.PermissionAttachFiles)
	}
	return s.needLocked(channel, need...)
}

func (s *Server) getMessages(r *http.Request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	channel := r.PathValue("channel")
	if err := s.needLocked(channel, discordgo.PermissionViewChannel, discordgo.PermissionReadMessageHistory); err != nil {
		return nil, err
	}
	limit, err := strconv.Atoi(r.URL.Query().Get("limit"))
	if err != nil || limit > 100 {
		return nil, errors.New("limit is 1 to 100")
	}
	found := []*Message{}
	begun := r.URL.Query().Get("before") == ""
	for i := len(s.messages) - 1; i >= 0 && len(found) < limit; i-- {
		m := s.messages[i]
		if begun && m.ChannelID == channel && !m.Ephemeral {
			found = append(found, m.copied())
		}
		begun = begun || m.ID == r.URL.Query().Get("before")
	}
	return found, nil
}

// payload is the body of a call that sends or edits a message.
type payload struct {
	Content     *string                                    `json:"content"`
	Embeds      *[]*discordgo.MessageEmbed                 `json:"embeds"`
	Components  json.RawMessage                            `json:"components"`
	Flags       discordgo.MessageFlags                     `json:"flags"`
	Attachments *[]json.RawMessage                         `json:"attachments"`
	Choices     []discordgo.ApplicationCommandOptionChoice `json:"choices"`
	CustomID    string                                     `json:"custom_id"`
	Title       string                                     `json:"title"`
	Mentions    *discordgo.MessageAllowedMentions          `json:"allowed_mentions"`
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
	channel := r.PathValue("channel")
	if _, err := s.channelLocked(channel); err != nil {
		return nil, err
	}
	if err := s.mayWriteLocked(channel, p, files); err != nil {
		return nil, err
	}
	m, err := s.addLocked(channel, p, files)
	if err != nil {
		return nil, err
	}
	if thread := s.threads[channel]; thread != nil {
		thread.archived = false
	}
	return m.copied(), nil
}

func (s *Server) addLocked(channel string, p payload, files map[string][]byte) (*Message, error) {
	m := &Message{Files: map[string][]byte{}, Ephemeral: p.Flags&discordgo.MessageFlagsEphemeral != 0}
	m.ID, m.ChannelID, m.Timestamp = s.newIDLocked(), channel, time.Now()
	m.Author = &discordgo.User{ID: SelfID, Username: "Trex", Bot: true}
	if err := m.apply(p, files); err != nil {
		return nil, err
	}
	if p.Mentions != nil {
		m.Mentioned = p.Mentions.Users
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
	channel := r.PathValue("channel")
	if thread := s.threads[channel]; thread != nil && thread.archived {
		return nil, &refusal{status: http.StatusBadRequest, code: 50083}
	}
	if err := s.mayWriteLocked(channel, p, files); err != nil {
		return nil, err
	}
	for _, m := range s.messages {
		if m.ID == r.PathValue("message") && m.ChannelID == channel {
			m.Edits++
			err := m.apply(p, files)
			return m.copied(), err
		}
	}
	return nil, &refusal{status: http.StatusNotFound, code: 10008}
}

// apply sets the fields that p has, within Discord's limits.
func (m *Message) apply(p payload, files map[string][]byte) error {
	if p.Mentions == nil || len(p.Mentions.Parse) > 0 {
		return errors.New("a message that may mention whoever is named in it")
	}
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
	if n := units(m.Content); n > 2000 {
		return fmt.Errorf("content of %d characters", n)
	}
	if m.Content == "" && len(m.Embeds) == 0 && len(m.Files) == 0 {
		return errors.New("an empty message")
	}
	total := 0
	for _, embed := range m.Embeds {
		total += units(embed.Title) + units(embed.Description)
		if embed.Footer != nil {
			total += units(embed.Footer.Text)
		}
		if err := m.checkEmbed(embed); err != nil {
			return err
		}
	}
	if total > 6000 {
		return fmt.Errorf("embeds of %d characters", total)
	}
	return checkComponents(m.Components)
}

// units counts UTF-16 units, as Discord's clients do.
func units(text string) int { return len(utf16.Encode([]rune(text))) }

func (m *Message) checkEmbed(embed *discordgo.MessageEmbed) error {
	if units(embed.Description) > 4096 {
		return errors.New("an embed's description of more than 4096 characters")
	}
	if embed.Description == "" && embed.Image == nil && embed.Footer == nil {
		return errors.New("an empty embed")
	}
	if embed.URL != "" && !wellFormed(embed.URL) {
		return fmt.Errorf("the address %q is not well formed", embed.URL)
	}
	if embed.Image != nil {
		name, attached := strings.CutPrefix(embed.Image.URL, "attachment://")
		if _, ok := m.Files[name]; attached && !ok {
			return fmt.Errorf("the embed shows %s, which is not attached", name)
		}
		if !attached && !wellFormed(embed.Image.URL) {
			return fmt.Errorf("the address %q is not well formed", embed.Image.URL)
		}
	}
	return nil
}

// wellFormed reports whether Discord accepts an address: it accepts no host
// without a dot.
func wellFormed(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && strings.Contains(u.Hostname(), ".") && len(address) <= 512
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
		link := c.Style == discordgo.LinkButton
		if units(c.CustomID) > 100 || units(c.Label) > 80 || c.Label == "" || link != (c.CustomID == "") || link && !wellFormed(c.URL) {
			return "", fmt.Errorf("button %q %q %q", c.Label, c.CustomID, c.URL)
		}
		return c.CustomID, nil
	case *discordgo.SelectMenu:
		if len(c.Options) == 0 || len(c.Options) > 25 || c.MaxValues > len(c.Options) {
			return "", fmt.Errorf("a menu of %d options and at most %d values", len(c.Options), c.MaxValues)
		}
		values := map[string]bool{}
		for _, option := range c.Options {
			if values[option.Value] || option.Label == "" || units(option.Label) > 100 || units(option.Value) > 100 {
				return "", fmt.Errorf("option %q %q", option.Label, option.Value)
			}
			values[option.Value] = true
		}
		return c.CustomID, nil
	}
	return "", nil
}

func (s *Server) postThread(r *http.Request) (any, error) {
	var start struct {
		Name     string
		Duration int `json:"auto_archive_duration"`
	}
	if err := json.NewDecoder(r.Body).Decode(&start); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	id, channel := r.PathValue("message"), r.PathValue("channel") // a thread on a message has its id
	if s.threads[id] != nil {
		return nil, &refusal{status: http.StatusBadRequest, code: 160004}
	}
	if err := s.needLocked(channel, discordgo.PermissionViewChannel, discordgo.PermissionCreatePublicThreads); err != nil {
		return nil, err
	}
	if start.Name == "" || units(start.Name) > 100 || channel == DirectID {
		return nil, fmt.Errorf("a thread named %q in %s", start.Name, channel)
	}
	s.threads[id] = &thread{channel: channel, name: start.Name, minutes: start.Duration}
	return s.channelLocked(id)
}

// Messages returns all messages, oldest first.
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

// Threads returns the names of all threads by id.
func (s *Server) Threads() map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	names := map[string]string{}
	for id, thread := range s.threads {
		names[id] = thread.name
	}
	return names
}

// Thread returns the channel a thread is in.
func (s *Server) Thread(id string) (channel string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.threads[id] == nil {
		return "", false
	}
	return s.threads[id].channel, true
}

// copied returns a copy of a message, to be used without the lock.
func (m *Message) copied() *Message {
	now := *m
	return &now
}

// MarshalJSON writes a message as Discord sends it: the library's type omits
// the components.
func (m *Message) MarshalJSON() ([]byte, error) {
	type withComponents struct {
		discordgo.Message
		Components []discordgo.MessageComponent `json:"components"`
	}
	return json.Marshal(withComponents{m.Message, m.Components})
}
