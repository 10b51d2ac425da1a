package discord

import (
	"strings"

	"github.com/bwmarrin/discordgo"

	"github.com/trex-ml/trex/bot/chat"
)

// colors show a message's tone, beside its words.
var colors = map[chat.Tone]int{
	chat.Plain: 0x00b4f0,
	chat.Live:  0xb428ff,
	chat.Good:  0x5ee6a0,
	chat.Warn:  0xffb000,
	chat.Bad:   0xff8266,
}

// rendered is a message in Discord's form.
type rendered struct {
	content    string
	embed      *discordgo.MessageEmbed
	components []discordgo.MessageComponent
	mentions   *discordgo.MessageAllowedMentions
	files      []attachment
}

// attachment is one file of a message. A picture's name contains its digest, so
// that no client shows an old picture from its cache.
type attachment struct {
	name, contentType string
	data              []byte
}

// wholeName is the file with the whole text of a message that is too long.
const wholeName = "message.txt"

// render is pure. The headline becomes the message's content, because a phone's
// notification shows that; everything else is in one embed. A text longer than
// Discord's messages is in a file, whole.
func render(m chat.Message) rendered {
	blocks := m.Blocks
	said := escape(m.Headline)
	if m.Headline == "" && len(blocks) > 0 && fitsContent(blocks[0]) { // an answer in words
		said, blocks = blockText(blocks[0]), blocks[1:]
	}
	r := rendered{components: components(m), mentions: nobody()}
	if m.Mention != "" {
		r.content = "<@" + m.Mention + "> "
		r.mentions.Users = []string{m.Mention}
	}
	left := maxContent - length(r.content)
	cut := length(said) > left
	r.content += clip(said, left)

	embed := &discordgo.MessageEmbed{Color: colors[m.Tone]}
	var cutBlocks bool
	embed.Description, cutBlocks = description(blocks)
	for _, picture := range m.Pictures {
		r.addPicture(embed, picture)
	}
	for _, file := range m.Files {
		r.files = append(r.files, attachment{file.Name, "text/plain", file.Content})
	}
	if cut || cutBlocks {
		r.files = append(r.files, attachment{wholeName, "text/plain", []byte(m.Plain() + "\n")})
	}
	if embed.Description != "" || embed.Image != nil {
		r.embed = embed
	}
	r.carry(m.Key)
	return r
}

func fitsContent(block chat.Block) bool {
	return (block.Text != "" || block.Markup != "") && length(blockText(block)) <= maxContent
}

// carry adds a message's key, see keyOf. Without an embed there is no invisible
// place for it.
func (r *rendered) carry(key string) {
	switch {
	case key == "":
	case r.embed != nil:
		r.embed.URL = keyURL(key)
	default:
		r.embed = &discordgo.MessageEmbed{URL: keyURL(key), Footer: &discordgo.MessageEmbedFooter{Text: key}}
	}
}

// nobody prevents notifications, whatever mentions the text contains.
func nobody() *discordgo.MessageAllowedMentions {
	return &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}}
}

func (r *rendered) addPicture(embed *discordgo.MessageEmbed, picture chat.Picture) {
	if embed.Image != nil {
		return // an embed shows one
	}
	switch {
	case len(picture.PNG) > 0:
		name := pictureName(picture)
		r.files = append(r.files, attachment{name, "image/png", picture.PNG})
		embed.Image = &discordgo.MessageEmbedImage{URL: "attachment://" + name}
	case acceptable(picture.URL):
		embed.Image = &discordgo.MessageEmbedImage{URL: picture.URL}
	}
}

// pictureName uses only letters and digits, because Discord changes other
// characters.
func pictureName(picture chat.Picture) string {
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

// description joins as much of the blocks as an embed holds.
func description(blocks []chat.Block) (text string, cut bool) {
	var parts []string
	for _, block := range blocks {
		if part := blockText(block); part != "" {
			parts = append(parts, part)
		}
	}
	if text = strings.Join(parts, "\n"); length(text) <= maxDescription {
		return text, false
	}
	const rest = "\n-# all of it is in " + wholeName
	left := maxDescription - len(rest)
	text = ""
	for i, part := range parts {
		if i > 0 {
			part = "\n" + part
		}
		if n := length(part); n > left {
			return text + cutPart(part, left) + rest, true
		}
		text += part
		left -= length(part)
	}
	return text + rest, true
}

// cutPart shortens the text of one block; a code block stays a code block.
func cutPart(part string, left int) string {
	const fence = "\n" + codeFence
	if left < 100 {
		return ""
	}
	if strings.HasSuffix(part, fence) && strings.HasPrefix(strings.TrimLeft(part, "\n"), codeFence) {
		return clip(strings.TrimSuffix(part, fence), left-len(fence)) + fence
	}
	return clip(part, left)
}

func blockText(block chat.Block) string {
	switch {
	case block.Text != "":
		return escape(block.Text)
	case block.Markup != "":
		return markup(block.Markup)
	case block.Quote != "":
		return code(block.Quote)
	case block.Note != "":
		return "-# " + strings.ReplaceAll(escape(block.Note), "\n", " ")
	case block.Table != nil:
		return code(table(block.Table))
	case len(block.Runs) > 0:
		return runLines(block.Runs)
	}
	return ""
}
