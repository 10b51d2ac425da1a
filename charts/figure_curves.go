package charts

import (
	"cmp"
	"fmt"
	"html"
	"slices"
	"strconv"

	"github.com/trex-ml/trex/say"
)

// CurvesFigure draws charts one above the other. They share one horizontal axis,
// so that zooming one zooms all. A line holds at most a few thousand points,
// including its extremes. For a closer look the page requests the points of a
// range.
func CurvesFigure(theme Theme, panels ...Curves) Figure {
	figure := newFigure(theme)
	if len(panels) == 0 {
		panels = []Curves{{}}
	}
	lines := 0
	for i, c := range panels {
		lines += len(c.Lines)
		figure.addCurves(theme, c, i, len(panels))
	}
	figure.Layout.ShowLegend = lines > 1
	figure.Layout.HoverMode = "closest"
	if lines <= 2*MostStrong {
		figure.Layout.HoverMode = "x unified"
	}
	return figure
}

// addCurves adds one of several charts. The first one is on top.
func (f *Figure) addCurves(theme Theme, c Curves, position, of int) {
	number := ""
	if position > 0 {
		number = strconv.Itoa(position + 1)
	}
	p := newCurvesPlot(theme, c)
	p.legend = position == 0
	y := p.valueAxis(theme, c)
	if gap, height := 0.06, 1/float64(of); of > 1 {
		top := 1 - float64(position)*height
		y.Domain = []float64{max(top-height+gap, 0), top}
	}
	f.Layout.Axes["yaxis"+number] = y
	if position == 0 {
		f.Layout.Axes["xaxis"] = stepAxis(theme, c, p.tracks, of)
	} else {
		f.Layout.Axes["xaxis"].include(stepScale(p.tracks))
	}
	for _, trace := range p.traces() {
		trace.YAxis = "y" + number
		f.Data = append(f.Data, trace)
	}
}

// curvesPlot is one of the charts of a figure.
type curvesPlot struct {
	colors Colors
	tracks []track
	shown  scale
	most   int    // points of one line
	kind   string // type of the traces
	legend bool   // shows the legend
}

func newCurvesPlot(theme Theme, c Curves) curvesPlot {
	p := curvesPlot{colors: theme.Colors(), tracks: c.tracks(), kind: "scatter"}
	p.shown = valueScale(p.tracks, c.Goal, c.Log)
	p.most = max(500, min(4000, 60_000/max(1, len(p.tracks))))
	points := 0
	for i := range p.tracks {
		if p.tracks[i].strong {
			points += min(p.most, len(p.tracks[i].steps))
		} else {
			points += min(mostFaint, len(p.tracks[i].steps))
		}
	}
	if points > 20_000 { // beyond that, SVG is slow
		p.kind = "scattergl"
	}
	return p
}

func (p *curvesPlot) valueAxis(theme Theme, c Curves) *Axis {
	axis := newAxis(theme, Clean(c.Title))
	if p.shown.log {
		axis.Type = "log"
	}
	axis.ExponentFormat = "power"
	if clipped(p.tracks, p.shown) {
		axis.Range = []float64{p.shown.drawn(p.shown.from), p.shown.drawn(p.shown.to)}
	}
	axis.Anchor = "x"
	return axis
}

// traces returns the traces of all lines, the faint ones first. The winner's
// mark comes last, so that no other mark hides it.
func (p *curvesPlot) traces() []Trace {
	var traces, winner []Trace
	for _, strong := range []bool{false, true} {
		for i := range p.tracks {
			if p.tracks[i].strong != strong {
				continue
			}
			for _, trace := range p.line(&p.tracks[i]) {
				if trace.Marker != nil && trace.Marker.Symbol == star {
					winner = append(winner, trace)
					continue
				}
				traces = append(traces, trace)
			}
		}
	}
	return append(traces, winner...)
}

// clipped reports whether some line leaves the scale.
func clipped(tracks []track, s scale) bool {
	for i := range tracks {
		if low, high, ok := tracks[i].span(); ok && (low < s.from || high > s.to) {
			return true
		}
	}
	return false
}

func stepAxis(theme Theme, c Curves, tracks []track, of int) *Axis {
	axis := newAxis(theme, cmp.Or(Clean(c.XLabel), "step"))
	axis.ShowGrid = new(false)
	axis.ExponentFormat = "SI"
	if of > 1 {
		axis.Anchor = "y" + strconv.Itoa(of)
	}
	axis.include(stepScale(tracks))
	return axis
}

// include stops Plotly from labelling half steps when there are few steps.
func (a *Axis) include(s scale) {
	a.DTick = 0
	if s.to-s.from <= 10 {
		a.DTick = 1
	}
}

