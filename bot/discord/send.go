package discord

import (
	"bytes"
	"context"

	"github.com/bwmarrin/discordgo"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
)

// Post implements chat.Platform. A message sent to an archived thread opens it.
func (p *Platform) Post(ctx context.Context, thread trex.Thread, message chat.Message) (string, error) {
	channelID := channelOf(thread)
	var sent *discordgo.Message
	err := p.attempt(ctx, render(message), func(r rendered) (err error) {
		sent, err = p.rest.ChannelMessageSendComplex(channelID, r.send(), discordgo.WithContext(ctx))
		return err
	})
	if err != nil {
		return "", err
	}
	return ref(channelID, sent.ID), nil
}

// Update implements chat.Platform. Discord refuses edits in an archived thread,
// and it archives a thread in which nobody wrote for a week, even while its
// experiment runs. Update opens the thread again.
func (p *Platform) Update(ctx context.Context, _ trex.Thread, reference string, message chat.Message) error {
	channelID, messageID, err := parseRef(reference)
	if err != nil {
		return err
	}
	return p.attempt(ctx, render(message), func(r rendered) error {
		_, err := p.rest.ChannelMessageEditComplex(r.edit(channelID, messageID), discordgo.WithContext(ctx))
		if !hasCode(err, codeArchived) {
			return err
		}
		if err := p.archive(ctx, channelID, false); err != nil {
			return err
		}
		_, err = p.rest.ChannelMessageEditComplex(r.edit(channelID, messageID), discordgo.WithContext(ctx))
		return err
	})
}

// attempt sends a message. When Discord refuses it, attempt sends less and less
// of it: a message with only the important part is better than none.
func (p *Platform) attempt(ctx context.Context, r rendered, send func(rendered) error) error {
	err := told(send(r))
	for _, less := range []struct {
		name string
		form rendered
	}{{"files", r.withoutFiles()}, {"embed and links", r.bare()}} {
		if kind := trex.KindOf(err); err == nil || kind != trex.KindInvalid && kind != trex.KindForbidden {
			return err
		}
		if less.name == "files" && len(r.files) == 0 {
			continue
		}
		p.log.WarnContext(ctx, "Discord refused a message; sending it without "+less.name, "error", err)
		again := told(send(less.form))
		if again == nil || passing(again) {
			return again
		}
	}
	return err
}

func channelOf(thread trex.Thread) string {
	if thread.ID != "" {
		return thread.ID
	}
	return thread.Channel
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

// bare is text and buttons alone, as much as fits into a message.
func (r rendered) bare() rendered {
	r.files = nil
	if r.embed != nil {
		r.content = clip(r.content+"\n"+r.embed.Description, maxContent)
		r.embed = nil
	}
	r.components = withoutLinks(r.components)
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

// edit replaces everything, also attachments. A mention stays as it was,
// because a mention in an edit notifies nobody.
func (r rendered) edit(channelID, messageID string) *discordgo.MessageEdit {
	embeds := r.embeds()
	return &discordgo.MessageEdit{
		ID: messageID, Channel: channelID,
		Content: &r.content, Embeds: &embeds, Components: &r.components, Files: r.uploads(),
		Attachments: &[]*discordgo.MessageAttachment{}, AllowedMentions: r.mentions,
	}
}
