package charts

import (
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/wcharczuk/go-chart/v2/drawing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/say"
)

// ComparisonPNG draws the results of runs. When one numeric parameter was varied
// often enough to show a shape, it draws the objective over that parameter;
// otherwise it draws a ranking. The picture is dark, as chats show it.
func ComparisonPNG(w io.Writer, comparison Comparison) error {
	c, err := drawComparison(comparison)
	if err != nil {
		return err
	}
	return c.encode(w)
}

func drawComparison(comparison Comparison) (*canvas, error) {
	c, faces, err := blank(Dark)
	if err != nil {
		return nil, err
	}
	p := comparisonPanel{
		panel:      panel{canvas: c, faces: faces, right: Width},
		Comparison: comparison, all: comparison.ranked(),
	}
	p.colors = p.seriesColors()
	top := p.header(p.Title, p.Note)
	if shown := p.shown(); len(shown) == 1 {
		axis := newParamAxis(shown[0], configsOf(p.Runs), 8)
		if axis.values == nil && len(p.all) > 3 {
			return c, p.scatter(&axis, top)
		}
	}
	return c, p.ranking(top)
}

type comparisonPanel struct {
	panel
	Comparison
	all    []result                 // ranked
	colors map[string]drawing.Color // by label
}

// seriesColors gives each result the colour of its line in the curves of the
// same runs.
func (p *comparisonPanel) seriesColors() map[string]drawing.Color {
	curves := Curves{Goal: p.Objective.Goal}
	for _, r := range p.results() {
		line := Line{Label: r.label}
		if len(r.values) > 0 {
			line.Best = &trex.Best{Value: r.mean()}
		}
		curves.Lines = append(curves.Lines, line)
	}
	colors := map[string]drawing.Color{}
	for _, t := range curves.tracks() {
		colors[t.Label] = t.ink(p.palette)
	}
	return colors
}

// mostRows is the most results that a ranking shows.
const mostRows = 9

// ranking draws one row for each result, the best on top. A row shows the
// values, their mean when there are several, and the number at the right.
func (p *comparisonPanel) ranking(top float64) error {
	rows, more := p.all, ""
	if len(rows) > mostRows {
		rows = rows[:mostRows-1]
		more = fmt.Sprintf("+%d more", len(p.all)-len(rows))
	}
	face := p.faces.semibold
	labels, head := p.rowLabels(rows)
	widest, widestFigure := max(face.width(more, labelSize), face.width(head, tickSize)), 0.0
	for i := range rows {
		widest = max(widest, face.width(labels[i], labelSize))
		widestFigure = max(widestFigure, face.width(rows[i].figure(), labelSize))
	}
	x := p.objectiveScale(rows)
	first := 0.7 * float64(btoi(head != "")) // rows are counted down from the top
	slots := first + float64(max(len(rows)+btoi(more != ""), 4))
	a := axes{
		x: x, y: scale{from: -slots, to: 0}, top: top, vertical: true,
		left: widest + 24, right: Width - widestFigure - 2*margin,
	}
	if _, _, ok := span(rows); ok {
		a.xTicks = p.roomyTicks(a.right-a.left-3*margin, func(most int) []Tick {
			return ValueTicks(x.from, x.to, x.log, most)
		})
	}
	return p.chart(a, func(f *frame) {
		if len(rows) == 0 {
			p.say("no runs yet", f)
		}
		p.text(head, pen{p.faces.medium, tickSize, rgba(p.palette.Dim)}, xy{margin, f.top + tickSize*capHeight})
		for i := range rows {
			p.row(f, row{&rows[i], labels[i], -first - float64(i) - 0.5, i == 0})
		}
		if more != "" {
			y := f.at(x.from, -first-float64(len(rows))-0.5).y
			p.text(more, pen{face, labelSize, rgba(p.palette.Dim)}, xy{margin, y + labelSize*capHeight/2})
		}
	})
}

// rowLabels labels the rows with parameters and values. When that is too long,
// it uses only the values, and head names the parameters.
func (p *comparisonPanel) rowLabels(rows []result) (labels []string, head string) {
	const most = 0.45 * Width
	face, widest := p.faces.semibold, 0.0
	labels = make([]string, len(rows))
	for i := range rows {
		labels[i] = rows[i].label
		widest = max(widest, face.width(labels[i], labelSize))
	}
	if shown := p.shown(); widest > most && len(shown) > 1 {
		names := make([]string, len(shown))
		for k, param := range shown {
			names[k] = param.Name
		}
		head = p.faces.medium.fit(Clean(strings.Join(names, " · ")), tickSize, most)
		for i := range rows {
			for k, param := range shown {
				names[k] = shortValue(rows[i].config[param.Name])
			}
			labels[i] = Clean(strings.Join(names, " · "))
		}
	}
	for i := range labels {
		labels[i] = face.fit(labels[i], labelSize, most)
	}
	return labels, head
}

