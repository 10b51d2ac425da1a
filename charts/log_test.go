package charts

import (
	"testing"

	"github.com/trex-ml/trex"
)

func TestLogAxis(t *testing.T) {
	t.Parallel()
	curve := func(log bool, values ...float64) Curves {
		var line Line
		for i, v := range values {
			line.Points = append(line.Points, trex.Point{Step: int64(i), Value: v})
		}
		return Curves{Log: log, Lines: []Line{line}}
	}
	for name, test := range map[string]struct {
		curves Curves
		want   string // type of the axis
	}{
		"Asked":        {curve(true, 0.5, 0.4), "log"},
		"NotAsked":     {curve(false, 0.5, 0.4), ""},
		"Needed":       {curve(false, 500, 0.4), "log"},
		"Impossible":   {curve(true, 0.5, 0), ""},
		"BelowZero":    {curve(true, 0.5, -1), ""},
		"NoValues":     {curve(true), ""},
		"VerySmall":    {curve(true, 1e-300, 1e-8), "log"},
		"OneValueOnly": {curve(true, 0.25), "log"},
	} {
		if got := CurvesFigure(Dark, test.curves).Layout.Axes["yaxis"].Type; got != test.want {
			t.Errorf("%s: the axis is %q, want %q", name, got, test.want)
		}
		if _, err := drawPanels(Dark, []Curves{test.curves}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
