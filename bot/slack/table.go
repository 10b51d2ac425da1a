package slack

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	api "github.com/slack-go/slack"

	"github.com/trex-ml/trex/bot/chat"
)

// table shows a native table where Slack supports it, else aligned text.
func (w *writer) table(t chat.Table) {
	if len(t.Columns) == 0 || len(t.Rows) == 0 {
		return
	}
	size := tableSize(t)
	if !w.tables || w.tabled || len(t.Columns) > mostTableCells || len(t.Rows) > limits.TableRows ||
		size > mostTableText || size > w.left {
		w.quote(aligned(append([][]string{t.Columns}, t.Rows...)))
		return
	}
	w.left -= size
	w.tabled = true
	w.add(dataTable(t))
}

func tableSize(t chat.Table) int {
	size := 0
	for _, row := range append([][]string{t.Columns}, t.Rows...) {
		for _, cell := range row {
			size += max(1, utf8.RuneCountInString(cell))
		}
	}
	return size
}

func dataTable(t chat.Table) *api.DataTableBlock {
	block := api.NewDataTableBlock(strings.Join(t.Columns, ", ")).WithPageSize(min(len(t.Rows), limits.TableRows))
	header := make([]api.DataTableCell, len(t.Columns))
	for i, name := range t.Columns {
		header[i] = textCell(name)
	}
	block.AddRow(header...)
	numeric := numericColumns(t)
	for _, row := range t.Rows {
		cells := make([]api.DataTableCell, len(t.Columns))
		for i := range cells {
			text := cellOf(row, i)
			if cells[i] = textCell(text); numeric[i] {
				value, _ := strconv.ParseFloat(text, 64)
				cells[i] = api.NewDataTableRawNumberCell(value).WithText(text)
			}
		}
		block.AddRow(cells...)
	}
	return block
}

func textCell(s string) *api.DataTableRawTextCell {
	return api.NewDataTableRawTextCell(plain(s, limits.Text).Text)
}

func cellOf(row []string, i int) string {
	if i < len(row) {
		return clean(row[i])
	}
	return ""
}

// numericColumns returns which columns hold only numbers; Slack then sorts them
// as numbers.
func numericColumns(t chat.Table) []bool {
	numeric := make([]bool, len(t.Columns))
	for i := range numeric {
		numeric[i] = true
		for _, row := range t.Rows {
			value, err := strconv.ParseFloat(cellOf(row, i), 64)
			if err != nil || math.IsNaN(value) || math.IsInf(value, 0) {
				numeric[i] = false
			}
		}
	}
	return numeric
}

// aligned writes rows as lines with aligned columns. It omits columns that are
// empty in all rows.
func aligned(rows [][]string) string {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(oneLine(cell)))
		}
	}
	lines := make([]string, len(rows))
	for n, row := range rows {
		var b strings.Builder
		for i, cell := range row {
			if widths[i] == 0 {
				continue
			}
			cell = oneLine(cell)
			b.WriteString(cell + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+2))
		}
		lines[n] = strings.TrimRight(b.String(), " ")
	}
	return strings.Join(lines, "\n")
}

func oneLine(s string) string {
	return strings.NewReplacer("\n", " ", "\t", " ").Replace(clean(s))
}
