package web

import (
	"math"
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/charts"
)

func TestFlat(t *testing.T) {
	line := func(values ...float64) charts.Line {
		var l charts.Line
		for i, value := range values {
			l.Points = append(l.Points, trex.Point{Step: int64(i), Value: value})
		}
		return l
	}
	for name, test := range map[string]struct {
		lines []charts.Line
		want  bool
	}{
		"Nothing":    {nil, true},
		"Constant":   {[]charts.Line{line(1, 1, 1), line(2, 2)}, true},
		"OneChanges": {[]charts.Line{line(1, 1), line(2, 3)}, false},
		"NaN":        {[]charts.Line{line(1, math.NaN())}, false},
	} {
		if got := flat(charts.Curves{Lines: test.lines}); got != test.want {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}
