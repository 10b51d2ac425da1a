package charts

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
)

var (
	lr        = trex.Param{Name: "lr", Type: trex.Float, Scale: trex.Log}
	decayRate = trex.Param{Name: "weight_decay", Type: trex.Float, Scale: trex.Log}
	optimizer = trex.Param{Name: "optimizer", Type: trex.String, Choices: []trex.Value{trex.Text("sgd"), trex.Text("adam")}}
	seed      = trex.Param{Name: "seed", Type: trex.Int}
)

// compared makes runs of lr, optimizer, seed and value; NaN is a run without a
// value.
func compared(rows ...[4]any) Comparison {
	c := Comparison{
		Title: "val_loss", Objective: trex.Objective{Metric: "val_loss", Goal: trex.Minimize},
		Params: []trex.Param{lr, optimizer, seed}, Ignore: []string{"seed"},
	}
	for i, row := range rows {
		run := trex.Run{
			ID: trex.MakeRunID(int64(i + 1)), Status: trex.Completed,
			Config: trex.RunConfig{
				"lr": trex.Number(row[0].(float64)), "optimizer": trex.Text(row[1].(string)), "seed": trex.Number(float64(row[2].(int))),
			},
		}
		if value := row[3].(float64); !math.IsNaN(value) {
			run.Best = &trex.Best{Value: value, Step: 3}
		} else {
			run.Status = trex.Failed
		}
		c.Runs = append(c.Runs, run)
	}
	return c
}

