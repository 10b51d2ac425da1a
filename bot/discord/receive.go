package discord

import (
	"context"
	"errors"
	"regexp"
	"strings"

	"github.com/bwmarrin/discordgo"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/internal/wait"
)

// listen registers the handlers of the gateway's events. None of them blocks,
// because heartbeats would wait for it.
func (s *session) listen() {
	s.gateway.AddHandler(func(_ *discordgo.Session, _ *discordgo.Disconnect) {
		select {
		case s.broken <- struct{}{}:
		default:
		}
	})
	s.gateway.AddHandler(func(_ *discordgo.Session, ready *discordgo.Ready) { s.acceptReady(ready) })
	s.gateway.AddHandler(func(_ *discordgo.Session, created *discordgo.MessageCreate) { s.acceptMessage(created.Message) })
	s.gateway.AddHandler(func(_ *discordgo.Session, created *discordgo.InteractionCreate) {
		s.acceptInteraction(created.Interaction)
	})
	s.gateway.AddHandler(func(_ *discordgo.Session, added *discordgo.MessageReactionAdd) { s.acceptReaction(added) })
}

// acceptReady stores Trex's user id before the first message is handled, and
// registers the commands once.
func (s *session) acceptReady(ready *discordgo.Ready) {
	if ready.User != nil {
		s.platform.mu.Lock()
		s.platform.self = ready.User.ID
		s.platform.mu.Unlock()
	}
	s.mu.Lock()
	first := !s.registered && ready.Application != nil
	s.registered = s.registered || first
	s.mu.Unlock()
	if first {
		s.take(func() { s.register(ready.Application.ID) })
	}
}

// register sends the commands to Discord, and repeats that while Discord is
// unavailable.
func (s *session) register(applicationID string) {
	err := s.link.Again(s.ctx, func(ctx context.Context) error {
		_, err := s.platform.rest.ApplicationCommandBulkOverwrite(applicationID, "", s.platform.commands.registered(), discordgo.WithContext(ctx))
		return told(err)
	})
	if err != nil && s.ctx.Err() == nil {
		s.platform.log.WarnContext(s.ctx, "register the /trex command", "error", err)
	}
}

// acceptMessage queues a person's message. It ignores messages of bots, edits
// and joins.
func (s *session) acceptMessage(m *discordgo.Message) {
	self := s.platform.selfID()
	ordinary := m.Type == discordgo.MessageTypeDefault || m.Type == discordgo.MessageTypeReply
	if m.Author == nil || m.Author.Bot || m.Author.ID == self || m.WebhookID != "" || !ordinary {
		return
	}
	s.queue(s.work.Messages, m.ChannelID, func() {
		if event, ok := s.messageEvent(m, self); ok {
			s.handle(event)
		}
	})
}

// messageEvent turns a message into an event. It returns false for a message
// outside threads that does not address Trex.
func (s *session) messageEvent(m *discordgo.Message, self string) (chat.Event, bool) {
	direct := m.GuildID == ""
	said := chat.Said{
		Text: plainText(m, self), Direct: direct, Mention: mentions(m, self) || s.mentionsRole(m), ReplyTo: repliesTo(m, self),
	}
	said.Continue = !said.Mention && !said.Direct && said.ReplyTo == ""
	said.Files = s.platform.files(m.Attachments)
	if said.Text == "" && !said.Mention && len(said.Files) == 0 {
		return chat.Event{}, false
	}
	event := chat.Event{
		ID: "message " + m.ID, Did: said, Person: person(m.Author, m.Member),
		At: m.Timestamp, Ref: ref(m.ChannelID, m.ID), Server: m.GuildID, Private: direct,
	}
	if m.Member != nil {
		event.Roles = m.Member.Roles
	}
	var err error
	if event.Thread, err = s.platform.thread(s.ctx, m.ChannelID); err != nil {
		s.platform.log.WarnContext(s.ctx, "look up the channel of a message", "error", err)
		return chat.Event{}, false
	}
	return event, !said.Continue || event.Thread.ID != ""
}

func (s *session) acceptReaction(added *discordgo.MessageReactionAdd) {
	if added.UserID == s.platform.selfID() || added.Member != nil && added.Member.User != nil && added.Member.User.Bot {
		return
	}
	s.queue(s.work.Messages, added.ChannelID, func() {
		if event, ok := s.reactionEvent(added); ok {
			s.handle(event)
		}
	})
}

