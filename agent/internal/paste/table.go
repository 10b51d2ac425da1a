package paste

import (
	"regexp"
	"slices"
	"strings"
)

// table reads a table with a header: of Markdown, or with columns cut by tabs,
// commas, semicolons or blanks.
func (r *reader) table(source string) (space, bool) {
	lines := slices.DeleteFunc(strings.Split(strings.TrimSpace(source), "\n"), func(line string) bool {
		return strings.TrimSpace(line) == "" || ruler.MatchString(line)
	})
	if len(lines) < 2 {
		return space{}, false
	}
	for _, cut := range []func(string) []string{markdown, columns("\t"), columns(";"), columns(",")} {
		if s, ok := r.grid(lines, cut); ok {
			return s, true
		}
	}
	for _, cut := range []func(string) []string{wide, strings.Fields} { // words are cut by blanks as well
		if s, ok := r.grid(lines, cut); ok && len(s.words) == 0 {
			return s, true
		}
	}
	return space{}, false
}

var ruler = regexp.MustCompile(`^[\s|:+=-]+$`)

func markdown(line string) []string {
	line = strings.TrimSpace(line)
	if !strings.HasPrefix(line, "|") && !strings.Contains(line, " | ") {
		return nil
	}
	return columns("|")(strings.Trim(line, "|"))
}

func columns(by string) func(string) []string {
	return func(line string) []string {
		cells := strings.Split(line, by)
		for i, cell := range cells {
			cells[i] = strings.Trim(strings.TrimSpace(cell), "`*\"'")
		}
		return cells
	}
}

var gaps = regexp.MustCompile(`\s{2,}`)

func wide(line string) []string { return gaps.Split(strings.TrimSpace(line), -1) }

// labels are columns that only name or describe a row.
var labels = []string{"", "run", "runs", "name", "id", "#", "no", "no.", "nr", "index", "exp", "experiment", "trial", "config", "case", "note", "notes", "comment", "comments", "description", "label", "what", "why"}

// column matches the name of a column.
var column = regexp.MustCompile(`^(?:#|[A-Za-z_][\w ./-]*)?$`)

// grid reads rows whose cells are cut in one way. Each row is a case.
func (r *reader) grid(lines []string, cut func(string) []string) (space, bool) {
	head := cut(lines[0])
	if len(head) < 2 || !slices.ContainsFunc(head, r.Param) {
		return space{}, false
	}
	var s space
	for _, name := range head {
		if !column.MatchString(name) {
			return space{}, false
		}
		if !r.Param(name) && !slices.Contains(labels, strings.ToLower(name)) {
			s.miss(name)
		}
	}
	for _, line := range lines[1:] {
		cells := cut(line)
		if len(cells) != len(head) {
			return space{}, false
		}
		if row := r.row(head, cells); len(row) > 0 {
			s.rows = append(s.rows, row)
		}
	}
	return s, len(s.rows) > 0
}

// row reads the cells of one row. An empty cell leaves the default.
func (r *reader) row(head, cells []string) []setting {
	var row []setting
	for i, cell := range cells {
		if r.Param(head[i]) && !slices.Contains([]string{"", "-", "–", "—", "default", "n/a", "none"}, strings.ToLower(cell)) {
			row = append(row, setting{name: head[i], values: []node{text(cell)}})
		}
	}
	return row
}
