package charts

import (
	"math"

	"github.com/wcharczuk/go-chart/v2/drawing"
)

// curves draws one chart of curves.
func (p *panel) curves(c Curves) error {
	tracks := c.tracks()
	x, y := stepScale(tracks), valueScale(tracks, c.Goal)
	name := Clean(c.XLabel)
	if name == "" {
		name = "step"
	}
	labels := p.newLabels(c, tracks)
	return p.chart(axes{
		x: x, y: y, xName: name,
		xTicks: StepTicks(x.from, x.to, p.ticksAcross(x)),
		yTicks: ValueTicks(y.from, y.to, y.log, 6),
		top:    p.header(c.Title, c.Note),
		right:  p.right - max(labels.width, margin),
	}, func(f *frame) { p.tracks(f, tracks, labels) })
}

// tracks draws the lines, the faint ones first and the winner last, then what
// marks them.
func (p *panel) tracks(f *frame, tracks []track, labels labels) {
	drawn := false
	for layer := range 3 {
		for i := range tracks {
			if t := &tracks[i]; t.layer() == layer {
				drawn = p.track(f, t) || drawn
			}
		}
	}
	if !drawn {
		p.nothing(f)
	}
	for i := range tracks {
		p.endMark(f, &tracks[i])
		p.bestMark(f, &tracks[i])
	}
	p.drawLabels(f, tracks, labels)
	p.bestValue(f, tracks)
}

func (t *track) layer() int {
	switch {
	case !t.strong:
		return 0
	case t.Winner:
		return 2
	}
	return 1
}

// ink is the colour of a line at full strength.
func (t *track) ink() drawing.Color {
	if t.color < 0 {
		return rgba(dark.Dim)
	}
	return rgba(dark.Series[t.color])
}

// track draws one line or band and reports whether anything was there to draw.
func (p *panel) track(f *frame, t *track) (drawn bool) {
	if t.runs > 1 {
		p.band(f, t)
	}
	width, column, ink := strongWidth, 1.0, t.ink()
	var dash []float64
	switch {
	case !t.strong:
		width, column = faintWidth, 3
		ink.A = 64
	case t.Reference:
		dash = []float64{14, 12}
	}
	for _, piece := range f.pieces(t.steps, t.values, column) {
		drawn = true
		if len(piece) == 1 { // a single value between values that are none, or the first
			if t.strong {
				p.disc(piece[0], width*1.2, ink)
			}
			continue
		}
		p.polyline(piece, width, ink, dash...)
	}
	return drawn
}

// band fills between the lowest and the highest of a group.
func (p *panel) band(f *frame, t *track) {
	low, high := f.pieces(t.steps, t.low, 2), f.pieces(t.steps, t.high, 2)
	ink := t.ink()
	ink.A = 56
	if !t.strong {
		ink.A = 20
	}
	for i := range min(len(low), len(high)) {
		outline := append([]xy{}, low[i]...)
		for k := len(high[i]) - 1; k >= 0; k-- {
			outline = append(outline, high[i][k])
		}
		p.polygon(outline, ink)
	}
}

// nothing says why the frame is empty.
func (p *panel) nothing(f *frame) {
	const text = "no values yet"
	face := p.faces.medium
	x := (f.left + f.right - face.width(text, labelSize)) / 2
	p.text(text, face, labelSize, rgba(dark.Dim), x, (f.top+f.bottom)/2)
}

// endMark crosses the place where a line ends because its values are no
// numbers any more, and points an arrow where it leaves the frame.
func (p *panel) endMark(f *frame, t *track) {
	if !t.strong || len(t.values) == 0 {
		return
	}
	last, broken := t.ended()
	if last < 0 {
		p.cross(xy{f.at(t.steps[0], f.y.to).x, f.top + 14}, t.ink())
		return
	}
	if !f.shows(t.values[last]) {
		return
	}
	end := f.at(t.steps[last], t.values[last])
	if end.y < f.top || end.y > f.bottom {
		p.arrow(f.exit(t), end.y < f.top, t.ink())
		return
	}
	if broken {
		p.cross(end, t.ink())
	}
}

// exit is where a line that ends outside the frame was seen last.
func (f *frame) exit(t *track) xy {
	var at xy
	for _, piece := range f.pieces(t.steps, t.values, 1) {
		at = piece[len(piece)-1]
	}
	if at == (xy{}) { // it was never inside
		at = xy{f.left, f.top}
	}
	return at
}

func (p *panel) cross(at xy, ink drawing.Color) {
	const arm = 13
	for _, stroke := range []struct {
		width float64
		ink   drawing.Color
	}{{15, rgba(dark.Background)}, {7, ink}} {
		p.polyline([]xy{{at.x - arm, at.y - arm}, {at.x + arm, at.y + arm}}, stroke.width, stroke.ink)
		p.polyline([]xy{{at.x - arm, at.y + arm}, {at.x + arm, at.y - arm}}, stroke.width, stroke.ink)
	}
}

func (p *panel) arrow(at xy, up bool, ink drawing.Color) {
	tip := -20.0
	if !up {
		tip = 20
	}
	p.polygon([]xy{{at.x - 14, at.y}, {at.x + 14, at.y}, {at.x, at.y + tip}}, ink)
}

// bestMark rings the winner's best point and dots the others'.
func (p *panel) bestMark(f *frame, t *track) {
	at, ok := f.best(t)
	switch {
	case !ok || !t.strong || t.Reference:
	case t.Winner:
		p.disc(at, 18, rgba(dark.Text))
		p.disc(at, 13, rgba(dark.Background))
		p.disc(at, 8, t.ink())
	default:
		p.disc(at, 11, rgba(dark.Background))
		p.disc(at, 8, t.ink())
	}
}

// best is where the best point of a line lies on the picture.
func (f *frame) best(t *track) (at xy, ok bool) {
	if t.Best == nil || !f.shows(t.Best.Value) {
		return xy{}, false
	}
	at = f.at(float64(t.Best.Step), t.Best.Value)
	inside := at.x >= f.left-1 && at.x <= f.right+1 && at.y >= f.top && at.y <= f.bottom
	return at, inside && !math.IsNaN(at.x)
}

// bestValue writes the winner's best value where it hides least of the lines.
func (p *panel) bestValue(f *frame, tracks []track) {
	for i := range tracks {
		t := &tracks[i]
		at, ok := f.best(t)
		if !ok || !t.Winner {
			continue
		}
		text, face := FormatValue(t.Best.Value), p.faces.semibold
		box := p.freeSpot(f, tracks, at, face.width(text, labelSize)+20, labelSize*capHeight+20)
		shade := rgba(dark.Background)
		shade.A = 208
		p.polygon([]xy{{box.left, box.top}, {box.right, box.top}, {box.right, box.bottom}, {box.left, box.bottom}}, shade)
		p.text(text, face, labelSize, rgba(dark.Text), box.left+10, box.bottom-10)
	}
}