func (s *session) reactionEvent(added *discordgo.MessageReactionAdd) (chat.Event, bool) {
	event := chat.Event{
		ID:     "reaction " + added.MessageID + " " + added.UserID + " " + added.Emoji.APIName(),
		Did:    chat.Reacted{Name: added.Emoji.Name},
		Person: trex.Person{Platform: Name, ID: added.UserID, Name: added.UserID},
		Ref:    ref(added.ChannelID, added.MessageID),
		Server: added.GuildID, Private: added.GuildID == "",
	}
	if added.Member != nil && added.Member.User != nil {
		event.Person, event.Roles = person(added.Member.User, added.Member), added.Member.Roles
	}
	var err error
	if event.Thread, err = s.platform.thread(s.ctx, added.ChannelID); err != nil {
		s.platform.log.WarnContext(s.ctx, "look up the channel of a reaction", "error", err)
		return chat.Event{}, false
	}
	return event, true
}

// lookups is how often Trex tries to look up a channel while Discord is in
// trouble.
const lookups = 4

// thread finds out whether a channel is a thread, and of which channel. A
// thread taken for a channel would lose its messages: Trex would ignore them.
func (p *Platform) thread(ctx context.Context, channelID string) (trex.Thread, error) {
	channel, ok := p.known(channelID)
	pause := p.again
	for tries := 1; !ok; tries++ {
		var err error
		channel, err = p.rest.Channel(channelID, discordgo.WithContext(ctx))
		if err = told(err); err == nil {
			p.remember(channel)
			break
		}
		if !passing(err) || tries == lookups || ctx.Err() != nil {
			return trex.Thread{}, err
		}
		if retry, limited := errors.AsType[*chat.RetryError](err); limited {
			pause = retry.After
		}
		if err := wait.For(ctx, pause); err != nil {
			return trex.Thread{}, err
		}
		pause *= 2
	}
	if channel.IsThread() {
		return trex.Thread{Platform: Name, Channel: channel.ParentID, ID: channelID}, nil
	}
	return trex.Thread{Platform: Name, Channel: channelID}, nil
}

func person(user *discordgo.User, member *discordgo.Member) trex.Person {
	name := user.Username
	if user.GlobalName != "" {
		name = user.GlobalName
	}
	if member != nil && member.Nick != "" {
		name = member.Nick
	}
	return trex.Person{Platform: Name, ID: user.ID, Name: name}
}

// mentions reports whether a message mentions the bot, in its list of mentions
// or in its text.
func mentions(m *discordgo.Message, self string) bool {
	for _, user := range m.Mentions {
		if user.ID == self {
			return true
		}
	}
	return strings.Contains(m.Content, "<@"+self+">") || strings.Contains(m.Content, "<@!"+self+">")
}

// repliesTo returns the reference of the bot's message that a message replies to, ""
// when it replies to none. A forwarded message is no reply.
func repliesTo(m *discordgo.Message, self string) string {
	to := m.ReferencedMessage // nil also when it was deleted
	if m.Type != discordgo.MessageTypeReply || to == nil || to.Author == nil || to.Author.ID != self {
		return ""
	}
	return ref(to.ChannelID, to.ID)
}

// mentionsRole reports whether a message mentions the role that Discord made
// for the bot. The role has the bot's name, and people pick it by mistake.
func (s *session) mentionsRole(m *discordgo.Message) bool {
	state := s.gateway.State
	state.RLock()
	name := ""
	if state.User != nil {
		name = state.User.Username
	}
	state.RUnlock()
	for _, id := range m.MentionRoles {
		if role, err := state.Role(m.GuildID, id); err == nil && role.Managed && role.Name == name {
			return true
		}
	}
	return false
}

var anyMention = regexp.MustCompile(`<(@[!&]?|#|a?:\w+:)\d+>`)

// plainText is a person's text without the mention of Trex; other mentions are
// replaced by names.
func plainText(m *discordgo.Message, self string) string {
	text := m.Content
	for _, user := range m.Mentions {
		name := "@" + user.Username
		if user.ID == self {
			name = ""
		}
		text = strings.NewReplacer("<@"+user.ID+">", name, "<@!"+user.ID+">", name).Replace(text)
	}
	return strings.TrimSpace(anyMention.ReplaceAllString(text, ""))
}
