package charts

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
)

// plot is a figure as the page receives it.
type plot struct {
	Data []struct {
		Type, Mode, Name string
		X, Y             []*float64
		YAxis            string
		Opacity          float64
		Fill             string
		Line             struct {
			Color json.RawMessage
			Dash  string
		}
		Marker     struct{ Symbol string }
		Meta       Meta
		ShowLegend bool
		CustomData []string
		Dimensions []struct {
			Label    string
			Values   []*float64
			TickText []string
		}
	}
	Layout map[string]json.RawMessage
}

func received(t *testing.T, figure Figure) plot {
	t.Helper()
	data, err := json.Marshal(figure)
	if err != nil {
		t.Fatal(err)
	}
	var p plot
	if err := json.Unmarshal(data, &p); err != nil {
		t.Fatalf("%v in %.200s", err, data)
	}
	return p
}

func (p plot) axis(t *testing.T, name string) (axis Axis) {
	t.Helper()
	if err := json.Unmarshal(p.Layout[name], &axis); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return axis
}

func TestCurvesFigure(t *testing.T) {
	p := received(t, CurvesFigure(Dark, Curves{Title: "val_loss", XLabel: "epoch", Lines: []Line{
		{Run: "r128", Label: "lr 0.1", Points: points(1, 0.5, math.NaN()), Best: &trex.Best{Step: 2, Value: 0.5}, Winner: true},
		{Run: "r129", Label: "lr 0.03", Points: points(2, 1.5, 1)},
		{Run: "r97", Label: "baseline", Points: points(1, 1), Reference: true},
	}}))
	var got []string
	for _, trace := range p.Data {
		got = append(got, fmt.Sprint(trace.Meta.Run, " ", trace.Mode, " ", trace.Marker.Symbol, trace.Line.Dash, len(trace.X)))
	}
	want := []string{"r128 lines 3", "r128 markers x1", "r129 lines 3", "r97 lines dash2", "r128 markers star1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if p.Data[0].Y[2] != nil {
		t.Error("NaN is not null")
	}
	if color := string(p.Data[2].Line.Color); color != `"`+Dark.Colors().Series[1]+`"` {
		t.Errorf("the second line is %s", color)
	}
	if got := p.axis(t, "xaxis"); got.Title.Text != "epoch" || got.DTick != 1 {
		t.Errorf("x axis %+v", got)
	}
	if got := string(p.Layout["paper_bgcolor"]); got != `"rgba(0,0,0,0)"` {
		t.Errorf("background %s", got)
	}
}

func TestTheBestOfABrokenLineIsFromBefore(t *testing.T) {
	line := Line{Run: "r1", Points: points(1, 0.5, math.NaN()), Best: &trex.Best{Step: 2, Value: 0.5}}
	for broken, want := range map[bool]string{false: "best %{y:.4g}<extra></extra>", true: "best before %{y:.4g}<extra></extra>"} {
		line.Broken = broken
		if got := CurvesFigure(Dark, Curves{Lines: []Line{line}}).Data[1].HoverTemplate; got != want {
			t.Errorf("broken %v: its best says %q, want %q", broken, got, want)
		}
	}
}

func TestALineSaysWhatItBecame(t *testing.T) {
	for last, want := range map[float64]string{math.NaN(): "NaN", math.Inf(1): "∞"} {
		line := Line{Label: "a", Points: points(1, 0.5, last)}
		if got := CurvesFigure(Dark, Curves{Lines: []Line{line}}).Data[1].HoverTemplate; got != want+" after this<extra></extra>" {
			t.Errorf("after %v the figure says %q", last, got)
		}
	}
}

func TestFigureUsesLogAxisOverTwoDecades(t *testing.T) {
	for last, want := range map[float64]string{0.5: "", 0.001: "log", -1: ""} {
		p := received(t, CurvesFigure(Dark, Curves{Lines: []Line{{Points: points(1, last)}}}))
		if got := p.axis(t, "yaxis").Type; got != want {
			t.Errorf("axis for 1 to %v is %q, want %q", last, got, want)
		}
	}
}

func TestPanelsStandOneAboveTheOther(t *testing.T) {
	loss, acc := Curves{Title: "loss", Lines: []Line{{Label: "train", Points: points(2, 1)}}}, Curves{Title: "acc", Lines: []Line{{Label: "train", Points: points(0, 1)}}}
	p := received(t, CurvesFigure(Light, loss, acc))
	top, bottom := p.axis(t, "yaxis"), p.axis(t, "yaxis2")
	if top.Title.Text != "loss" || bottom.Title.Text != "acc" || top.Domain[0] < bottom.Domain[1] {
		t.Errorf("loss at %v, acc at %v", top.Domain, bottom.Domain)
	}
	if p.Data[0].YAxis != "y" || p.Data[1].YAxis != "y2" {
		t.Errorf("traces on %q and %q", p.Data[0].YAxis, p.Data[1].YAxis)
	}
	if !p.Data[0].ShowLegend || p.Data[1].ShowLegend {
		t.Error("the legend must name a line once")
	}
}

