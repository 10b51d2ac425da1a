package charts

import (
	"cmp"
	"math"
	"slices"
	"strconv"
)

// labels stand right of the frame, each next to the end of its line and in its
// colour: on a phone nobody matches a legend's colours, and nothing covers the
// curves.
type labels struct {
	items []label
	more  string  // how many lines have no label, "" when all have one
	width float64 // of the column with its gaps, 0 without labels
}

type label struct {
	track int
	text  string
}

const (
	labelGap    = 46.0 // between frame and labels, where the leaders run
	labelHeight = labelSize * 1.22
)

func (p *panel) newLabels(c Curves, tracks []track) labels {
	var l labels
	face, widest, hidden := p.faces.semibold, 0.0, 0
	most := (p.right - p.left) * 0.36
	for i := range tracks {
		t := &tracks[i]
		if !t.strong {
			hidden++
			continue
		}
		text := Clean(t.Label)
		if text == "" || len(tracks) == 1 && text == Clean(c.Title) {
			continue
		}
		ending := ""
		if _, broken := t.ended(); broken {
			ending = " · NaN"
		}
		text = face.fit(text, labelSize, most-face.width(ending, labelSize)) + ending
		l.items = append(l.items, label{i, text})
		widest = max(widest, face.width(text, labelSize))
	}
	if hidden > 0 {
		l.more = "+" + strconv.Itoa(hidden) + " more"
		widest = max(widest, face.width(l.more, labelSize))
	}
	if widest > 0 {
		l.width = labelGap + widest + margin
	}
	return l
}

func (p *panel) drawLabels(f *frame, tracks []track, l labels) {
	face := p.faces.semibold
	x, bottom := f.right+labelGap, f.bottom
	if l.more != "" {
		p.text(l.more, face, labelSize, rgba(dark.Dim), x, bottom-4)
		bottom -= labelHeight
	}
	ends := make([]xy, len(l.items))
	wanted := make([]float64, len(l.items))
	for i, item := range l.items {
		ends[i], _ = f.end(&tracks[item.track])
		wanted[i] = max(ends[i].y, f.top)
	}
	const half = labelSize * capHeight / 2
	for i, y := range spread(wanted, labelHeight, f.top+half, bottom-half-4) {
		t := &tracks[l.items[i].track]
		if ends[i] != (xy{}) {
			leader := t.ink()
			leader.A = 150
			turn := xy{f.right + 8, ends[i].y}
			p.polyline([]xy{ends[i], turn, {x - 10, y}}, 3, leader, 1, 8)
		}
		p.text(l.items[i].text, face, labelSize, t.ink(), x, y+half)
	}
}

// spread moves places apart until they are a height from each other and
// between low and high, each as little as it must. When there is no room for
// all, they stand evenly and overlap.
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
	// Places that push each other form a block around the mean of what they
	// want (the pool-adjacent-violators algorithm of isotonic regression).
	type block struct {
		sum   float64 // of wanted places, each less its offset in the block
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

// rect is a part of a picture.
type rect struct{ left, top, right, bottom float64 }

// freeSpot returns a box of a size next to a point where it covers the fewest
// lines.
func (p *panel) freeSpot(f *frame, tracks []track, at xy, width, height float64) rect {
	var spots []rect
	var cost []float64
	for _, gap := range []float64{22, 60, 110, 170} {
		for angle := range 12 {
			sin, cos := math.Sincos(float64(angle) * math.Pi / 6)
			x, y := at.x+cos*(gap+width/2), at.y+sin*(gap+height/2)
			s := rect{x - width/2, y - height/2, x + width/2, y + height/2}
			outside := 0.0
			for _, over := range []float64{f.left - s.left, s.right - f.right, f.top - s.top, s.bottom - f.bottom} {
				outside += max(0, over)
			}
			spots = append(spots, s)
			cost = append(cost, outside*100+gap/10)
		}
	}
	for i := range tracks {
		if !tracks[i].strong {
			continue
		}
		for _, piece := range f.curve(&tracks[i]) {
			for k := 1; k < len(piece); k++ {
				addCrossings(cost, spots, piece[k-1].mean, piece[k].mean)
			}
		}
	}
	best := 0
	for i := range cost {
		if cost[i] < cost[best] {
			best = i
		}
	}
	return spots[best]
}

// addCrossings adds to each box's cost the length of the segment inside it.
func addCrossings(cost []float64, boxes []rect, from, to xy) {
	const stride = 4
	length := math.Hypot(to.x-from.x, to.y-from.y)
	for d := 0.0; d < length; d += stride {
		t := d / length
		x, y := from.x+t*(to.x-from.x), from.y+t*(to.y-from.y)
		for i, b := range boxes {
			if x > b.left && x < b.right && y > b.top && y < b.bottom {
				cost[i] += stride
			}
		}
	}
}

// between returns the line from outside a best point's ring to a box.
func between(at xy, box rect) []xy {
	to := xy{max(box.left, min(at.x, box.right)), max(box.top, min(at.y, box.bottom))}
	distance := math.Hypot(to.x-at.x, to.y-at.y)
	if distance < 30 {
		return nil
	}
	share := 22 / distance
	return []xy{{at.x + share*(to.x-at.x), at.y + share*(to.y-at.y)}, to}
}
