package metrics

import (
	"bytes"
	"strings"
)

const (
	maxColumns = 40
	maxHeading = 40
)

// column is one name in a table's head and where it stands.
type column struct {
	Name     string
	From, To int // bytes of the line
}

// readHead notes a line like `epoch  train_loss  valid_loss` as the head of a
// table, whose rows begin with a number of an epoch or a step.
func (p *Parser) readHead(line []byte) {
	if p.widen(line) || !mayBeHead(line) {
		return
	}
	columns := columnsOf(line)
	if len(columns) > 2 && columns[0].Name == "E" && columns[1].Name == "#" { // spaCy's
		columns[0].Name, columns[1].Name = "epoch", "step"
	}
	if len(columns) < 2 || len(columns) > maxColumns {
		return
	}
	if class := p.names.find([]byte(columns[0].Name)).class; class != epochMark && class != stepMark {
		return
	}
	p.track.Table = columns
}

// widen makes the columns as wide as the rules below a table's head, and
// reports whether the line is such a rule: values may stand to the right of a
// short name.
func (p *Parser) widen(line []byte) bool {
	if p.track.Table == nil || len(bytes.Trim(line, "- ")) > 0 || bytes.IndexByte(line, '-') < 0 {
		return false
	}
	var rules []column
	for i := 0; i < len(line); i++ {
		if line[i] != '-' {
			continue
		}
		from := i
		for i < len(line) && line[i] == '-' {
			i++
		}
		rules = append(rules, column{From: from, To: i})
	}
	if len(rules) != len(p.track.Table) {
		return true
	}
	for i, rule := range rules {
		p.track.Table[i].From, p.track.Table[i].To = rule.From, rule.To
	}
	return true
}

func mayBeHead(line []byte) bool {
	trimmed := bytes.TrimLeft(line, " |")
	if len(trimmed) < 6 || len(trimmed) > 1000 {
		return false
	}
	switch trimmed[0] | 0x20 {
	case 'e', 'i', 's', 'r', 'b':
		return bytes.IndexByte(trimmed, ':') < 0 && bytes.IndexByte(trimmed, '=') < 0
	}
	return false
}

// columnsOf splits a head at commas, tabs, bars, or two spaces. A column's name
// must begin with a letter, or the line is no head.
func columnsOf(line []byte) []column {
	var columns []column
	delimited := bytes.IndexByte(line, ',') >= 0
	for i := 0; i < len(line); {
		if isDelimiter(line[i]) || line[i] == ' ' {
			i++
			continue
		}
		end := i
		for end < len(line) && !isDelimiter(line[end]) &&
			(delimited || line[end] != ' ' || end+1 < len(line) && line[end+1] != ' ') {
			end++
		}
		text := bytes.TrimRight(line[i:end], " ")
		if len(text) > maxHeading || bytes.Count(text, []byte{' '}) > 2 || !isHeading(text) {
			return nil
		}
		columns = append(columns, column{string(bytes.ToValidUTF8(text, nil)), i, i + len(text)})
		i = end
	}
	return columns
}

// readClassHead notes the head of an object detector's table, which has a bar
// behind it: `Class  Images  Instances  Box(P  R  mAP50  mAP50-95):`.
func (p *Parser) readClassHead(head []byte) bool {
	text := bytes.TrimLeft(head, " ")
	if !bytes.HasPrefix(text, []byte("Class ")) {
		return false
	}
	head = bytes.TrimRight(head, " :)")
	var columns []column
	for _, c := range columnsOf(append(head[:len(head):len(head)], ')')) {
		c.Name = strings.TrimSuffix(c.Name[strings.IndexByte(c.Name, '(')+1:], ")")
		columns = append(columns, c)
	}
	if len(columns) > 1 && len(columns) <= maxColumns {
		p.track.Classes = columns
	}
	return true
}

// readAll reads the row of all classes together, once a step: the best model is
// looked at again when the training is over.
func (p *Parser) readAll(line []byte) bool {
	s, t := &p.scan, &p.track
	if t.Classes == nil || t.Current == nil || len(s.tokens) < 2 || !fold(s.text(line, 0), "all") {
		return false
	}
	s.pairs, s.step, s.epoch, s.bare = s.pairs[:0], mark{}, mark{}, mark{}
	for _, token := range s.tokens[1:] {
		under := columnOver(t.Classes, int(token.start), int(token.end))
		if token.kind != number || under < 0 {
			continue
		}
		found := p.names.find([]byte(t.Classes[under].Name))
		last := t.Series[found.metric]
		if found.class != denied && (last == nil || last.Step != *t.Current) {
			s.add(&name{metric: found.metric, class: measure}, token.value)
		}
	}
	return true
}

func isHeading(text []byte) bool {
	if string(text) == "#" {
		return true
	}
	for i, c := range text {
		class := classes[c]
		if i == 0 && class != alphaChar && class != wideChar || class == punctChar && c != '(' && c != ')' {
			return false
		}
	}
	return true
}

func isDelimiter(c byte) bool { return c == ',' || c == '\t' || c == '|' }

// readRow reads a line under a table's head. It counts the columns of a
// delimited line; else a value belongs to the name above it.
func (p *Parser) readRow(line []byte) bool {
	s, table := &p.scan, p.track.Table
	if table == nil || len(s.pairs) > 0 || s.epoch.set || len(s.tokens) < 2 {
		return false
	}
	delimited := bytes.IndexByte(line, ',') >= 0 || bytes.IndexByte(line, '\t') >= 0
	at, first := 0, true
	for _, t := range s.tokens {
		if t.kind == punct {
			if t.char == ',' {
				at++
			}
			continue
		}
		under := at
		if !delimited {
			under = columnOver(table, int(t.start), int(t.end))
		} else if bytes.IndexByte(line, '\t') >= 0 {
			under = bytes.Count(line[:t.start], []byte{'\t'})
		}
		switch {
		case under < 0 || under >= len(table) || first != (under == 0):
			s.pairs = s.pairs[:0]
			return false
		case first:
			if t.kind != fraction && (t.kind != number || !t.whole) {
				return false
			}
			p.putRowMark(table[0].Name, t)
			first = false
		case t.kind == number:
			found := s.names.find([]byte(table[under].Name))
			if found.class == stepMark && t.whole {
				s.putMark(found, t)
			}
			s.add(found, t.value)
		}
	}
	return !first
}

func (p *Parser) putRowMark(head string, t token) {
	s := &p.scan
	s.step, s.bare = mark{}, mark{}
	s.putMark(p.names.find([]byte(head)), t)
}

// columnOver returns the one column that overlaps a row's bytes, -1 if none.
func columnOver(table []column, from, to int) int {
	for i, c := range table {
		if from < c.To && to > c.From {
			return i
		}
	}
	return -1
}

// readRowBar reads a table's row with a bar behind it, as YOLO prints them: the
// values are running means, and count when the bar is full.
func (p *Parser) readRowBar(drawn barLine) {
	s, t := &p.scan, &p.track
	if drawn.n >= drawn.total {
		p.settle(&s.reading)
		return
	}
	if s.epoch.set {
		t.setEpoch(s.epoch)
		p.progress(mark{set: true, value: drawn.n, total: drawn.total}, counter{}, false)
	}
}
