package charts

import (
	"encoding/json"
	"math"
	"strconv"
)

// Figure is a chart in Plotly's format. It marshals to {"data":…,"layout":…}.
// Its backgrounds are transparent, so that the page's background shows.
type Figure struct {
	Data   []Trace `json:"data"`
	Layout Layout  `json:"layout"`
}

// Trace is a Plotly trace, with the fields of Plotly that this package uses.
type Trace struct {
	Type          string      `json:"type"` // "scatter", "scattergl" or "parcoords"
	Mode          string      `json:"mode,omitempty"`
	Name          string      `json:"name,omitempty"`
	Meta          *Meta       `json:"meta,omitempty"`
	X             Numbers     `json:"x,omitempty"`
	Y             Numbers     `json:"y,omitempty"`
	XAxis         string      `json:"xaxis,omitempty"`
	YAxis         string      `json:"yaxis,omitempty"`
	Text          []string    `json:"text,omitempty"`
	CustomData    []string    `json:"customdata,omitempty"` // the run of each point
	Line          *LineStyle  `json:"line,omitempty"`
	Marker        *Marker     `json:"marker,omitempty"`
	ErrorY        *ErrorBars  `json:"error_y,omitempty"`
	Fill          string      `json:"fill,omitempty"`
	FillColor     string      `json:"fillcolor,omitempty"`
	Opacity       float64     `json:"opacity,omitempty"`
	LegendGroup   string      `json:"legendgroup,omitempty"`
	ShowLegend    *bool       `json:"showlegend,omitempty"`
	HoverInfo     string      `json:"hoverinfo,omitempty"`
	HoverTemplate string      `json:"hovertemplate,omitempty"`
	Dimensions    []Dimension `json:"dimensions,omitempty"`
	LabelFont     *Font       `json:"labelfont,omitempty"`
	TickFont      *Font       `json:"tickfont,omitempty"`
}

// Meta links a trace to a run on the page.
type Meta struct {
	Run    string `json:"run,omitempty"`
	Strong bool   `json:"strong,omitempty"`
	Series *int   `json:"series,omitempty"` // position in Colors.Series, so that a page can change the colour; nil: Dim
}

type LineStyle struct {
	Color      any      `json:"color,omitempty"` // a colour, or for parcoords one number for each line
	Width      float64  `json:"width,omitempty"`
	Dash       string   `json:"dash,omitempty"`
	ColorScale [][2]any `json:"colorscale,omitempty"`
	ShowScale  bool     `json:"showscale,omitempty"`
	ColorBar   *Axis    `json:"colorbar,omitempty"`
	CMin       *float64 `json:"cmin,omitempty"`
	CMax       *float64 `json:"cmax,omitempty"`
}

type Marker struct {
	Color  any        `json:"color,omitempty"`
	Size   float64    `json:"size,omitempty"`
	Symbol string     `json:"symbol,omitempty"`
	Line   *LineStyle `json:"line,omitempty"`
}

type ErrorBars struct {
	Array      Numbers `json:"array"`
	ArrayMinus Numbers `json:"arrayminus"`
	Color      string  `json:"color,omitempty"`
	Thickness  float64 `json:"thickness,omitempty"`
	Type       string  `json:"type"`
	Symmetric  bool    `json:"symmetric"`
}

// Dimension is one vertical axis of parallel coordinates.
type Dimension struct {
	Label    string    `json:"label"`
	Values   Numbers   `json:"values"`
	Range    []float64 `json:"range,omitempty"`
	TickVals Numbers   `json:"tickvals,omitempty"`
	TickText []string  `json:"ticktext,omitempty"`
}

// Layout is Plotly's layout. Axes have Plotly's keys: "xaxis", "yaxis2".
type Layout struct {
	Axes         map[string]*Axis
	PaperBGColor string
	PlotBGColor  string
	Font         Font
	Margin       Margin
	HoverMode    string
	ShowLegend   bool
	Legend       Legend
	Annotations  []Annotation
}

// MarshalJSON puts the axes next to the other fields, as Plotly expects.
func (l Layout) MarshalJSON() ([]byte, error) {
	flat := map[string]any{
		"paper_bgcolor": l.PaperBGColor, "plot_bgcolor": l.PlotBGColor, "font": l.Font, "margin": l.Margin,
		"showlegend": l.ShowLegend, "legend": l.Legend, "hovermode": l.HoverMode,
	}
	if l.HoverMode == "" {
		flat["hovermode"] = false
	}
	if len(l.Annotations) > 0 {
		flat["annotations"] = l.Annotations
	}
	for key, axis := range l.Axes {
		flat[key] = axis
	}
	return json.Marshal(flat)
}