func shortValue(v trex.Value) string {
	if number, ok := v.Float(); ok {
		return say.Number(number)
	}
	return v.String()
}

// row is one result in a ranking.
type row struct {
	*result
	label  string
	height float64 // distance from the top, in rows
	first  bool
}

func (p *comparisonPanel) row(f *frame, r row) {
	ink := p.colors[r.result.label]
	y := f.at(f.x.from, r.height).y
	baseline := y + labelSize*capHeight/2
	text := pen{p.faces.semibold, labelSize, rgba(p.palette.Dim)}
	if r.first && len(r.values) > 0 {
		text.ink = rgba(p.palette.Text)
	}
	p.text(r.label, text, xy{margin, baseline})
	p.text(r.figure(), text, xy{f.right + margin, baseline})
	if len(r.values) == 0 {
		p.cross(xy{f.left + 16, y}, rgba(p.palette.Dim))
		return
	}
	place := func(value float64) xy {
		at := f.at(value, r.height)
		return xy{max(f.left, min(at.x, f.right)), at.y}
	}
	if len(r.values) > 1 {
		band := ink
		band.A = 90
		p.polyline([]xy{place(r.low()), place(r.high())}, 16, band)
		for _, v := range r.values {
			p.disc(place(v), 6, ink)
		}
	}
	mean := place(r.mean())
	if r.first {
		p.ring(mean, ink)
		return
	}
	p.disc(mean, 12, ink)
}

// figure writes a result in a few characters.
func (r *result) figure() string {
	run := &r.runs[0]
	switch {
	case len(r.values) > 0:
		return say.Number(r.mean())
	case run.Broken():
		return say.ValueNow(run)
	}
	return string(run.Status)
}

// scatter draws the objective over the one varied parameter.
func (p *comparisonPanel) scatter(axis *paramAxis, top float64) error {
	y := p.objectiveScale(p.all)
	name := p.faces.medium.fit(Clean(axis.param.Name), tickSize, 0.25*Width)
	a := axes{
		x: axis.scale, y: y, top: top,
		right: Width - nameGap - p.faces.medium.width(name, tickSize) - margin,
	}
	_, _, any := span(p.all)
	if any {
		a.yTicks = ValueTicks(y.from, y.to, y.log, 6)
		a.xTicks = p.roomyTicks(a.right-3*margin, func(most int) []Tick {
			return newParamAxis(axis.param, configsOf(p.Runs), most).ticks
		})
	}
	return p.chart(a, func(f *frame) {
		if !any {
			p.say("no values yet", f)
			return
		}
		p.text(name, pen{p.faces.medium, tickSize, rgba(p.palette.Dim)}, xy{f.right + nameGap, f.bottom + 10 + tickSize*capHeight})
		p.scatterPoints(f, axis)
	})
}

func (p *comparisonPanel) scatterPoints(f *frame, axis *paramAxis) {
	blue := rgba(p.palette.Series[0])
	for i := len(p.all) - 1; i >= 0; i-- { // draw the best last, so that it lies on top
		r := &p.all[i]
		x := axis.value(r.config)
		if math.IsNaN(x) {
			continue
		}
		if len(r.values) == 0 {
			p.cross(xy{f.at(x, f.y.to).x, f.top + 14}, rgba(p.palette.Dim))
			continue
		}
		if len(r.values) > 1 {
			band := blue
			band.A = 90
			p.polyline(f.inside([]xy{f.at(x, r.low()), f.at(x, r.high())}), 14, band)
		}
		for _, v := range r.values {
			p.point(f, f.at(x, v), 8, blue)
		}
		mean := f.at(x, r.mean())
		if i > 0 {
			p.point(f, mean, 11, blue)
			continue
		}
		p.callout(f, p.asTracks(axis), mean, say.Number(r.mean()))
		p.ring(mean, blue)
	}
}

// point draws a dot. Outside the frame it draws an arrow towards the point
// instead.
func (p *panel) point(f *frame, at xy, radius float64, ink drawing.Color) {
	switch {
	case at.y < f.top:
		p.arrow(xy{at.x, f.top + 22}, -1, ink)
	case at.y > f.bottom:
		p.arrow(xy{at.x, f.bottom - 22}, 1, ink)
	default:
		p.disc(at, radius, ink)
	}
}

// asTracks returns the points as a track, so that a callout does not cover them.
func (p *comparisonPanel) asTracks(axis *paramAxis) []track {
	t := track{strong: true}
	for i := range p.all {
		for _, v := range p.all[i].values {
			t.steps, t.values = append(t.steps, axis.value(p.all[i].config)), append(t.values, v)
		}
	}
	return []track{t}
}
