package chat

import "strings"

// Plain returns a message as text, for transcripts, notifications and platforms
// that refuse its structure.
func (m Message) Plain() string {
	var lines []string
	if m.Headline != "" {
		lines = append(lines, m.Headline)
	}
	for _, block := range m.Blocks {
		lines = append(lines, block.plain()...)
	}
	return strings.Join(lines, "\n")
}

func (b Block) plain() []string {
	switch {
	case b.Table != nil:
		lines := []string{strings.Join(b.Table.Columns, "  ")}
		for _, row := range b.Table.Rows {
			lines = append(lines, strings.TrimRight(strings.Join(row, "  "), " "))
		}
		return lines
	case b.Runs != nil:
		var lines []string
		for _, row := range b.Runs {
			lines = append(lines, row.plain())
		}
		return lines
	case b.Select != nil:
		return nil
	}
	var lines []string
	for _, text := range [...]string{b.Text, b.Markup, b.Quote, b.Note} {
		if text != "" {
			lines = append(lines, text)
		}
	}
	return lines
}

func (r Row) plain() string {
	var parts []string
	if r.Best {
		parts = append(parts, "★")
	}
	for _, text := range [...]string{r.Mark, r.Run, r.Label, r.Progress, r.Value, r.Note} {
		if text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, "  ")
}