type Axis struct {
	Title          *Title    `json:"title,omitempty"`
	Type           string    `json:"type,omitempty"`
	Range          []float64 `json:"range,omitempty"`
	Domain         []float64 `json:"domain,omitempty"`
	Anchor         string    `json:"anchor,omitempty"`
	Matches        string    `json:"matches,omitempty"`
	GridColor      string    `json:"gridcolor,omitempty"`
	ShowGrid       *bool     `json:"showgrid,omitempty"`
	ZeroLine       *bool     `json:"zeroline,omitempty"`
	TickVals       Numbers   `json:"tickvals,omitempty"`
	TickText       []string  `json:"ticktext,omitempty"`
	DTick          float64   `json:"dtick,omitempty"`
	Tick0          *float64  `json:"tick0,omitempty"`
	ExponentFormat string    `json:"exponentformat,omitempty"`
	AutoMargin     bool      `json:"automargin,omitempty"`
	OutlineWidth   *float64  `json:"outlinewidth,omitempty"`
	Thickness      float64   `json:"thickness,omitempty"`
}

type Title struct {
	Text string `json:"text"`
}

type Font struct {
	Family string  `json:"family,omitempty"`
	Size   float64 `json:"size,omitempty"`
	Color  string  `json:"color,omitempty"`
}

type Margin struct {
	Left   float64 `json:"l"`
	Right  float64 `json:"r"`
	Top    float64 `json:"t"`
	Bottom float64 `json:"b"`
}

type Legend struct {
	Orientation string  `json:"orientation,omitempty"`
	X           float64 `json:"x"`
	Y           float64 `json:"y"`
	XAnchor     string  `json:"xanchor,omitempty"`
	YAnchor     string  `json:"yanchor,omitempty"`
}

// Annotation is a text at a place given in fractions of the figure.
type Annotation struct {
	Text      string  `json:"text"`
	X         float64 `json:"x"`
	Y         float64 `json:"y"`
	XRef      string  `json:"xref"`
	YRef      string  `json:"yref"`
	XAnchor   string  `json:"xanchor,omitempty"`
	YAnchor   string  `json:"yanchor,omitempty"`
	ShowArrow bool    `json:"showarrow"`
	Font      *Font   `json:"font,omitempty"`
}

// Numbers marshal with seven digits. NaN and Inf become null, because JSON lacks
// them; Plotly draws null as a gap.
type Numbers []float64

func (n Numbers) MarshalJSON() ([]byte, error) {
	if n == nil {
		return []byte("[]"), nil
	}
	b := make([]byte, 0, 2+9*len(n))
	b = append(b, '[')
	for i, f := range n {
		if i > 0 {
			b = append(b, ',')
		}
		switch {
		case !finite(f):
			b = append(b, "null"...)
		case f == math.Trunc(f) && math.Abs(f) < 1e15:
			b = strconv.AppendInt(b, int64(f), 10)
		default:
			b = strconv.AppendFloat(b, f, 'g', 7, 64)
		}
	}
	return append(b, ']'), nil
}

// newFigure returns an empty figure in a theme.
func newFigure(theme Theme) Figure {
	return Figure{
		Data: []Trace{},
		Layout: Layout{
			Axes:         map[string]*Axis{},
			PaperBGColor: "rgba(0,0,0,0)",
			PlotBGColor:  "rgba(0,0,0,0)",
			Font:         Font{Family: "Inter, system-ui, sans-serif", Size: 13, Color: theme.Colors().Text},
			Margin:       Margin{Left: 56, Right: 16, Top: 32, Bottom: 44},
			HoverMode:    "closest",
			Legend:       Legend{Orientation: "h", X: 0, Y: 1.02, YAnchor: "bottom"},
		},
	}
}

func newAxis(theme Theme, title string) *Axis {
	axis := &Axis{GridColor: theme.Colors().Grid, ZeroLine: new(false), AutoMargin: true}
	if title != "" {
		axis.Title = &Title{plotlyText(title)}
	}
	return axis
}
