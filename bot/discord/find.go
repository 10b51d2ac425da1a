package discord

import (
	"context"
	"net/url"
	"strings"

	"github.com/bwmarrin/discordgo"
	"github.com/trex-ml/trex"
)

// A message carries its key as the address of its embed. Discord shows the
// address only on a title, and Trex's embeds have none.
const keyPrefix = "https://trex.invalid/"

func keyURL(key string) string { return keyPrefix + url.PathEscape(key) }

func keyOf(message *discordgo.Message) string {
	for _, embed := range message.Embeds {
		if escaped, ok := strings.CutPrefix(embed.URL, keyPrefix); ok {
			if key, err := url.PathUnescape(escaped); err == nil {
				return key
			}
		}
	}
	return ""
}

// FindPosted looks at this many pages of the newest messages.
const (
	findPages = 5
	findPage  = 100
)

// FindPosted implements chat.Finder.
func (p *Platform) FindPosted(ctx context.Context, thread trex.Thread, key string) (string, error) {
	self := p.selfID()
	if self == "" {
		return "", trex.Unavailable(nil, "Discord is not connected yet, so Trex cannot tell which messages are its own")
	}
	channelID, before := channelOf(thread), ""
	for range findPages {
		messages, err := p.rest.ChannelMessages(channelID, findPage, before, "", "", discordgo.WithContext(ctx))
		if err != nil {
			return "", told(err)
		}
		for _, message := range messages {
			if message.Author != nil && message.Author.ID == self && keyOf(message) == key {
				return ref(channelID, message.ID), nil
			}
		}
		if len(messages) < findPage {
			break
		}
		before = messages[len(messages)-1].ID
	}
	return "", nil
}

// ref returns a reference to a message in any channel: "channel:message".
func ref(channelID, messageID string) string { return channelID + ":" + messageID }

func parseRef(text string) (channelID, messageID string, err error) {
	channelID, messageID, ok := strings.Cut(text, ":")
	if !ok || channelID == "" || messageID == "" {
		return "", "", trex.NotFound("%q names no Discord message", text)
	}
	return channelID, messageID, nil
}