func TestRankingGroupsSeeds(t *testing.T) {
	c := compared(
		[4]any{0.1, "sgd", 0, 0.4}, [4]any{0.1, "sgd", 1, 0.2},
		[4]any{0.01, "adam", 0, math.NaN()},
		[4]any{0.1, "adam", 0, 0.25}, [4]any{0.1, "adam", 1, math.NaN()},
	)
	type row struct {
		Label  string
		Runs   int
		Figure string
	}
	var got []row
	for _, r := range c.ranked() {
		got = append(got, row{r.label, len(r.runs), r.figure()})
	}
	want := []row{{"lr 0.1 optimizer adam", 2, "0.2500"}, {"lr 0.1 optimizer sgd", 2, "0.3000"}, {"lr 0.01 optimizer adam", 1, "failed"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestABrokenRunHasNoFigure(t *testing.T) {
	c := compared([4]any{0.1, "sgd", 0, 0.1}, [4]any{0.01, "sgd", 0, 0.4})
	c.Runs[0].Verdict = &trex.Verdict{Kind: trex.VerdictDiverged}
	var got []string
	for _, r := range c.ranked() {
		got = append(got, r.figure())
	}
	if diff := cmp.Diff([]string{"0.4000", "∞"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestComparisonPNG(t *testing.T) {
	nan := math.NaN()
	many := Comparison{Params: []trex.Param{lr, optimizer, seed}, Objective: trex.Objective{Metric: "val_loss"}}
	for i := range 100 {
		many.Runs = append(many.Runs, compared([4]any{float64(i+1) / 1000, []string{"sgd", "adam"}[i%2], i, float64(i)}).Runs...)
	}
	for name, c := range map[string]Comparison{
		"no runs":     {},
		"no values":   compared([4]any{0.1, "sgd", 0, nan}, [4]any{0.2, "sgd", 0, nan}),
		"one run":     compared([4]any{0.1, "sgd", 0, 0.3}),
		"seeds":       compared([4]any{0.1, "sgd", 0, 0.3}, [4]any{0.1, "sgd", 1, 0.4}, [4]any{0.2, "adam", 0, 0.2}),
		"one number":  compared([4]any{0.001, "sgd", 0, 1.0}, [4]any{0.01, "sgd", 0, 0.4}, [4]any{0.1, "sgd", 0, 0.2}, [4]any{1.0, "sgd", 0, 1e30}),
		"zero on log": compared([4]any{0.0, "sgd", 0, 1.0}, [4]any{0.01, "sgd", 0, 0.4}, [4]any{0.1, "sgd", 0, 0.2}, [4]any{1.0, "sgd", 0, nan}),
		"hundred":     many,
	} {
		t.Run(name, func(t *testing.T) {
			picture, err := drawComparison(c)
			if err != nil {
				t.Fatal(err)
			}
			checkFrame(t, picture.image)
			if drawn := count(picture.image, Dark.Colors().Text, whole); drawn == 0 && name != "no runs" {
				t.Error("nothing is written")
			}
			ParallelFigure(Dark, c)
			ScatterFigure(Light, c, "lr")
			ScatterFigure(Light, c, "no such parameter")
		})
	}
}

// A line and its row must not differ in colour.
func TestComparisonHasTheColorsOfTheCurves(t *testing.T) {
	c := compared([4]any{0.1, "sgd", 0, 0.5}, [4]any{0.2, "sgd", 0, 0.2}, [4]any{0.3, "sgd", 0, 0.9})
	p := comparisonPanel{panel: panel{canvas: &canvas{palette: dark}}, Comparison: c}
	var curves Curves
	for _, r := range c.results() {
		curves.Lines = append(curves.Lines, Line{Label: r.label, Points: points(1, r.mean())})
	}
	colors := p.seriesColors()
	for _, track := range curves.tracks() {
		if colors[track.Label] != track.ink(dark) {
			t.Errorf("%s has two colours", track.Label)
		}
	}
}

func TestParallelFigure(t *testing.T) {
	c := compared([4]any{0.1, "sgd", 0, 0.5}, [4]any{0.001, "adam", 1, 0.2}, [4]any{0.01, "adam", 1, math.NaN()})
	p := received(t, ParallelFigure(Dark, c))
	var labels []string
	for _, d := range p.Data[0].Dimensions {
		labels = append(labels, d.Label)
	}
	if diff := cmp.Diff([]string{"lr", "optimizer", "val_loss"}, labels); diff != "" {
		t.Error(diff)
	}
	if got := *p.Data[0].Dimensions[0].Values[1]; got != -3 {
		t.Errorf("lr 0.001 stands at %v, want its logarithm", got)
	}
	if diff := cmp.Diff([]string{"0.001", "0.1"}, p.Data[0].Dimensions[0].TickText); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"sgd", "adam"}, p.Data[0].Dimensions[1].TickText); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"r1", "r2"}, p.Data[0].CustomData); diff != "" {
		t.Error(diff)
	}
	var notes []Annotation
	decode(t, p.Layout["annotations"], &notes)
	if len(notes) != 1 || notes[0].Text != "1 run has no finite val_loss" {
		t.Errorf("annotations %+v", notes)
	}
}

func TestScatterFigure(t *testing.T) {
	c := compared([4]any{0.1, "sgd", 0, 0.5}, [4]any{0.1, "sgd", 1, 0.3}, [4]any{0.001, "sgd", 0, 0.2})
	p := received(t, ScatterFigure(Dark, c, "lr"))
	if got := p.axis(t, "xaxis"); got.Type != "log" || len(got.TickText) != 2 {
		t.Errorf("x axis %+v", got)
	}
	if len(p.Data) != 2 || len(p.Data[0].X) != 3 || len(p.Data[1].X) != 1 || *p.Data[1].Y[0] != 0.4 {
		t.Errorf("traces %+v", p.Data)
	}
	if p = received(t, ScatterFigure(Dark, c, "seed")); len(p.Data[0].X) != 3 || p.Data[0].X[0] == nil {
		t.Errorf("an ignored parameter has no place: %+v", p.Data)
	}
}

func TestParamAxisPlacesZeroOnALogAxis(t *testing.T) {
	configs := []trex.RunConfig{{"weight_decay": trex.Number(0)}, {"weight_decay": trex.Number(1e-4)}, {"weight_decay": trex.Number(1e-2)}}
	axis := newParamAxis(decayRate, configs, 8)
	if got := labelsOf(axis.ticks); got != "0 1e-4 0.01" || !axis.log {
		t.Errorf("ticks %q, log %v", got, axis.log)
	}
	zero, least := axis.place(axis.value(configs[0])), axis.place(axis.value(configs[1]))
	if !(zero > 0 && zero < least) {
		t.Errorf("0 stands at %v, 1e-4 at %v", zero, least)
	}
}
