package slack

import (
	"math"
	"net/url"
	"strings"
	"unicode/utf8"

	api "github.com/slack-go/slack"

	"github.com/trex-ml/trex/bot/chat"
)

var (
	styleNone *api.RichTextSectionTextStyle
	styleBold = &api.RichTextSectionTextStyle{Bold: true}
	styleCode = &api.RichTextSectionTextStyle{Code: true}
)

// span is a piece of literal text: rich_text has no markup to escape.
func span(text string, style *api.RichTextSectionTextStyle) *api.RichTextSectionTextElement {
	return api.NewRichTextSectionTextElement(text, style)
}

func richSection(elements ...api.RichTextSectionElement) *api.RichTextSection {
	kept := elements[:0]
	for _, element := range elements {
		if text, ok := element.(*api.RichTextSectionTextElement); ok && text.Text == "" {
			continue // Slack refuses empty texts
		}
		kept = append(kept, element)
	}
	return api.NewRichTextSection(kept...)
}

func preformatted(text string) *api.RichTextPreformatted {
	return &api.RichTextPreformatted{
		Type: api.RTEPreformatted, Elements: []api.RichTextSectionElement{span(text, styleNone)},
	}
}

// linkOr shows text as a link if to is a web address, else as plain text.
func linkOr(to, text string, style *api.RichTextSectionTextStyle) api.RichTextSectionElement {
	if !isWebURL(to) || text == "" {
		return span(text, style)
	}
	return api.NewRichTextSectionLinkElement(to, text, style)
}

func isWebURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && len(s) <= limits.Text
}

// runs shows one line for each run. The bar is code so that all bars have the
// same length. Slack's plan of task cards does not fit: a card has no state for
// a stopped run, no place for a bar, and no link in its title.
func (w *writer) runs(rows []chat.Row) {
	if !w.rich {
		w.quote(aligned(runCells(rows)))
		return
	}
	for _, row := range rows {
		if size := rowSize(row); size > w.left {
			w.cut = true
			return
		} else {
			w.left -= size
		}
		w.open = append(w.open, runLine(row))
	}
}

func rowSize(row chat.Row) int {
	return 20 + utf8.RuneCountInString(row.Run+row.Label+row.Progress+row.Value+row.Note)
}

func runLine(row chat.Row) *api.RichTextSection {
	mark := clean(row.Mark) + " "
	if row.Best {
		mark = "★ " + mark
	}
	elements := []api.RichTextSectionElement{span(mark, styleNone), linkOr(row.URL, clean(row.Run), styleBold)}
	add := func(text string, style *api.RichTextSectionTextStyle) {
		if text != "" {
			elements = append(elements, span("  ", styleNone), span(clean(text), style))
		}
	}
	add(row.Label, styleNone)
	add(bar(row.Fraction), styleCode)
	add(row.Progress, styleNone)
	add(row.Value, styleBold)
	add(row.Note, styleNone)
	return richSection(elements...)
}

const barCells = 10

// bar draws a fraction, "" when it is not known.
func bar(fraction float64) string {
	if math.IsNaN(fraction) || fraction < 0 {
		return ""
	}
	full := int(min(fraction, 1) * barCells)
	return strings.Repeat("█", full) + strings.Repeat("░", barCells-full)
}

// runCells shows the same lines as a grid of plain text.
func runCells(rows []chat.Row) [][]string {
	cells := make([][]string, len(rows))
	for i, row := range rows {
		star := ""
		if row.Best {
			star = "★"
		}
		cells[i] = []string{star, row.Mark, row.Run, row.Label, bar(row.Fraction), row.Progress, row.Value, row.Note}
	}
	return cells
}
