package charts

import (
	"math"
	"slices"

	"github.com/wcharczuk/go-chart/v2/drawing"

	"github.com/trex-ml/trex/say"
)

// draw draws the curves in the part of the panel below top.
func (p *curvesPanel) draw(top float64) error {
	a := axes{x: stepScale(p.lines), y: valueScale(p.lines, p.Goal, p.Log), top: top, right: p.right - p.column()}
	empty := !slices.ContainsFunc(p.lines, func(t track) bool { last, _ := t.ended(); return last >= 0 })
	if !empty {
		a.xTicks = p.roomyTicks(a.right-p.left-3*margin, func(most int) []Tick { return StepTicks(a.x.from, a.x.to, most) })
		a.yTicks = ValueTicks(a.y.from, a.y.to, a.y.log, 6)
	}
	return p.chart(a, func(f *frame) {
		if empty {
			p.say("no values yet", f)
			return
		}
		p.text(p.name, pen{p.faces.medium, tickSize, rgba(p.palette.Dim)}, xy{f.right + nameGap, f.bottom + 10 + tickSize*capHeight})
		p.drawTracks(f, p.lines, p.labels)
	})
}

// nameGap keeps the name of the horizontal axis, right of the frame, away from
// the label of the last tick.
const nameGap = 56.0

// column returns the width of the labels right of the frame.
func (p *curvesPanel) column() float64 {
	width := max(p.labels.width, margin)
	if p.name != "" {
		width = max(width, nameGap+p.faces.medium.width(p.name, tickSize)+margin)
	}
	return width
}

// drawTracks draws the lines and then their marks. The faint lines come first
// and the winner last.
func (p *panel) drawTracks(f *frame, tracks []track, labels labels) {
	for layer := range 3 {
		for i := range tracks {
			if t := &tracks[i]; t.layer() == layer {
				p.drawTrack(f, t)
			}
		}
	}
	p.bestValue(f, tracks)
	p.endMarks(f, tracks)
	dots := strongCount(tracks) <= 4 // at the best points of the other lines; more dots would be clutter
	for i := range tracks {
		if dots || tracks[i].Winner {
			p.bestMark(f, &tracks[i])
		}
	}
	p.drawLabels(f, tracks, labels)
}

func strongCount(tracks []track) (count int) {
	for i := range tracks {
		count += btoi(tracks[i].strong)
	}
	return count
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

// ink returns the full colour of a line.
func (t *track) ink(palette Colors) drawing.Color {
	if t.color < 0 {
		return rgba(palette.Dim)
	}
	return rgba(palette.Series[t.color])
}

// drawTrack draws one line or band.
func (p *panel) drawTrack(f *frame, t *track) {
	if t.runs > 1 {
		p.band(f, t)
	}
	width, ink := strongWidth, t.ink(p.palette)
	var dash []float64
	switch {
	case !t.strong:
		width = faintWidth
		ink.A = 64
	case t.Reference:
		dash = []float64{14, 12}
	}
	for _, piece := range f.curve(t) {
		if t.strong {
			p.envelope(f, piece, t.ink(p.palette))
		}
		for _, line := range f.clip(piece.middle()) {
			if len(line) == 1 && t.strong { // a single finite value, with no finite value before or after it
				p.disc(line[0], width*1.2, ink)
			}
			p.polyline(line, width, ink, dash...)
		}
	}
}

// envelope shades the area that a line of many points covers.
func (p *panel) envelope(f *frame, piece piece, ink drawing.Color) {
	ink.A = 72
	p.polygon(f.outline(piece), ink)
}

// band fills the area between the lowest and the highest line of a group.
func (p *panel) band(f *frame, t *track) {
	ink := t.ink(p.palette)
	ink.A = 56
	if !t.strong {
		ink.A = 20
	}
	low, high := track{steps: t.steps, values: t.low}, track{steps: t.steps, values: t.high}
	lows, highs := f.curve(&low), f.curve(&high)
	for i := range min(len(lows), len(highs)) {
		outline := f.inside(highs[i].middle())
		below := f.inside(lows[i].middle())
		slices.Reverse(below)
		p.polygon(append(outline, below...), ink)
	}
}

// say writes a text when there is nothing to draw.
func (p *panel) say(text string, f *frame) {
	face := p.faces.medium
	x := (f.left + f.right - face.width(text, labelSize)) / 2
	p.text(text, pen{face, labelSize, rgba(p.palette.Dim)}, xy{x, (f.top + f.bottom) / 2})
}

// endMarks draws a cross where a line ends in NaN or Inf, and an arrow where a
// line leaves the frame.
func (p *panel) endMarks(f *frame, tracks []track) {
	never := 0 // lines with no value inside the frame; their crosses stand side by side in the corner
	for i := range tracks {
		t := &tracks[i]
		if !t.strong || len(t.values) == 0 {
			continue
		}
		end, where := f.end(t)
		switch {
		case where == nowhere || where == above && end == (xy{}):
			end = xy{f.left + 24 + 44*float64(never), f.top}
			never++
			if where == above {
				p.arrow(end, -1, t.ink(p.palette))
			} else {
				p.cross(end, t.ink(p.palette))
			}
		case where == above:
			p.arrow(end, -1, t.ink(p.palette))
		case where == below:
			p.arrow(end, 1, t.ink(p.palette))
		case where == broken:
			p.cross(end, t.ink(p.palette))
		}
	}
}

func (p *panel) cross(at xy, ink drawing.Color) {
	const arm = 13
	for _, stroke := range []struct {
		width float64
		ink   drawing.Color
	}{{15, rgba(p.palette.Background)}, {7, ink}} {
		p.polyline([]xy{{at.x - arm, at.y - arm}, {at.x + arm, at.y + arm}}, stroke.width, stroke.ink)
		p.polyline([]xy{{at.x - arm, at.y + arm}, {at.x + arm, at.y - arm}}, stroke.width, stroke.ink)
	}
}

// arrow draws an arrow: up for direction -1, down for 1.
func (p *panel) arrow(at xy, direction float64, ink drawing.Color) {
	p.polygon([]xy{{at.x - 14, at.y}, {at.x + 14, at.y}, {at.x, at.y + 22*direction}}, ink)
}

// bestMark draws a ring at the winner's best point and a dot at any other
// line's.
func (p *panel) bestMark(f *frame, t *track) {
	at, ok := f.best(t)
	switch {
	case !ok || !t.strong || t.Reference:
	case t.Winner:
		p.ring(at, t.ink(p.palette))
	default:
		p.disc(at, 11, rgba(p.palette.Background))
		p.disc(at, 8, t.ink(p.palette))
	}
}

// best returns the place of a line's best point on the picture.
func (f *frame) best(t *track) (at xy, ok bool) {
	if t.Best == nil || !f.shows(t.Best.Value) {
		return xy{}, false
	}
	at = f.at(float64(t.Best.Step), t.Best.Value)
	inside := at.x >= f.left-1 && at.x <= f.right+1 && at.y >= f.top && at.y <= f.bottom
	return at, inside && !math.IsNaN(at.x)
}

func (p *panel) ring(at xy, ink drawing.Color) {
	p.disc(at, 18, rgba(p.palette.Text))
	p.disc(at, 13, rgba(p.palette.Background))
	p.disc(at, 8, ink)
}

// bestValue writes the winner's best value next to it.
func (p *panel) bestValue(f *frame, tracks []track) {
	for i := range tracks {
		if at, ok := f.best(&tracks[i]); ok && tracks[i].Winner {
			p.callout(f, tracks, at, say.Number(tracks[i].Best.Value))
		}
	}
}
