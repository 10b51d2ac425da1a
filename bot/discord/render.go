package discord

import (
	"strings"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"
	"github.com/trex-ml/trex/bot"
)

// colors are the palette's: what a message is about, beside its words.
var colors = map[bot.Tone]int{
	bot.Plain: 0x00b4f0,
	bot.Live:  0x00b4f0,
	bot.Good:  0x2ecc71,
	bot.Warn:  0xf5a623,
	bot.Bad:   0xe5484d,
}

// rendered is a message in Discord's form.
type rendered struct {
	content    string
	embed      *discordgo.MessageEmbed
	components []discordgo.MessageComponent
	mentions   *discordgo.MessageAllowedMentions
	files      []attachment
}

// attachment is one file of a message. The name of a picture holds its digest,
// so that an edit can tell whether the one that is there still fits.
type attachment struct {
	name, contentType string
	data              []byte
}

// render is pure. The headline is the message's content, because that is what
// a phone's notification shows; everything else is in one embed.
func render(m bot.Message) rendered {
	r := rendered{
		content:    clip(escape(m.Headline), maxContent-30),
		components: components(m),
		mentions:   &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}},
	}
	if m.Mention != "" {
		r.content = "<@" + m.Mention + "> " + r.content
		r.mentions.Users = []string{m.Mention}
	}
	embed := &discordgo.MessageEmbed{Color: colors[m.Tone], Description: description(m.Blocks)}
	if m.Key != "" {
		embed.Footer = &discordgo.MessageEmbedFooter{Text: m.Key}
	}
	for _, picture := range m.Pictures {
		r.addPicture(embed, picture)
	}
	for _, file := range m.Files {
		r.files = append(r.files, attachment{file.Name, "text/plain", file.Content})
	}
	if embed.Description != "" || embed.Image != nil || embed.Footer != nil {
		r.embed = embed
	}
	return r
}

func (r *rendered) addPicture(embed *discordgo.MessageEmbed, picture bot.Picture) {
	if embed.Image != nil {
		return // an embed shows one
	}
	switch {
	case len(picture.PNG) > 0:
		name := pictureName(picture)
		r.files = append(r.files, attachment{name, "image/png", picture.PNG})
		embed.Image = &discordgo.MessageEmbedImage{URL: "attachment://" + name}
	case picture.URL != "":
		embed.Image = &discordgo.MessageEmbedImage{URL: picture.URL}
	}
}

// pictureName is made of letters and digits only, as Discord changes others.
func pictureName(picture bot.Picture) string {
	clean := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' {
				return r
			}
			return -1
		}, strings.ToLower(s))
	}
	digest := clean(picture.Digest)
	return clean(picture.Key) + "_" + digest[:min(len(digest), 12)] + ".png"
}

// description joins the blocks. What does not fit is left out from the end,
// block by block; the bot attaches long content as a file.
func description(blocks []bot.Block) string {
	var b strings.Builder
	left := maxDescription
	for _, block := range blocks {
		text := blockText(block, left)
		if text == "" {
			continue
		}
		if b.Len() > 0 {
			text = "\n" + text
		}
		if n := utf8.RuneCountInString(text); n > left {
			break
		} else {
			left -= n
		}
		b.WriteString(text)
	}
	return b.String()
}

func blockText(block bot.Block, left int) string {
	switch {
	case block.Text != "":
		return clip(escape(block.Text), left)
	case block.Markup != "":
		return clip(markup(block.Markup), left)
	case block.Quote != "":
		return code(clip(block.Quote, max(left-12, 1)))
	case block.Note != "":
		return "-# " + clip(strings.ReplaceAll(escape(block.Note), "\n", " "), left-4)
	case block.Table != nil:
		return code(table(block.Table))
	case len(block.Runs) > 0:
		return runLines(block.Runs)
	}
	return ""
}

// markup keeps the model's light markdown, but no mentions and no masked links.
func markup(text string) string {
	return strings.NewReplacer("@", "@\u200b", "<", "\\<", "](", "]\u200b(").Replace(text)
}
