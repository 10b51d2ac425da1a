package charts

import "math"

// frame is the part of a picture in which curves are drawn.
type frame struct {
	left, top, right, bottom float64
	x, y                     scale
}

// at returns where a point lies, far outside the picture at most: what
// exploded must not overflow.
func (f *frame) at(step, value float64) xy {
	const far = 1e5
	y := f.bottom - f.y.place(value)*(f.bottom-f.top)
	return xy{
		f.left + f.x.place(step)*(f.right-f.left),
		max(min(y, far), -far),
	}
}

// pieces returns a curve as lines on the picture: broken where values are not
// finite, cut at the frame, and with at most four points in each column of
// width pixels: the first, the lowest, the highest and the last, so that a
// million steps look as if all were drawn.
func (f *frame) pieces(steps, values []float64, width float64) [][]xy {
	var pieces [][]xy
	var piece []xy
	var column columnPoints
	end := func() {
		piece = column.flush(piece)
		if len(piece) > 0 {
			pieces = append(pieces, f.clip(piece)...)
			piece = nil
		}
	}
	for i, step := range steps {
		if !f.shows(values[i]) {
			end()
			continue
		}
		p := f.at(step, values[i])
		if n := math.Floor(p.x / width); n != column.number || column.count == 0 {
			piece = column.flush(piece)
			column.number = n
		}
		column.add(p)
	}
	end()
	return pieces
}

func (f *frame) shows(value float64) bool {
	return finite(value) && (!f.y.log || value > 0)
}

// columnPoints keeps what is seen of the points in one column of pixels.
type columnPoints struct {
	number                       float64
	count                        int
	first, lowest, highest, last xy
	lowestAt, highestAt          int
}

func (c *columnPoints) add(p xy) {
	if c.count == 0 {
		c.first, c.lowest, c.highest = p, p, p
		c.lowestAt, c.highestAt = 0, 0
	}
	if p.y > c.lowest.y {
		c.lowest, c.lowestAt = p, c.count
	}
	if p.y < c.highest.y {
		c.highest, c.highestAt = p, c.count
	}
	c.last = p
	c.count++
}

// flush appends the column's points in the order they came, and empties it.
func (c *columnPoints) flush(to []xy) []xy {
	if c.count == 0 {
		return to
	}
	to = append(to, c.first)
	inner := [2]xy{c.lowest, c.highest}
	at := [2]int{c.lowestAt, c.highestAt}
	if at[0] > at[1] {
		inner[0], inner[1] = inner[1], inner[0]
		at[0], at[1] = at[1], at[0]
	}
	for i := range inner {
		if at[i] > 0 && at[i] < c.count-1 {
			to = append(to, inner[i])
		}
	}
	if c.count > 1 {
		to = append(to, c.last)
	}
	c.count = 0
	return to
}

// clip cuts a line at the top and bottom of the frame.
func (f *frame) clip(line []xy) [][]xy {
	var pieces [][]xy
	var piece []xy
	inside := func(p xy) bool { return p.y >= f.top && p.y <= f.bottom }
	for i, p := range line {
		if i > 0 {
			piece, pieces = f.clipSegment(line[i-1], p, piece, pieces)
		} else if inside(p) {
			piece = append(piece, p)
		}
	}
	if len(piece) > 0 {
		pieces = append(pieces, piece)
	}
	return pieces
}

func (f *frame) clipSegment(from, to xy, piece []xy, pieces [][]xy) ([]xy, [][]xy) {
	// The part of the segment inside is from + t·(to-from), t0 ≤ t ≤ t1.
	t0, t1 := 0.0, 1.0
	if dy := to.y - from.y; dy != 0 {
		a, b := (f.top-from.y)/dy, (f.bottom-from.y)/dy
		t0, t1 = max(t0, min(a, b)), min(t1, max(a, b))
	} else if from.y < f.top || from.y > f.bottom {
		t0, t1 = 1, 0
	}
	if t0 > t1 {
		if len(piece) > 0 {
			pieces = append(pieces, piece)
		}
		return nil, pieces
	}
	point := func(t float64) xy { return xy{from.x + t*(to.x-from.x), from.y + t*(to.y-from.y)} }
	if len(piece) == 0 {
		piece = append(piece, point(t0))
	}
	piece = append(piece, point(t1))
	if t1 < 1 {
		return nil, append(pieces, piece)
	}
	return piece, pieces
}
