package charts

import (
	"fmt"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

// ParallelFigure draws each run as a line across vertical axes: one for each
// parameter that differs and one for the objective. The objective also gives the
// colour. Runs without a value are omitted, and the figure says how many.
func ParallelFigure(theme Theme, c Comparison) Figure {
	figure := newFigure(theme)
	figure.Layout.Margin = Margin{Left: 64, Right: 32, Top: 56, Bottom: 28}
	runs := insight.WithValue(c.Runs)
	figure.Layout.Annotations = leftOut(theme, c.Objective, len(c.Runs)-len(runs))
	if len(runs) == 0 {
		return figure
	}
	objective := c.objectiveScale(c.results())
	values, ids := make(Numbers, len(runs)), make([]string, len(runs))
	for i := range runs {
		// A value that exploded is drawn at the end of the axis.
		values[i] = max(objective.from, min(runs[i].Best.Value, objective.to))
		ids[i] = string(runs[i].ID)
	}
	text := theme.Colors().Text
	trace := Trace{
		Type: "parcoords", CustomData: ids,
		Line:      objectiveColors(theme, c.Objective.Goal, objective, values),
		LabelFont: &Font{Size: 13, Color: text}, TickFont: &Font{Size: 12, Color: text},
	}
	configs := configsOf(runs)
	for _, param := range c.shown() {
		axis := newParamAxis(param, configs, 8)
		trace.Dimensions = append(trace.Dimensions, axis.dimension(configs))
	}
	trace.Dimensions = append(trace.Dimensions,
		newDimension(c.Objective.Metric, objective, values, ValueTicks(objective.from, objective.to, objective.log, 8)))
	figure.Data = append(figure.Data, trace)
	return figure
}

func (a *paramAxis) dimension(configs []trex.RunConfig) Dimension {
	values := make(Numbers, len(configs))
	for i, config := range configs {
		values[i] = a.value(config)
	}
	return newDimension(a.param.Name, a.scale, values, a.ticks)
}

// newDimension takes the logarithms itself, because Plotly's parallel
// coordinates have no log axis.
func newDimension(label string, s scale, values Numbers, ticks []Tick) Dimension {
	d := Dimension{
		Label:  plotlyText(Clean(label)),
		Range:  []float64{s.drawn(s.from), s.drawn(s.to)},
		Values: make(Numbers, len(values)),
	}
	for i, v := range values {
		d.Values[i] = s.drawn(v)
	}
	for _, t := range ticks {
		d.TickVals = append(d.TickVals, s.drawn(t.Value))
		d.TickText = append(d.TickText, plotlyText(t.Label))
	}
	return d
}

// objectiveColors gives the best value blue, the middle one purple and the worst
// one the colour of the grid.
func objectiveColors(theme Theme, goal trex.Goal, s scale, values Numbers) *LineStyle {
	colors := theme.Colors()
	stops := []string{colors.Series[0], colors.Series[1], translucentOn(colors)}
	if goal == trex.Maximize {
		slices.Reverse(stops)
	}
	numbers := make(Numbers, len(values))
	for i, v := range values {
		numbers[i] = s.drawn(v)
	}
	return &LineStyle{
		Color:      numbers,
		ColorScale: [][2]any{{0, stops[0]}, {0.5, stops[1]}, {1, stops[2]}},
		CMin:       new(s.drawn(s.from)), CMax: new(s.drawn(s.to)),
	}
}

// translucentOn returns a colour halfway between text and background: visible,
// but not strong.
func translucentOn(c Colors) string {
	a, b := rgba(c.Dim), rgba(c.Background)
	half := func(x, y uint8) int { return (int(x) + int(y)) / 2 }
	return fmt.Sprintf("#%02x%02x%02x", half(a.R, b.R), half(a.G, b.G), half(a.B, b.B))
}

// leftOut says how many runs a figure cannot show.
func leftOut(theme Theme, objective trex.Objective, count int) []Annotation {
	if count == 0 {
		return nil
	}
	verb := " have no finite "
	if count == 1 {
		verb = " has no finite "
	}
	return []Annotation{{
		Text: plotlyText(say.Count(count, "run") + verb + Clean(objective.Metric)),
		X:    1, Y: 0, XRef: "paper", YRef: "paper", XAnchor: "right", YAnchor: "top",
		Font: &Font{Size: 12, Color: theme.Colors().Dim},
	}}
}
