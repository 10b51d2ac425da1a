package charts

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
)

func decode(t *testing.T, data []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

func TestSpread(t *testing.T) {
	for name, test := range map[string]struct{ wanted, want []float64 }{
		"apart":         {[]float64{10, 50, 90}, []float64{10, 50, 90}},
		"equal":         {[]float64{50, 50}, []float64{45, 55}},
		"unsorted":      {[]float64{52, 48, 20}, []float64{55, 45, 20}},
		"at the bottom": {[]float64{100, 100, 100}, []float64{80, 90, 100}},
		"outside":       {[]float64{-50, 500}, []float64{0, 100}},
		"pushed twice":  {[]float64{0, 0, 12}, []float64{0, 10, 20}},
		"none":          {nil, []float64{}},
	} {
		if diff := cmp.Diff(test.want, spread(test.wanted, 10, 0, 100)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	crowd := spread(make([]float64, 30), 10, 0, 100)
	for i, y := range crowd {
		if y < -1e-9 || y > 100+1e-9 || i > 0 && y <= crowd[i-1] {
			t.Fatalf("%v", crowd)
		}
	}
}

func TestScaleLeavesOutWhatExploded(t *testing.T) {
	of := func(goal trex.Goal, lines ...[]trex.Point) scale {
		c := Curves{Goal: goal}
		for _, p := range lines {
			c.Lines = append(c.Lines, Line{Points: p})
		}
		return valueScale(c.tracks(), goal, false)
	}
	good, better, exploded := points(2, 1, 0.5), points(2.5, 0.6), points(2, 1e9, 1e30)
	if s := of(trex.Minimize, good, better, exploded); s.log || s.to > 3 {
		t.Errorf("%+v", s)
	}
	if s := of(trex.Minimize, exploded); s.to < 1e30 {
		t.Errorf("the only line left the picture: %+v", s)
	}
	if s := of(trex.Maximize, points(-1e12, 0.5), points(0.1, 0.9), points(0.2, 0.8)); s.from < -1 {
		t.Errorf("%+v", s)
	}
	if s := of(trex.Minimize, points(5, 4), points(500, 400), points(5, 3)); s.to < 500 {
		t.Errorf("a line two decades away left the picture: %+v", s)
	}
}

func TestResumedRunCountsLaterReport(t *testing.T) {
	p := points(4, 3, 2, 9, 8)
	p[3].Step, p[4].Step = 2, 3 // restarted from a checkpoint
	steps, values := sortedPoints(p)
	if diff := cmp.Diff([][]float64{{1, 2, 3}, {4, 9, 8}}, [][]float64{steps, values}); diff != "" {
		t.Error(diff)
	}
}

func TestClip(t *testing.T) {
	f := frame{top: 0, bottom: 10, right: 100}
	for name, test := range map[string]struct {
		line []xy
		want int // pieces
	}{
		"inside":             {[]xy{{0, 1}, {1, 9}}, 1},
		"through":            {[]xy{{0, -10}, {1, 20}}, 1},
		"out and in":         {[]xy{{0, 5}, {1, 50}, {2, 5}}, 2},
		"outside":            {[]xy{{0, 50}, {1, 60}}, 0},
		"one point":          {[]xy{{0, 5}}, 1},
		"one point outside":  {[]xy{{0, 50}}, 0},
		"along and far away": {[]xy{{0, 10}, {1, 10}, {2, 1e5}}, 1},
	} {
		pieces := f.clip(test.line)
		if len(pieces) != test.want {
			t.Errorf("%s: %v", name, pieces)
		}
		for _, piece := range pieces {
			for _, p := range piece {
				if p.y < 0 || p.y > 10 {
					t.Errorf("%s: %v is outside", name, p)
				}
			}
		}
	}
}

func TestDenseCurveKeepsExtremes(t *testing.T) {
	values := make([]float64, 100_000)
	values[777] = 1
	tracks := Curves{Lines: []Line{{Points: points(values...)}}}.tracks()
	f := frame{left: 0, right: 1000, top: 0, bottom: 100, x: stepScale(tracks), y: scale{from: 0, to: 1}}
	pieces := f.curve(&tracks[0])
	if len(pieces) != 1 || len(pieces[0]) > 300 {
		t.Fatalf("%d pieces, %d columns", len(pieces), len(pieces[0]))
	}
	highest := math.Inf(1)
	for _, column := range pieces[0] {
		highest = min(highest, column.high)
	}
	if highest != 0 {
		t.Errorf("the peak stands at %v, want the frame's top", highest)
	}
}

func FuzzClean(f *testing.F) {
	f.Add("lr\t0.1\n\x1b[31m\u202e\u200d\xff")
	f.Fuzz(func(t *testing.T, text string) {
		clean := Clean(text)
		if strings.ContainsFunc(clean, func(r rune) bool { return !unicode.IsPrint(r) }) {
			t.Errorf("Clean(%q) = %q", text, clean)
		}
		if Clean(clean) != clean {
			t.Errorf("Clean(%q) changes when cleaned again", text)
		}
		faces, err := fonts()
		if err != nil {
			t.Fatal(err)
		}
		if cut := faces.medium.fit(clean, 30, 300); faces.medium.width(cut, 30) > 300 {
			t.Errorf("%q is too wide", cut)
		}
	})
}
