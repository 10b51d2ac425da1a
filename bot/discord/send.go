package discord

import (
	"bytes"
	"context"

	"github.com/bwmarrin/discordgo"
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot"
)

// Post implements bot.Platform.
func (p *Platform) Post(ctx context.Context, thread trex.Thread, message bot.Message) (string, error) {
	r := render(message)
	channelID := channelOf(thread)
	sent, err := p.rest.ChannelMessageSendComplex(channelID, r.send(), discordgo.WithContext(ctx))
	if err = told(err); refusedFiles(err, r) {
		p.log.WarnContext(ctx, "send a message with attachments; sending it without", "error", err)
		sent, err = p.rest.ChannelMessageSendComplex(channelID, r.withoutFiles().send(), discordgo.WithContext(ctx))
		err = told(err)
	}
	if err != nil {
		return "", err
	}
	return ref(channelID, sent.ID), nil
}

// Update implements bot.Platform.
func (p *Platform) Update(ctx context.Context, _ trex.Thread, reference string, message bot.Message) error {
	channelID, messageID, err := parseRef(reference)
	if err != nil {
		return err
	}
	r := render(message)
	_, err = p.rest.ChannelMessageEditComplex(r.edit(channelID, messageID), discordgo.WithContext(ctx))
	if err = told(err); refusedFiles(err, r) {
		p.log.WarnContext(ctx, "edit a message with attachments; editing it without", "error", err)
		_, err = p.rest.ChannelMessageEditComplex(r.withoutFiles().edit(channelID, messageID), discordgo.WithContext(ctx))
		err = told(err)
	}
	return err
}

func channelOf(thread trex.Thread) string {
	if thread.ID != "" {
		return thread.ID
	}
	return thread.Channel
}

// refusedFiles reports whether the same message may do without its files:
// they are too large, or Trex may not attach any here.
func refusedFiles(err error, r rendered) bool {
	kind := trex.KindOf(err)
	return len(r.files) > 0 && (kind == trex.KindInvalid || kind == trex.KindForbidden)
}

func (r rendered) withoutFiles() rendered {
	r.files = nil
	if r.embed != nil {
		embed := *r.embed
		embed.Image = nil
		r.embed = &embed
	}
	return r
}

func (r rendered) embeds() []*discordgo.MessageEmbed {
	if r.embed == nil {
		return []*discordgo.MessageEmbed{}
	}
	return []*discordgo.MessageEmbed{r.embed}
}

func (r rendered) uploads() []*discordgo.File {
	var files []*discordgo.File
	for _, file := range r.files {
		files = append(files, &discordgo.File{Name: file.name, ContentType: file.contentType, Reader: bytes.NewReader(file.data)})
	}
	return files
}

func (r rendered) send() *discordgo.MessageSend {
	return &discordgo.MessageSend{
		Content: r.content, Embeds: r.embeds(), Components: r.components, Files: r.uploads(), AllowedMentions: r.mentions,
	}
}

// edit replaces everything, attachments too. A mention in an edit notifies
// nobody, so it stays as it was.
func (r rendered) edit(channelID, messageID string) *discordgo.MessageEdit {
	embeds := r.embeds()
	return &discordgo.MessageEdit{
		ID: messageID, Channel: channelID,
		Content: &r.content, Embeds: &embeds, Components: &r.components, Files: r.uploads(),
		Attachments: &[]*discordgo.MessageAttachment{}, AllowedMentions: r.mentions,
	}
}

// FindPosted implements bot.Finder: a message's key is in its footer.
func (p *Platform) FindPosted(ctx context.Context, thread trex.Thread, key string) (string, error) {
	self := p.selfID()
	if self == "" {
		return "", trex.Unavailable(nil, "Discord is not connected yet, so Trex cannot tell which messages are its own")
	}
	channelID := channelOf(thread)
	messages, err := p.rest.ChannelMessages(channelID, 100, "", "", "", discordgo.WithContext(ctx))
	if err != nil {
		return "", told(err)
	}
	for _, message := range messages {
		if message.Author == nil || message.Author.ID != self {
			continue
		}
		for _, embed := range message.Embeds {
			if embed.Footer != nil && embed.Footer.Text == key {
				return ref(channelID, message.ID), nil
			}
		}
	}
	return "", nil
}
