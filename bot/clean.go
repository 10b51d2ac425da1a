package bot

import (
	"slices"
	"strings"
	"unicode"
)

// clean returns a message without characters that are invisible or reorder
// text: names, values and reasons come from outside, and platforms escape only
// what their own markup would act on. message's slices are not changed.
func clean(m Message) Message {
	m.Headline = visible(m.Headline)
	m.Blocks = slices.Clone(m.Blocks)
	for i, block := range m.Blocks {
		m.Blocks[i] = cleanBlock(block)
	}
	m.Buttons, m.More = cleanButtons(m.Buttons), cleanButtons(m.More)
	m.Pictures = slices.Clone(m.Pictures)
	for i := range m.Pictures {
		m.Pictures[i].Alt = visible(m.Pictures[i].Alt)
	}
	return m
}

func cleanBlock(b Block) Block {
	b.Text, b.Markup, b.Quote, b.Note = visible(b.Text), visible(b.Markup), visible(b.Quote), visible(b.Note)
	if b.Table != nil {
		table := Table{Columns: cleanAll(b.Table.Columns), Rows: make([][]string, len(b.Table.Rows))}
		for i, row := range b.Table.Rows {
			table.Rows[i] = cleanAll(row)
		}
		b.Table = &table
	}
	b.Runs = slices.Clone(b.Runs)
	for i, row := range b.Runs {
		b.Runs[i].Label, b.Runs[i].Progress = visible(row.Label), visible(row.Progress)
		b.Runs[i].Value, b.Runs[i].Note = visible(row.Value), visible(row.Note)
	}
	if b.Select != nil {
		menu := *b.Select
		menu.Label = visible(menu.Label)
		menu.Options = slices.Clone(menu.Options)
		for i := range menu.Options {
			menu.Options[i].Label = visible(menu.Options[i].Label)
		}
		b.Select = &menu
	}
	return b
}

func cleanButtons(buttons []Button) []Button {
	buttons = slices.Clone(buttons)
	for i := range buttons {
		buttons[i].Label, buttons[i].Confirm = visible(buttons[i].Label), visible(buttons[i].Confirm)
	}
	return buttons
}

func cleanAll(texts []string) []string {
	cleaned := make([]string, len(texts))
	for i, text := range texts {
		cleaned[i] = visible(text)
	}
	return cleaned
}

func visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.Is(unicode.Cc, r), unicode.Is(unicode.Cf, r), r == '\u2028', r == '\u2029':
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\ufffd"))
}
