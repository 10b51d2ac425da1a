package charts

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// labels stand right of the frame, each next to the end of its line and in its
// colour. On a phone nobody can match the colours of a legend, and labels inside
// the frame would cover curves.
type labels struct {
	head  string // names the parts of every label, when each label has no room for the names
	items []label
	more  string  // how many lines have no label, "" when all have one
	width float64 // of the column with its gaps, 0 when there are no labels
}

type label struct {
	track int
	text  string
}

const (
	labelGap    = 46.0 // between frame and labels, for the lines that connect them
	labelHeight = labelSize * 1.22
)

func (p *panel) newLabels(c Curves, tracks []track) labels {
	var l labels
	face, hidden := p.faces.semibold, 0
	most := (p.right - p.left) * 0.36
	for i := range tracks {
		t := &tracks[i]
		if len(t.values) == 0 { // a waiting run; it keeps its colour for later
			continue
		}
		if !t.strong {
			hidden++
			continue
		}
		text := Clean(t.Label)
		if text == "" || len(tracks) == 1 && text == Clean(c.Title) {
			continue
		}
		l.items = append(l.items, label{i, text})
	}
	if slices.ContainsFunc(l.items, func(item label) bool { return face.width(item.text, labelSize) > most }) {
		l.factor()
	}
	if hidden > 0 {
		l.more = "+" + strconv.Itoa(hidden) + " more"
	}
	l.head = face.fit(l.head, labelSize, most)
	widest := max(face.width(l.head, labelSize), face.width(l.more, labelSize))
	for i := range l.items {
		item, ending := &l.items[i], ""
		t := &tracks[item.track]
		if _, broken := t.ended(); broken {
			ending = " · " + t.now()
		}
		item.text = face.fit(item.text, labelSize, most-face.width(ending, labelSize)) + ending
		widest = max(widest, face.width(item.text, labelSize))
	}
	if widest > 0 {
		l.width = labelGap + widest + margin
	}
	return l
}

// factor moves the names that all labels share into a head: "lr 0.1 · seed 1"
// and "lr 0.3 · seed 2" become "lr · seed", "0.1 · 1" and "0.3 · 2". It changes
// nothing when the labels do not all have the same names.
func (l *labels) factor() {
	var names []string
	short := make([]string, len(l.items))
	for i, item := range l.items {
		parts := strings.Split(item.text, partGap)
		if i == 0 {
			names = make([]string, len(parts))
		}
		if len(parts) != len(names) {
			return
		}
		for j, part := range parts {
			name, value, ok := strings.Cut(part, " ")
			if !ok || i > 0 && name != names[j] {
				return
			}
			names[j], parts[j] = name, value
		}
		short[i] = strings.Join(parts, partGap)
	}
	l.head = strings.Join(names, partGap)
	for i := range l.items {
		l.items[i].text = short[i]
	}
}

// partGap separates the parts of a label.
const partGap = " · "

func (p *panel) drawLabels(f *frame, tracks []track, l labels) {
	face := p.faces.semibold
	x, top, bottom := f.right+labelGap, f.top, f.bottom
	if l.head != "" {
		p.text(l.head, pen{face, labelSize, rgba(p.palette.Dim)}, xy{x, top + labelSize*capHeight/2})
		top += labelHeight
	}
	if l.more != "" {
		p.text(l.more, pen{face, labelSize, rgba(p.palette.Dim)}, xy{x, bottom - 4})
		bottom -= labelHeight
	}
	ends := make([]xy, len(l.items))
	wanted := make([]float64, len(l.items))
	for i, item := range l.items {
		ends[i], _ = f.end(&tracks[item.track])
		wanted[i] = max(ends[i].y, top)
	}
	const half = labelSize * capHeight / 2
	for i, y := range spread(wanted, labelHeight, top+half, bottom-half-4) {
		t := &tracks[l.items[i].track]
		if ends[i] != (xy{}) {
			leader := t.ink(p.palette)
			leader.A = 150
			turn := xy{f.right + 8, ends[i].y}
			p.polyline([]xy{ends[i], turn, {x - 10, y}}, 3, leader, 1, 8)
		}
		p.text(l.items[i].text, pen{face, labelSize, t.ink(p.palette)}, xy{x, y + half})
	}
}

// spread moves places so that they lie at least height apart and between low and
// high. Each place moves as little as possible. When there is no room for all,
// they are spaced evenly and overlap.
func spread(wanted []float64, height, low, high float64) []float64 {
	n := len(wanted)
	if n > 1 {
		height = min(height, (high-low)/float64(n-1))
	}
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(wanted[a], wanted[b]) })
	// Places that push each other form a block around the mean of their wanted
	// places (the pool-adjacent-violators algorithm of isotonic regression).
	type block struct {
		sum   float64 // of wanted places, each minus its offset in the block
		count int
	}
	var blocks []block
	top := func(b block) float64 {
		return max(low, min(b.sum/float64(b.count), high-float64(b.count-1)*height))
	}
	for _, i := range order {
		b := block{wanted[i], 1}
		for len(blocks) > 0 {
			before := blocks[len(blocks)-1]
			if top(before)+float64(before.count)*height <= top(b) {
				break
			}
			b.sum = before.sum + b.sum - float64(b.count*before.count)*height
			b.count += before.count
			blocks = blocks[:len(blocks)-1]
		}
		blocks = append(blocks, b)
	}
	places := make([]float64, n)
	next := 0
	for _, b := range blocks {
		for k := range b.count {
			places[order[next]] = top(b) + float64(k)*height
			next++
		}
	}
	return places
}
