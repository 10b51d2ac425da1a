package charts

import (
	"cmp"
	"io"
	"slices"

	gochart "github.com/wcharczuk/go-chart/v2"
	"github.com/wcharczuk/go-chart/v2/drawing"
)

// Sizes in pixels, for a picture 1200 wide. On a phone, chats show it 360 wide,
// and 33 becomes 10: the smallest readable size.
const (
	titleSize = 48
	noteSize  = 33
	tickSize  = 33
	labelSize = 35

	strongWidth = 5.0
	faintWidth  = 2.5
	margin      = 36
)

// PNG draws one chart of curves as one picture, or the first two of several side
// by side. Chats use the dark theme. The error comes from w or says that the
// fonts are broken.
func PNG(w io.Writer, theme Theme, panels ...Curves) error {
	c, err := drawPanels(theme, panels)
	if err != nil {
		return err
	}
	return c.encode(w)
}

func drawPanels(theme Theme, panels []Curves) (*canvas, error) {
	c, faces, err := blank(theme)
	if err != nil {
		return nil, err
	}
	charts, top := layout(c, faces, panels), 0.0
	for _, p := range charts {
		top = max(top, p.header(p.Title, p.Note))
	}
	for _, p := range charts {
		if err := p.draw(top); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// blank returns an empty picture and the fonts to write on it.
func blank(theme Theme) (*canvas, typefaces, error) {
	faces, err := fonts()
	if err != nil {
		return nil, faces, err
	}
	c, err := newCanvas(theme.Colors())
	return c, faces, err
}

// panel is the part of a picture that holds one chart.
type panel struct {
	*canvas
	faces       typefaces
	left, right float64
}

// curvesPanel is a panel of curves.
type curvesPanel struct {
	panel
	Curves
	lines  []track
	labels labels
	name   string // of the horizontal axis
}

// layout divides the picture into panels. When both panels have the same labels,
// the labels are written once, at the right.
func layout(c *canvas, faces typefaces, charts []Curves) []curvesPanel {
	charts = charts[:min(len(charts), 2)]
	if len(charts) == 0 {
		charts = []Curves{{}}
	}
	panels := make([]curvesPanel, len(charts))
	width := Width / float64(len(charts))
	for i, curves := range charts {
		p := panel{canvas: c, faces: faces, left: float64(i) * width, right: float64(i+1) * width}
		lines := curves.tracks()
		name := p.faces.medium.fit(cmp.Or(Clean(curves.XLabel), "step"), tickSize, 0.25*width)
		panels[i] = curvesPanel{p, curves, lines, p.newLabels(curves, lines), name}
	}
	if len(panels) == 2 && slices.Equal(panels[0].labels.items, panels[1].labels.items) {
		left, right := &panels[0], &panels[1]
		left.labels, left.name = labels{}, ""
		left.right = (Width - right.column() + margin) / 2
		right.left = left.right
	}
	return panels
}

// header draws title and note and returns the y position below them.
func (p *panel) header(title, note string) (bottom float64) {
	width := p.right - p.left - 2*margin
	y := float64(margin) + titleSize*capHeight
	face := p.faces.semibold
	p.text(face.fit(Clean(title), titleSize, width), pen{face, titleSize, rgba(p.palette.Text)}, xy{p.left + margin, y})
	if note = Clean(note); note != "" {
		y += noteSize * 1.5
		face = p.faces.medium
		p.text(face.fit(note, noteSize, width), pen{face, noteSize, rgba(p.palette.Dim)}, xy{p.left + margin, y})
	}
	return y + 30
}

// axes holds what go-chart draws around the curves.
type axes struct {
	x, y           scale
	xTicks, yTicks []Tick
	top, right     float64 // edges of the frame
	left           float64 // extra width for the labels of the vertical axis
	vertical       bool    // draw vertical grid lines at the ticks of the horizontal axis
}

// chart lets go-chart lay out and draw the axes. Then it calls draw with the
// remaining frame.
func (p *panel) chart(a axes, draw func(*frame)) error {
	transparent := gochart.Style{FillColor: clear, StrokeColor: clear}
	background := transparent
	background.Padding = gochart.Box{
		IsSet: true, Top: int(a.top), Left: int(p.left+a.left) + margin,
		Right: Width - int(a.right), Bottom: 28,
	}
	text := gochart.Style{
		Font: p.faces.medium.main, FontSize: tickSize, FontColor: rgba(p.palette.Dim),
		StrokeColor: clear, StrokeWidth: 1,
	}
	columns, rows := gochart.Hidden(), gochart.Style{StrokeColor: rgba(p.palette.Grid), StrokeWidth: 2}
	if a.vertical {
		columns, rows = rows, columns
	}
	chart := gochart.Chart{
		Width: Width, Height: Height, DPI: dpi, Font: p.faces.medium.main,
		Background: background, Canvas: transparent,
		XAxis: gochart.XAxis{
			NameStyle: gochart.Hidden(), Style: text, TickStyle: text,
			Range: &axisRange{scale: a.x}, Ticks: chartTicks(a.x, a.xTicks),
			GridLines: gridLines(a.xTicks), GridMajorStyle: columns, GridMinorStyle: gochart.Hidden(),
		},
		YAxis: gochart.YAxis{Style: gochart.Hidden(), Range: &axisRange{scale: a.y}},
		YAxisSecondary: gochart.YAxis{
			Style: text, TickStyle: text, Zero: gochart.GridLine{Style: gochart.Hidden()},
			Range: &axisRange{scale: a.y}, Ticks: chartTicks(a.y, a.yTicks),
			GridLines: gridLines(a.yTicks), GridMajorStyle: rows, GridMinorStyle: gochart.Hidden(),
		},
		Series: []gochart.Series{&frameSeries{a.x, a.y, draw}},
	}
	same := func(int, int) (gochart.Renderer, error) { return p.canvas, nil }
	return chart.Render(same, io.Discard)
}

// clear is transparent but not the zero colour, because go-chart replaces the
// zero colour with its default.
var clear = drawing.Color{B: 1}

// chartTicks stops go-chart from adding ticks when there are none.
func chartTicks(s scale, ticks []Tick) []gochart.Tick {
	if len(ticks) == 0 {
		return []gochart.Tick{{Value: s.from}}
	}
	converted := make([]gochart.Tick, len(ticks))
	for i, t := range ticks {
		converted[i] = gochart.Tick{Value: t.Value, Label: t.Label}
	}
	return converted
}

func gridLines(ticks []Tick) []gochart.GridLine {
	lines := make([]gochart.GridLine, len(ticks))
	for i, t := range ticks {
		lines[i].Value = t.Value
	}
	return lines
}

// roomyTicks returns as many ticks as fit under a frame of the given width.
func (p *panel) roomyTicks(width float64, make func(most int) []Tick) (ticks []Tick) {
	for most := 8; most > 1; most-- {
		ticks = make(most)
		needed := 0.0
		for _, t := range ticks {
			needed += p.faces.medium.width(t.Label, tickSize) + 1.2*tickSize
		}
		if needed <= width {
			break
		}
	}
	return ticks
}
