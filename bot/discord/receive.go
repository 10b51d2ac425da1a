package discord

import (
	"context"
	"regexp"
	"strings"

	"github.com/bwmarrin/discordgo"
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot"
)

// listen registers what is done with what the gateway delivers. The library
// runs each handler in its own goroutine, so none holds up its heartbeats.
func (p *Platform) listen(ctx context.Context, handler bot.Handler) {
	p.session.AddHandler(func(_ *discordgo.Session, ready *discordgo.Ready) { p.ready(ctx, ready) })
	p.session.AddHandler(func(_ *discordgo.Session, created *discordgo.MessageCreate) {
		p.take(func() {
			if event, ok := p.messageEvent(created.Message); ok {
				handler.Handle(ctx, event)
			}
		})
	})
	p.session.AddHandler(func(_ *discordgo.Session, created *discordgo.InteractionCreate) {
		p.take(func() { p.interaction(ctx, handler, created.Interaction) })
	})
	p.session.AddHandler(func(_ *discordgo.Session, added *discordgo.MessageReactionAdd) {
		p.take(func() {
			if event, ok := p.reactionEvent(added); ok {
				handler.Handle(ctx, event)
			}
		})
	})
}

func (p *Platform) ready(ctx context.Context, ready *discordgo.Ready) {
	if ready.Application == nil {
		return
	}
	if _, err := p.rest.ApplicationCommandBulkOverwrite(ready.Application.ID, "", commands, discordgo.WithContext(ctx)); err != nil {
		p.log.WarnContext(ctx, "register the /trex command", "error", err)
	}
}

// messageEvent turns a message into an event. Those of bots, edits and joins
// are none; neither are messages outside threads that do not address Trex.
func (p *Platform) messageEvent(m *discordgo.Message) (bot.Event, bool) {
	self := p.selfID()
	ordinary := m.Type == discordgo.MessageTypeDefault || m.Type == discordgo.MessageTypeReply
	if m.Author == nil || m.Author.Bot || m.Author.ID == self || m.WebhookID != "" || !ordinary {
		return bot.Event{}, false
	}
	event := bot.Event{
		ID: "message " + m.ID, Kind: bot.MessageEvent, Person: person(m.Author, m.Member),
		Thread: p.thread(m.ChannelID), At: m.Timestamp, Ref: ref(m.ChannelID, m.ID),
		Direct: m.GuildID == "", Private: m.GuildID == "",
	}
	if m.Member != nil {
		event.Roles = m.Member.Roles
	}
	event.Mention = mentions(m, self)
	event.Text = plainText(m, self)
	event.Continue = !event.Mention && !event.Direct
	if event.Text == "" && !event.Mention || event.Continue && event.Thread.ID == "" {
		return bot.Event{}, false
	}
	return event, true
}

func (p *Platform) reactionEvent(added *discordgo.MessageReactionAdd) (bot.Event, bool) {
	if added.UserID == p.selfID() || added.Member != nil && added.Member.User != nil && added.Member.User.Bot {
		return bot.Event{}, false
	}
	who := trex.Person{Platform: "discord", ID: added.UserID, Name: added.UserID}
	if added.Member != nil && added.Member.User != nil {
		who = person(added.Member.User, added.Member)
	}
	return bot.Event{
		ID:   "reaction " + added.MessageID + " " + added.UserID + " " + added.Emoji.APIName(),
		Kind: bot.ReactionEvent, Person: who, Thread: p.thread(added.ChannelID),
		Ref: ref(added.ChannelID, added.MessageID), Reaction: added.Emoji.Name,
	}, true
}

// thread finds out whether a channel is a thread and of which channel.
func (p *Platform) thread(channelID string) trex.Thread {
	channel, err := p.session.State.Channel(channelID)
	if err != nil {
		if channel, err = p.rest.Channel(channelID); err != nil {
			p.log.Warn("look up a channel", "error", err)
			return trex.Thread{Platform: "discord", Channel: channelID}
		}
	}
	if channel.IsThread() {
		return trex.Thread{Platform: "discord", Channel: channel.ParentID, ID: channelID}
	}
	return trex.Thread{Platform: "discord", Channel: channelID}
}

func person(user *discordgo.User, member *discordgo.Member) trex.Person {
	name := user.Username
	if user.GlobalName != "" {
		name = user.GlobalName
	}
	if member != nil && member.Nick != "" {
		name = member.Nick
	}
	return trex.Person{Platform: "discord", ID: user.ID, Name: name}
}

// mentions reports whether a message mentions the bot, by what it lists or by
// what is written in it.
func mentions(m *discordgo.Message, self string) bool {
	for _, user := range m.Mentions {
		if user.ID == self {
			return true
		}
	}
	return strings.Contains(m.Content, "<@"+self+">") || strings.Contains(m.Content, "<@!"+self+">")
}

var anyMention = regexp.MustCompile(`<(@[!&]?|#|a?:\w+:)\d+>`)

// plainText is what a person wrote without the mention of Trex; other mentions
// are named.
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

// A ref names a message wherever it is: "channel:message".
func ref(channelID, messageID string) string { return channelID + ":" + messageID }

func parseRef(text string) (channelID, messageID string, err error) {
	channelID, messageID, ok := strings.Cut(text, ":")
	if !ok || channelID == "" || messageID == "" {
		return "", "", trex.NotFound("%q names no Discord message", text)
	}
	return channelID, messageID, nil
}
