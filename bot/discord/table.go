package discord

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/trex-ml/trex/bot"
)

// table draws a table in a fixed-width face, narrow enough for a phone: columns
// are as wide as what is in them, and no wider than 18 characters.
func table(t *bot.Table) string {
	const widest = 18
	widths := make([]int, len(t.Columns))
	for _, row := range append([][]string{t.Columns}, t.Rows...) {
		for i, cell := range row {
			widths[i] = min(max(widths[i], utf8.RuneCountInString(cell)), widest)
		}
	}
	var b strings.Builder
	for i, row := range append([][]string{t.Columns}, t.Rows...) {
		if i > 0 {
			b.WriteByte('\n')
		}
		var line strings.Builder
		for j, cell := range row {
			cell = clip(oneLine(cell), widest)
			line.WriteString(cell + strings.Repeat(" ", widths[j]-utf8.RuneCountInString(cell)+2))
		}
		b.WriteString(strings.TrimRight(line.String(), " "))
	}
	return b.String()
}

// runLines draws the runs of a live message, one line each; the bars line up
// because ids and bars stand in a fixed-width face.
func runLines(rows []bot.Row) string {
	lines := make([]string, len(rows))
	width := 0
	for _, row := range rows {
		width = max(width, len(row.Run))
	}
	for i, row := range rows {
		star := ""
		if row.Best {
			star = " ★"
		}
		id := fmt.Sprintf("`%-*s`", width, row.Run)
		if row.URL != "" {
			id = "[" + id + "](" + row.URL + ")"
		}
		line := row.Mark + " " + id + star + " " + escape(row.Label)
		if row.Fraction >= 0 {
			line += " `" + bar(row.Fraction) + "`"
		}
		for _, part := range []string{row.Progress, row.Value, row.Note} {
			if part != "" {
				line += " · " + escape(oneLine(part))
			}
		}
		lines[i] = line
	}
	return strings.Join(lines, "\n")
}

func bar(fraction float64) string {
	const width = 10
	full := min(max(int(fraction*width+0.5), 0), width)
	return strings.Repeat("█", full) + strings.Repeat("░", width-full)
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
