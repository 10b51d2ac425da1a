package slack

import (
	"fmt"
	"strings"
	"unicode/utf8"

	api "github.com/slack-go/slack"

	"github.com/trex-ml/trex/bot/chat"
)

// A writer turns the parts of a message into blocks, one after the other.
type writer struct {
	dialect
	blocks []api.Block
	open   []api.RichTextElement // of the rich_text block being written
	left   int                   // characters the message may still have
	cut    bool                  // something did not fit
	tabled bool                  // the message has a data_table; Slack allows one
}

func (w *writer) block(b chat.Block) {
	switch {
	case b.Text != "":
		w.paragraph(b.Text)
	case b.Markup != "":
		w.markup(b.Markup)
	case b.Quote != "":
		w.quote(b.Quote)
	case b.Table != nil:
		w.table(*b.Table)
	case len(b.Runs) > 0:
		w.runs(b.Runs)
	case b.Note != "":
		w.note(b.Note)
	case b.Select != nil:
		w.add(selectBlock(*b.Select))
	}
}

// take cuts s to the space left in the message.
func (w *writer) take(s string) string {
	s = strings.TrimRight(clean(s), "\n")
	n := utf8.RuneCountInString(s)
	if n > w.left {
		w.cut = true
		if w.left < 2 {
			return ""
		}
		s, n = clip(s, w.left), w.left
	}
	w.left -= n
	return s
}

// add finishes the open block and appends blocks.
func (w *writer) add(blocks ...api.Block) {
	w.flush()
	w.blocks = append(w.blocks, blocks...)
}

func (w *writer) flush() {
	if len(w.open) > 0 {
		w.blocks = append(w.blocks, api.NewRichTextBlock("", w.open...))
		w.open = nil
	}
}

func (w *writer) headline(m chat.Message) {
	text, mention := w.take(clip(m.Headline, mostHeadline)), mentionOf(m)
	if text == "" && mention == "" {
		return
	}
	if w.rich {
		var elements []api.RichTextSectionElement
		if mention != "" {
			elements = append(elements, api.NewRichTextSectionUserElement(mention, nil), span(" ", styleNone))
		}
		w.open = append(w.open, richSection(append(elements, span(text, styleBold))...))
		return
	}
	line := "*" + literal(strings.ReplaceAll(text, "\n", " ")) + "*"
	if text == "" {
		line = ""
	}
	if mention != "" {
		line = "<@" + mention + "> " + line
	}
	w.add(api.NewSectionBlock(mrkdwn(line), nil, nil))
}

func (w *writer) paragraph(text string) {
	for _, piece := range chunks(w.take(text), limits.Text) {
		switch {
		case strings.TrimSpace(piece) == "":
		case w.rich:
			w.open = append(w.open, richSection(span(piece, styleNone)))
		default:
			w.add(api.NewSectionBlock(plain(piece, limits.Text), nil, nil))
		}
	}
}

// quote shows outside text in a fixed-width font, without formatting.
func (w *writer) quote(text string) {
	if w.rich {
		text = w.take(text)
	} else {
		text = w.takeCode(text)
	}
	const most = 2500 // characters of a code block: escaping makes it longer
	for _, piece := range chunks(text, most) {
		switch {
		case strings.TrimSpace(piece) == "":
		case w.rich:
			w.open = append(w.open, preformatted(piece))
		default:
			w.fence(piece)
		}
	}
}

// takeCode is take for a code block of mrkdwn, where escaping makes characters
// longer.
func (w *writer) takeCode(s string) string {
	s = strings.TrimRight(clean(s), "\n")
	for {
		n, size := utf8.RuneCountInString(s), utf8.RuneCountInString(fenced(s))
		if size <= w.left {
			w.left -= size
			return s
		}
		w.cut = true
		keep := n*w.left/size - 10
		if keep < 1 {
			return ""
		}
		s = clip(s, keep)
	}
}

// fence adds a code block of mrkdwn, split in two if escaping made it too long.
func (w *writer) fence(piece string) {
	if text := fenced(piece); len(text) <= limits.Text {
		w.add(api.NewSectionBlock(mrkdwn(text), nil, nil))
		return
	}
	for _, part := range chunks(piece, 500) {
		w.add(api.NewSectionBlock(mrkdwn(fenced(part)), nil, nil))
	}
}

func (w *writer) note(text string) {
	for _, piece := range chunks(w.take(text), 2000) {
		if strings.TrimSpace(piece) != "" {
			w.add(api.NewContextBlock("", plain(piece, 2000)))
		}
	}
}

// plainText is the whole text of a message, for a file.
func plainText(m chat.Message) string {
	var b strings.Builder
	fmt.Fprintln(&b, clean(m.Headline))
	for _, block := range m.Blocks {
		switch {
		case block.Table != nil:
			fmt.Fprintln(&b, "\n"+aligned(append([][]string{block.Table.Columns}, block.Table.Rows...)))
		case len(block.Runs) > 0:
			fmt.Fprintln(&b, "\n"+aligned(runCells(block.Runs)))
		case block.Select == nil:
			fmt.Fprintln(&b, "\n"+clean(block.Text+block.Markup+block.Quote+block.Note))
		}
	}
	return b.String()
}
