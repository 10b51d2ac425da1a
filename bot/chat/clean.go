package chat

import (
	"slices"

	"github.com/trex-ml/trex/say"
)

// Clean returns a copy of m without characters that are invisible or reorder
// text. Names, values and reasons come from outside, and platforms escape only
// their own markup. The slices of m are not changed.
func Clean(m Message) Message {
	m.Headline = say.Visible(m.Headline)
	m.Blocks = slices.Clone(m.Blocks)
	for i, block := range m.Blocks {
		m.Blocks[i] = cleanBlock(block)
	}
	m.Options = cleanAll(m.Options)
	m.Buttons, m.More = cleanButtons(m.Buttons), cleanButtons(m.More)
	m.Pictures = slices.Clone(m.Pictures)
	for i := range m.Pictures {
		m.Pictures[i].Alt = say.Visible(m.Pictures[i].Alt)
	}
	return m
}

func cleanBlock(b Block) Block {
	b.Text, b.Markup, b.Quote, b.Note = say.Visible(b.Text), say.Visible(b.Markup), say.Visible(b.Quote), say.Visible(b.Note)
	if b.Table != nil {
		table := Table{Columns: cleanAll(b.Table.Columns), Rows: make([][]string, len(b.Table.Rows))}
		for i, row := range b.Table.Rows {
			table.Rows[i] = cleanAll(row)
		}
		b.Table = &table
	}
	b.Runs = slices.Clone(b.Runs)
	for i, row := range b.Runs {
		b.Runs[i].Label, b.Runs[i].Progress = say.Visible(row.Label), say.Visible(row.Progress)
		b.Runs[i].Value, b.Runs[i].Note = say.Visible(row.Value), say.Visible(row.Note)
	}
	if b.Select != nil {
		menu := *b.Select
		menu.Label = say.Visible(menu.Label)
		menu.Options = slices.Clone(menu.Options)
		for i := range menu.Options {
			menu.Options[i].Label = say.Visible(menu.Options[i].Label)
		}
		b.Select = &menu
	}
	return b
}

func cleanButtons(buttons []Button) []Button {
	buttons = slices.Clone(buttons)
	for i := range buttons {
		buttons[i].Label, buttons[i].Confirm = say.Visible(buttons[i].Label), say.Visible(buttons[i].Confirm)
	}
	return buttons
}

func cleanAll(texts []string) []string {
	if texts == nil {
		return nil
	}
	cleaned := make([]string, len(texts))
	for i, text := range texts {
		cleaned[i] = say.Visible(text)
	}
	return cleaned
}
