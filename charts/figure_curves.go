package charts

import (
	"cmp"
	"fmt"
	"html"
	"slices"
	"strconv"

	"github.com/trex-ml/trex/say"
)

// CurvesFigure draws curves, several one above the other with one horizontal
// axis, so that zooming one zooms all. Lines hold at most a few thousand
// points, extremes kept; for a closer look the page asks for the points of a
// part.
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

// addCurves adds one of several charts. The first is the topmost.
func (f *Figure) addCurves(theme Theme, c Curves, position, of int) {
	number := ""
	if position > 0 {
		number = strconv.Itoa(position + 1)
	}
	tracks := c.tracks()
	y := newAxis(theme, Clean(c.Title))
	values := valueScale(tracks, c.Goal)
	if values.log {
		y.Type = "log"
	}
	y.ExponentFormat = "power"
	if clipped(tracks, values) {
		y.Range = []float64{values.drawn(values.from), values.drawn(values.to)}
	}
	height, gap := 1/float64(of), 0.06
	if of > 1 {
		top := 1 - float64(position)*height
		y.Domain = []float64{max(top-height+gap, 0), top}
	}
	y.Anchor = "x"
	f.Layout.Axes["yaxis"+number] = y
	if position == 0 {
		f.Layout.Axes["xaxis"] = stepAxis(theme, c, tracks, of)
	} else {
		f.Layout.Axes["xaxis"].include(stepScale(tracks))
	}

	most := max(500, min(4000, 60_000/max(1, len(tracks))))
	points := 0
	for i := range tracks {
		if tracks[i].strong {
			points += min(most, len(tracks[i].steps))
		} else {
			points += min(mostFaint, len(tracks[i].steps))
		}
	}
	kind := "scatter"
	if points > 20_000 { // beyond that, SVG is slow
		kind = "scattergl"
	}
	var winner []Trace // its mark comes last: no other may hide it
	for _, strong := range []bool{false, true} {
		for i := range tracks {
			if t := &tracks[i]; t.strong == strong {
				for _, trace := range t.traces(theme, values, most, kind, position) {
					trace.YAxis = "y" + number
					if trace.Marker != nil && trace.Marker.Symbol == star {
						winner = append(winner, trace)
						continue
					}
					f.Data = append(f.Data, trace)
				}
			}
		}
	}
	f.Data = append(f.Data, winner...)
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

// include keeps Plotly from half steps where there are few.
func (a *Axis) include(s scale) {
	a.DTick = 0
	if s.to-s.from <= 10 {
		a.DTick = 1
	}
}

// traces returns a line, or a band and its mean, and its marks.
func (t *track) traces(theme Theme, shown scale, most int, kind string, position int) []Trace {
	name := plotlyText(cmp.Or(Clean(t.Label), string(t.Run), "line"))
	color, width := theme.Colors().Dim, 2.0
	meta := &Meta{Run: string(t.Run), Strong: t.strong}
	if t.color >= 0 {
		color = theme.Colors().Series[t.color]
		meta.Series = &t.color
	}
	steps, values := thin(t.steps, t.values, most)
	if !t.strong {
		steps, values = average(t.steps, t.values, mostFaint)
	}
	line := Trace{
		Type: kind, Mode: "lines", Name: name, Meta: meta, X: steps, Y: values,
		Line: &LineStyle{Color: color, Width: width}, LegendGroup: name,
		HoverTemplate: "%{y:.4g}", ShowLegend: new(t.strong && position == 0),
	}
	if countFinite(values) == 1 {
		line.Mode = "lines+markers"
	}
	switch {
	case t.Reference:
		line.Line.Dash = "dash"
	case !t.strong:
		line.Opacity, line.Line.Width = 0.25, 1
	}
	return append(append(t.bandTraces(kind, name, color, most), line), t.markTraces(theme, shown, name, color, meta)...)
}

func (t *track) bandTraces(kind, name, color string, most int) []Trace {
	if t.runs < 2 {
		return nil
	}
	edge := func(values []float64) Trace {
		steps, values := thin(t.steps, values, most)
		return Trace{
			Type: kind, Mode: "lines", Name: name, X: steps, Y: values, LegendGroup: name,
			Line: &LineStyle{Color: "rgba(0,0,0,0)"}, HoverInfo: "skip", ShowLegend: new(false),
		}
	}
	low, high := edge(t.low), edge(t.high)
	high.Fill, high.FillColor = "tonexty", translucent(color, 0.22)
	return []Trace{low, high}
}

// star is the mark of the best run's best point.
const star = "star"

// markTraces marks the best point, and where the values end.
func (t *track) markTraces(theme Theme, shown scale, name, color string, meta *Meta) (marks []Trace) {
	if !t.strong {
		return nil
	}
	mark := func(step, value float64, symbol, says string) {
		if value < shown.from || value > shown.to { // Plotly would draw it in a corner
			return
		}
		marks = append(marks, Trace{
			Type: "scatter", Mode: "markers", Name: name, Meta: meta, LegendGroup: name, ShowLegend: new(false),
			X: Numbers{step}, Y: Numbers{value}, HoverTemplate: says,
			Marker: &Marker{Color: color, Size: 12, Symbol: symbol, Line: &LineStyle{Color: theme.Colors().Text, Width: 1.5}},
		})
	}
	if t.Best != nil && finite(t.Best.Value) && t.runs == 1 && !t.Reference {
		symbol := "circle"
		if t.Winner {
			symbol = star
		}
		mark(float64(t.Best.Step), t.Best.Value, symbol, "best %{y:.4g}<extra></extra>")
	}
	if last, broken := t.ended(); broken && last >= 0 {
		mark(t.steps[last], t.values[last], "x", "NaN after this<extra></extra>")
	}
	return marks
}

// thin keeps at most most points: of each of most/2 stretches the lowest and
// the highest, and of one with a gap, the gap.
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

// mostFaint is how many points a line in the background has: its course, not
// its noise, which would cover all others.
const mostFaint = 150

// average returns the means of at most most stretches, and NaN for one without
// a finite value.
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

// extremes returns, in order and once each, the first, the lowest, the highest
// and the last index of a stretch, or instead of the last one a gap.
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

// plotlyText keeps Plotly from reading labels as the HTML it knows, and labels
// from filling the page.
func plotlyText(s string) string {
	return html.EscapeString(say.Clip(s, 60))
}

// translucent turns #rrggbb into rgba with an opacity.
func translucent(color string, opacity float64) string {
	c := rgba(color)
	return fmt.Sprintf("rgba(%d,%d,%d,%.2g)", c.R, c.G, c.B, opacity)
}
