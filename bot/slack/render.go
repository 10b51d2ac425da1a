package slack

import (
	"strings"

	api "github.com/slack-go/slack"

	"github.com/trex-ml/trex/bot/chat"
)

// A dialect is what Slack accepts at a place, beyond the blocks that every
// Slack client shows.
type dialect struct {
	rich   bool // rich_text: literal text, bold, links, code
	tables bool // data_table
	blocks int  // how many blocks it holds
}

// rendered is a message in Slack's form.
type rendered struct {
	text   string // what notifications show
	blocks []api.Block
	cut    bool // part of the message did not fit

	dialect dialect
}

// render writes a message in a dialect. pictures maps the keys of uploaded
// pictures to the ids of their files.
func render(m chat.Message, d dialect, pictures map[string]string) rendered {
	w := &writer{dialect: d, left: limits.Message}
	w.headline(m)
	for _, block := range m.Blocks {
		w.block(block)
	}
	out := rendered{text: fallbackText(m), dialect: d}
	tail := pictureBlocks(m, pictures)
	tail = append(tail, controls(m)...)
	w.flush()
	if over := len(w.blocks) + len(tail) - d.blocks; over > 0 || w.cut {
		w.blocks = w.blocks[:len(w.blocks)-max(0, min(over+1, len(w.blocks)-1))]
		out.cut, w.left = true, 100
		w.note("… and more than fits into one message")
	}
	out.blocks = append(w.blocks, tail...)
	return out
}

// fallbackText is the text that a phone's notification shows.
func fallbackText(m chat.Message) string {
	first := m.Headline
	for i := 0; first == "" && i < len(m.Blocks); i++ {
		b := m.Blocks[i]
		first, _, _ = strings.Cut(strings.TrimSpace(b.Text+b.Markup+b.Quote+b.Note), "\n")
	}
	text := literal(clip(first, mostHeadline))
	if mention := mentionOf(m); mention != "" {
		text = "<@" + mention + "> " + text
	}
	return text
}

// mentionOf returns the id of the mentioned person, "" if it cannot be a Slack
// id: a person of the web chat has none.
func mentionOf(m chat.Message) string {
	if !isUserID(m.Mention) {
		return ""
	}
	return m.Mention
}

func isUserID(s string) bool {
	if len(s) < 2 || s[0] != 'U' && s[0] != 'W' {
		return false
	}
	return strings.IndexFunc(s, func(r rune) bool { return (r < 'A' || r > 'Z') && (r < '0' || r > '9') }) < 0
}

// pictureBlocks shows the pictures whose files are ready.
func pictureBlocks(m chat.Message, files map[string]string) []api.Block {
	var blocks []api.Block
	for _, picture := range m.Pictures {
		if id := files[picture.Key]; id != "" {
			alt := plain(picture.Alt, mostAltText).Text
			blocks = append(blocks, api.NewImageBlockSlackFile(&api.SlackFileObject{ID: id}, alt, "", nil))
		}
	}
	return blocks
}