// line returns the traces of a line, or of a band with its mean, with their
// marks.
func (p *curvesPlot) line(t *track) []Trace {
	base := Trace{
		Type: p.kind, Mode: "lines", Name: plotlyText(cmp.Or(Clean(t.Label), string(t.Run), "line")), ShowLegend: new(false),
	}
	base.LegendGroup = base.Name
	meta, color := &Meta{Run: string(t.Run), Strong: t.strong}, p.colors.Dim
	if t.color >= 0 {
		meta.Series, color = &t.color, p.colors.Series[t.color]
	}
	line := base
	line.Meta, line.Line, line.HoverTemplate = meta, &LineStyle{Color: color, Width: 2}, "%{y:.4g}"
	line.ShowLegend = new(t.strong && p.legend)
	line.X, line.Y = thin(t.steps, t.values, p.most)
	if !t.strong {
		line.X, line.Y = average(t.steps, t.values, mostFaint)
	}
	if countFinite(line.Y) == 1 {
		line.Mode = "lines+markers"
	}
	switch {
	case t.Reference:
		line.Line.Dash = "dash"
	case !t.strong:
		line.Opacity, line.Line.Width = 0.25, 1
	}
	return append(append(p.band(t, base, color), line), p.marks(t, line)...)
}

func (p *curvesPlot) band(t *track, base Trace, color string) []Trace {
	if t.runs < 2 {
		return nil
	}
	base.Line, base.HoverInfo = &LineStyle{Color: "rgba(0,0,0,0)"}, "skip"
	low, high := base, base
	low.X, low.Y = thin(t.steps, t.low, p.most)
	high.X, high.Y = thin(t.steps, t.high, p.most)
	high.Fill, high.FillColor = "tonexty", translucent(color, 0.22)
	return []Trace{low, high}
}

// star is the mark of the best run's best point.
const star = "star"

// marks marks the best point and the end of the values.
func (p *curvesPlot) marks(t *track, line Trace) (marks []Trace) {
	if !t.strong {
		return nil
	}
	mark := func(step, value float64, symbol, says string) {
		if value < p.shown.from || value > p.shown.to { // Plotly would draw the mark in a corner
			return
		}
		marks = append(marks, Trace{
			Type: "scatter", Mode: "markers", Name: line.Name, Meta: line.Meta, LegendGroup: line.Name, ShowLegend: new(false),
			X: Numbers{step}, Y: Numbers{value}, HoverTemplate: says,
			Marker: &Marker{Color: line.Line.Color, Size: 12, Symbol: symbol, Line: &LineStyle{Color: p.colors.Text, Width: 1.5}},
		})
	}
	if t.Best != nil && finite(t.Best.Value) && t.runs == 1 && !t.Reference {
		symbol, says := "circle", "best"
		switch {
		case t.Winner:
			symbol = star
		case t.Broken:
			says = "best before"
		}
		mark(float64(t.Best.Step), t.Best.Value, symbol, says+" %{y:.4g}<extra></extra>")
	}
	if last, broken := t.ended(); broken && last >= 0 {
		mark(t.steps[last], t.values[last], "x", t.now()+" after this<extra></extra>")
	}
	return marks
}

// thin keeps at most most points. It divides the line into most/2 stretches and
// keeps the lowest and the highest point of each. A stretch with a gap keeps the
// gap.
func thin(steps, values []float64, most int) (x, y Numbers) {
	if len(steps) <= most {
		return steps, values
	}
	stretches := max(1, most/4)
	for k := range stretches {
		from, to := k*len(steps)/stretches, (k+1)*len(steps)/stretches
		for _, i := range extremes(values, from, to) {
			x, y = append(x, steps[i]), append(y, values[i])
		}
	}
	return x, y
}

// mostFaint is the number of points of a line in the background. They show its
// trend without its noise, which would cover all other lines.
const mostFaint = 150

// average returns the means of at most most stretches. The mean is NaN for a
// stretch without a finite value.
func average(steps, values []float64, most int) (x, y Numbers) {
	if len(steps) <= most {
		return steps, values
	}
	for k := range most {
		from, to := k*len(steps)/most, (k+1)*len(steps)/most
		sum, count := 0.0, 0.0
		for _, v := range values[from:to] {
			if finite(v) {
				sum += v
				count++
			}
		}
		x, y = append(x, steps[(from+to)/2]), append(y, sum/count)
	}
	return x, y
}

// extremes returns the indices of a stretch's first, lowest, highest and last
// value, in order and without duplicates. A gap replaces the last value.
func extremes(values []float64, from, to int) []int {
	low, high, last := from, from, to-1
	for i := from; i < to; i++ {
		switch {
		case !finite(values[i]):
			last = i
		case values[i] < values[low] || !finite(values[low]):
			low = i
		}
		if finite(values[i]) && (values[i] > values[high] || !finite(values[high])) {
			high = i
		}
	}
	indices := []int{from, low, high, last}
	slices.Sort(indices)
	return slices.Compact(indices)
}

func countFinite(values []float64) (count int) {
	for _, v := range values {
		count += btoi(finite(v))
	}
	return count
}

// plotlyText stops Plotly from reading a label as HTML, and limits its length.
func plotlyText(s string) string {
	return html.EscapeString(say.Clip(s, 60))
}

// translucent turns #rrggbb into an rgba colour with the given opacity.
func translucent(color string, opacity float64) string {
	c := rgba(color)
	return fmt.Sprintf("rgba(%d,%d,%d,%.2g)", c.R, c.G, c.B, opacity)
}