func TestSeedsBecomeABand(t *testing.T) {
	c := Curves{Lines: []Line{
		{Run: "r1", Label: "lr 0.1 seed 0", Group: "lr 0.1", Points: points(1, 2, 3)},
		{Run: "r2", Label: "lr 0.1 seed 1", Group: "lr 0.1", Points: points(3, 4)},
		{Run: "r3", Label: "lr 0.1 seed 2", Group: "lr 0.1"},
	}}
	p := received(t, CurvesFigure(Dark, c))
	if len(p.Data) != 3 || p.Data[1].Fill != "tonexty" || p.Data[2].Name != "lr 0.1" {
		t.Fatalf("traces %+v", p.Data)
	}
	if got := *p.Data[2].Y[0]; len(p.Data[2].Y) != 2 || got != 2 {
		t.Errorf("the mean begins with %v and has %d values", got, len(p.Data[2].Y))
	}
}

func TestBandBetweenSteps(t *testing.T) {
	sparse := []trex.Point{{Step: 0, Value: 0}, {Step: 4, Value: 8}}
	dense := []trex.Point{{Step: 1, Value: 0}, {Step: 2, Value: 0}, {Step: 3, Value: math.NaN()}, {Step: 4, Value: 0}}
	band := newBand("g", []Line{{Group: "g", Points: sparse}, {Group: "g", Points: dense}})
	if diff := cmp.Diff([]float64{1, 2, 3, 4}, band.steps); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"1", "2", "NaN", "4"}, labelsOfValues(band.values)); diff != "" {
		t.Error(diff)
	}
}

func labelsOfValues(values []float64) (labels []string) {
	for _, v := range values {
		labels = append(labels, FormatValue(v))
	}
	return labels
}

func TestThinKeepsExtremesAndGaps(t *testing.T) {
	steps, values := make([]float64, 100_000), make([]float64, 100_000)
	for i := range values {
		steps[i], values[i] = float64(i), 1
	}
	values[31_415], values[92_653], values[58_979] = 99, -99, math.NaN()
	x, y := thin(steps, values, 1000)
	found := map[string]bool{}
	for i := range y {
		found[FormatValue(y[i])] = true
		if i > 0 && x[i] <= x[i-1] {
			t.Fatalf("step %v after %v", x[i], x[i-1])
		}
	}
	if len(x) > 1000 || !found["99"] || !found["-99"] || !found["NaN"] {
		t.Errorf("%d points with %v", len(x), found)
	}
	if x[0] != 0 || x[len(x)-1] != 99_999 {
		t.Errorf("from %v to %v", x[0], x[len(x)-1])
	}
}

func TestAverageKeepsCourseAndGaps(t *testing.T) {
	steps, values := []float64{1, 2, 3, 4, 5, 6}, []float64{1, 3, math.NaN(), math.NaN(), 5, math.NaN()}
	x, y := average(steps, values, 3)
	if diff := cmp.Diff([]string{"2", "NaN", "5"}, labelsOfValues(y)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(Numbers{2, 4, 6}, x); diff != "" {
		t.Error(diff)
	}
}

func TestHundredRunsAreDecimated(t *testing.T) {
	figure := CurvesFigure(Dark, noisy(100, 10_000))
	data, err := json.Marshal(figure)
	if err != nil {
		t.Fatal(err)
	}
	if len(data) > 1_500_000 {
		t.Errorf("%d bytes", len(data))
	}
	strong := 0
	for _, trace := range figure.Data {
		if len(trace.X) > 600 {
			t.Fatalf("%d points in a line", len(trace.X))
		}
		if trace.Mode == "lines" && trace.Meta.Strong {
			strong++
		}
	}
	if strong != MostStrong || figure.Data[0].Type != "scatter" {
		t.Errorf("%d strong lines of type %s", strong, figure.Data[0].Type)
	}
	if kind := CurvesFigure(Dark, noisy(MostStrong, 10_000)).Data[0].Type; kind != "scattergl" {
		t.Errorf("%d strong lines of 4,000 points are of type %s", MostStrong, kind)
	}
}

func TestLabelsAreNoHTML(t *testing.T) {
	const evil = `<a href="javascript:x">lr</a>`
	c := Curves{Title: evil, XLabel: evil, Lines: []Line{{Label: evil, Points: points(1, 2)}}}
	run := func(n int64, v trex.Value) trex.Run {
		return trex.Run{ID: trex.MakeRunID(n), Name: evil, Config: trex.RunConfig{evil: v}, Best: &trex.Best{Value: float64(n)}}
	}
	comparison := Comparison{
		Objective: trex.Objective{Metric: evil}, Params: []trex.Param{{Name: evil}},
		Runs: []trex.Run{run(1, trex.Text(evil)), run(2, trex.Text("b")), {Config: trex.RunConfig{evil: trex.Text("c")}}},
	}
	for _, figure := range []Figure{CurvesFigure(Dark, c), ParallelFigure(Dark, comparison), ScatterFigure(Dark, comparison, evil)} {
		var p any
		data, _ := json.Marshal(figure)
		if err := json.Unmarshal(data, &p); err != nil {
			t.Fatal(err)
		}
		eachString(p, func(s string) {
			if strings.Contains(s, "<a") {
				t.Errorf("%q", s)
			}
		})
	}
}

func eachString(v any, visit func(string)) {
	switch v := v.(type) {
	case string:
		visit(v)
	case []any:
		for _, e := range v {
			eachString(e, visit)
		}
	case map[string]any:
		for _, e := range v {
			eachString(e, visit)
		}
	}
}

func BenchmarkFigure100x10000(b *testing.B) {
	c := noisy(100, 10_000)
	for b.Loop() {
		if _, err := json.Marshal(CurvesFigure(Dark, c)); err != nil {
			b.Fatal(err)
		}
	}
}
