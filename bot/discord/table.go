package discord

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"github.com/trex-ml/trex/bot/chat"
)

const (
	widestCell = 18 // characters of a column
	phoneWidth = 36 // characters that a phone shows on one line
)

// table draws a table in a fixed-width font, narrow enough for a phone. Columns
// are as wide as their cells. Columns that do not fit go on a line below, with
// their names.
func table(t *chat.Table) string {
	widths := make([]int, len(t.Columns))
	for _, cells := range append([][]string{t.Columns}, t.Rows...) {
		for i, cell := range cells {
			widths[i] = min(max(widths[i], columns(oneLine(cell))), widestCell)
		}
	}
	beside := fitting(widths)
	lines := []string{tableLine(t.Columns[:beside], widths)}
	for _, cells := range t.Rows {
		lines = append(lines, tableLine(cells[:beside], widths))
		if below := named(t.Columns[beside:], cells[beside:]); below != "" {
			lines = append(lines, strings.Repeat(" ", min(widths[0]+2, 4))+below)
		}
	}
	return strings.Join(lines, "\n")
}

// fitting returns how many columns fit beside each other, at least two.
func fitting(widths []int) int {
	total := 0
	for i, w := range widths {
		if total += w; total > phoneWidth && i >= 2 {
			return i
		}
		total += 2
	}
	return len(widths)
}

func tableLine(cells []string, widths []int) string {
	var line strings.Builder
	for i, cell := range cells {
		cell = fit(oneLine(cell), widestCell)
		line.WriteString(cell + strings.Repeat(" ", max(widths[i]-columns(cell), 0)+2))
	}
	return strings.TrimRight(line.String(), " ")
}

// named writes the cells of the columns that did not fit.
func named(names, cells []string) string {
	var parts []string
	for i, cell := range cells {
		if cell = oneLine(cell); cell != "" {
			parts = append(parts, oneLine(names[i])+": "+fit(cell, 2*phoneWidth))
		}
	}
	return strings.Join(parts, " · ")
}

// columns returns the width of text in a fixed-width font.
func columns(text string) int {
	n := 0
	for _, r := range text {
		n += runeColumns(r)
	}
	return n
}

func runeColumns(r rune) int {
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	case width.Neutral, width.EastAsianAmbiguous, width.EastAsianNarrow, width.EastAsianHalfwidth:
	}
	return 1
}

// fit shortens text to at most limit columns.
func fit(text string, limit int) string {
	if columns(text) <= limit {
		return text
	}
	n := 1
	for i, r := range text {
		if n += runeColumns(r); n > limit {
			return text[:i] + "…"
		}
	}
	return text
}

// runLines draws the runs of a live message, one on each line. The bars line up
// because ids and bars are in a fixed-width font.
func runLines(rows []chat.Row) string {
	lines := make([]string, len(rows))
	widest := 0
	for _, row := range rows {
		widest = max(widest, len(row.Run))
	}
	for i, row := range rows {
		star := ""
		if row.Best {
			star = " ★"
		}
		id := fmt.Sprintf("`%-*s`", widest, row.Run)
		if row.URL != "" {
			id = "[" + id + "](" + row.URL + ")"
		}
		line := row.Mark + " " + id + star + " " + escape(oneLine(row.Label))
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
