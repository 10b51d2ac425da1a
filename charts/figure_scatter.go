package charts

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

// ScatterFigure draws the objective of each run over one parameter, on a log
// axis when the parameter's scale is log. Runs that differ only in ignored
// parameters share a marker at their mean, with a bar from the lowest to the
// highest value.
func ScatterFigure(theme Theme, c Comparison, param string) Figure {
	figure := newFigure(theme)
	c, axis := c.over(param)
	results := c.results()
	values := c.objectiveScale(results)
	figure.Layout.Axes["xaxis"] = axis.plotly(theme)
	y := newAxis(theme, Clean(c.Objective.Metric))
	if values.log {
		y.Type = "log"
	}
	if low, high, ok := span(results); ok && (low < values.from || high > values.to) {
		y.Range = []float64{values.drawn(values.from), values.drawn(values.to)}
	}
	figure.Layout.Axes["yaxis"] = y
	figure.Data = append(figure.Data, c.scatterTraces(theme, &axis, results)...)
	figure.Layout.Annotations = leftOut(theme, c.Objective, len(c.Runs)-len(insight.WithValue(c.Runs)))
	return figure
}

// over returns the comparison without param among the ignored parameters, and
// the axis of param.
func (c Comparison) over(param string) (Comparison, paramAxis) {
	p := trex.Param{Name: param}
	if i := slices.IndexFunc(c.Params, func(p trex.Param) bool { return p.Name == param }); i >= 0 {
		p = c.Params[i]
	}
	c.Ignore = slices.DeleteFunc(slices.Clone(c.Ignore), func(name string) bool { return name == param })
	return c, newParamAxis(p, configsOf(c.Runs), 8)
}

func (a *paramAxis) plotly(theme Theme) *Axis {
	axis := newAxis(theme, Clean(a.param.Name))
	axis.Range = []float64{a.drawn(a.from), a.drawn(a.to)}
	if a.log {
		axis.Type = "log"
	}
	for _, t := range a.ticks {
		axis.TickVals = append(axis.TickVals, t.Value)
		axis.TickText = append(axis.TickText, plotlyText(t.Label))
	}
	return axis
}

func (c Comparison) scatterTraces(theme Theme, axis *paramAxis, results []result) []Trace {
	colors := theme.Colors()
	single := Trace{
		Type: "scatter", Mode: "markers", ShowLegend: new(false),
		HoverTemplate: "%{text}<br>" + plotlyText(Clean(c.Objective.Metric)) + " %{y:.4g}<extra></extra>",
		Marker:        &Marker{Color: colors.Series[0], Size: 10, Line: &LineStyle{Color: colors.Text, Width: 1}},
	}
	means := single
	means.HoverTemplate = "%{text}<extra></extra>"
	means.Marker = &Marker{Color: colors.Series[1], Size: 13, Symbol: "diamond", Line: single.Marker.Line}
	means.ErrorY = &ErrorBars{Type: "data", Color: colors.Series[1], Thickness: 2}
	for i := range results {
		r := &results[i]
		for k := range r.runs {
			run := &r.runs[k]
			if _, ok := run.Score(); ok {
				single.X, single.Y = append(single.X, axis.value(r.config)), append(single.Y, run.Best.Value)
				single.Text = append(single.Text, plotlyText(string(run.ID)+" "+cmp.Or(Clean(run.Name), r.label)))
				single.CustomData = append(single.CustomData, string(run.ID))
			}
		}
		if len(r.values) > 1 {
			means.X, means.Y = append(means.X, axis.value(r.config)), append(means.Y, r.mean())
			means.ErrorY.Array = append(means.ErrorY.Array, r.high()-r.mean())
			means.ErrorY.ArrayMinus = append(means.ErrorY.ArrayMinus, r.mean()-r.low())
			means.Text = append(means.Text, plotlyText(r.label)+fmt.Sprintf(": mean %s of %d runs, %s to %s",
				say.Number(r.mean()), len(r.values), say.Number(r.low()), say.Number(r.high())))
		}
	}
	if len(means.X) == 0 {
		return []Trace{single}
	}
	single.Opacity = 0.55
	return []Trace{single, means}
}
