package charts

import "math"

// frame is the part of a picture in which curves are drawn.
type frame struct {
	left, top, right, bottom float64
	x, y                     scale
}

// at returns the place of a point. A value that exploded gets a place far
// outside the picture, but not so far that it overflows.
func (f *frame) at(step, value float64) xy {
	const far = 1e5
	y := f.bottom - f.y.place(value)*(f.bottom-f.top)
	return xy{
		f.left + f.x.place(step)*(f.right-f.left),
		max(min(y, far), -far),
	}
}

func (f *frame) shows(value float64) bool {
	return finite(value) && (!f.y.log || value > 0)
}

// piece is a curve, or the part of it between two breaks, from left to right.
// When the points are far apart, each column holds one point.
type piece []column

// column holds the points within a few pixels of a curve: their mean place, and
// the lowest and highest value.
type column struct {
	mean      xy
	high, low float64 // in pixels from the top: high is the smaller number
	count     float64
}

const (
	denseFrom   = 400 // from this many points in a line, a column holds several
	columnWidth = 4.0 // pixels
)

// curve returns the pieces of a line on the picture. The line is broken where a
// value cannot be shown. The number of columns is limited by the width, however
// many points there are.
func (f *frame) curve(t *track) []piece {
	width := 0.0
	if len(t.steps) > denseFrom {
		width = columnWidth
	}
	var pieces []piece
	var current piece
	number := math.NaN()
	for i, step := range t.steps {
		if !f.shows(t.values[i]) {
			if len(current) > 0 {
				pieces = append(pieces, current)
			}
			current, number = nil, math.NaN()
			continue
		}
		p := f.at(step, t.values[i])
		if n := math.Floor(p.x / width); width == 0 || n != number {
			number = n
			current = append(current, column{mean: p, high: p.y, low: p.y, count: 1})
			continue
		}
		current[len(current)-1].add(p)
	}
	if len(current) > 0 {
		pieces = append(pieces, current)
	}
	return pieces
}

func (c *column) add(p xy) {
	c.count++
	c.mean.x += (p.x - c.mean.x) / c.count
	c.mean.y += (p.y - c.mean.y) / c.count
	c.high, c.low = min(c.high, p.y), max(c.low, p.y)
}

func (p piece) middle() []xy {
	line := make([]xy, len(p))
	for i, c := range p {
		line[i] = c.mean
	}
	return line
}

// inside moves points above or below the frame to its edge.
func (f *frame) inside(line []xy) []xy {
	for i := range line {
		line[i].y = max(min(line[i].y, f.bottom), f.top)
	}
	return line
}

// outline returns the border of the area that a dense piece covers, nil where
// each column is a single point.
func (f *frame) outline(p piece) []xy {
	var upper, lower []xy
	dense := false
	for i, c := range p {
		dense = dense || c.count > 1
		upper = append(upper, xy{c.mean.x, c.high})
		lower = append(lower, xy{p[len(p)-1-i].mean.x, p[len(p)-1-i].low})
	}
	if !dense {
		return nil
	}
	return f.inside(append(upper, lower...))
}

// clip cuts a line at the top and bottom of the frame.
func (f *frame) clip(line []xy) [][]xy {
	var pieces [][]xy
	var piece []xy
	if len(line) == 1 && line[0].y >= f.top && line[0].y <= f.bottom {
		return [][]xy{line}
	}
	for i := 1; i < len(line); i++ {
		from, to, ok := f.clipSegment(line[i-1], line[i])
		if !ok {
			continue
		}
		if len(piece) == 0 || piece[len(piece)-1] != from {
			if len(piece) > 0 {
				pieces = append(pieces, piece)
			}
			piece = []xy{from}
		}
		piece = append(piece, to)
	}
	if len(piece) > 0 {
		pieces = append(pieces, piece)
	}
	return pieces
}

// clipSegment returns the part of a segment inside the frame. ok is false when
// there is none.
func (f *frame) clipSegment(from, to xy) (a, b xy, ok bool) {
	above := func(p xy) bool { return p.y < f.top }
	below := func(p xy) bool { return p.y > f.bottom }
	if above(from) && above(to) || below(from) && below(to) {
		return a, b, false
	}
	cut := func(outside, other xy, edge float64) xy {
		share := (edge - outside.y) / (other.y - outside.y)
		return xy{outside.x + share*(other.x-outside.x), edge}
	}
	a, b = from, to
	for _, end := range []struct {
		p     *xy
		other xy
	}{{&a, to}, {&b, from}} {
		switch {
		case above(*end.p):
			*end.p = cut(*end.p, end.other, f.top)
		case below(*end.p):
			*end.p = cut(*end.p, end.other, f.bottom)
		}
	}
	return a, b, true
}

// ending says how a line ends on the picture.
type ending int

const (
	open    ending = iota // at its last point
	broken                // at its last point, with only NaN or Inf after it
	above                 // it left the frame at the top
	below                 // it left the frame at the bottom
	nowhere               // it has no value that can be shown
)

// end returns the last visible place of a line. The place is zero for a line
// that is nowhere or was never inside the frame.
func (f *frame) end(t *track) (xy, ending) {
	pieces := f.curve(t)
	if len(pieces) == 0 {
		return xy{}, nowhere
	}
	last := pieces[len(pieces)-1]
	p := last[len(last)-1].mean
	var where ending
	switch _, cut := t.ended(); {
	case p.y < f.top:
		where = above
	case p.y > f.bottom:
		where = below
	case cut:
		return p, broken
	default:
		return p, open
	}
	var seen xy
	for _, piece := range pieces {
		for _, line := range f.clip(piece.middle()) {
			seen = line[len(line)-1]
		}
	}
	return seen, where
}
