package charts

import "math"

// rect is a rectangle on a picture.
type rect struct{ left, top, right, bottom float64 }

// callout writes a value next to a point, in the place where it hides the lines
// least.
func (p *panel) callout(f *frame, tracks []track, at xy, text string) {
	face := p.faces.semibold
	box := f.freeSpot(tracks, at, face.width(text, labelSize)+20, labelSize*capHeight+20)
	leader := rgba(p.palette.Text)
	leader.A = 140
	p.polyline(between(at, box), 2, leader)
	shade := rgba(p.palette.Background)
	shade.A = 208
	p.polygon([]xy{{box.left, box.top}, {box.right, box.top}, {box.right, box.bottom}, {box.left, box.bottom}}, shade)
	p.text(text, pen{face, labelSize, rgba(p.palette.Text)}, xy{box.left + 10, box.bottom - 10})
}

// freeSpot returns a box of the given size next to a point, in the place where
// it covers the lines least.
func (f *frame) freeSpot(tracks []track, at xy, width, height float64) rect {
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

// between returns the line from the ring around a best point to a box.
func between(at xy, box rect) []xy {
	to := xy{max(box.left, min(at.x, box.right)), max(box.top, min(at.y, box.bottom))}
	distance := math.Hypot(to.x-at.x, to.y-at.y)
	if distance < 30 {
		return nil
	}
	share := 22 / distance
	return []xy{{at.x + share*(to.x-at.x), at.y + share*(to.y-at.y)}, to}
}
