package charts

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/trex-ml/trex"
)

func points(values ...float64) []trex.Point {
	points := make([]trex.Point, len(values))
	for i, v := range values {
		points[i] = trex.Point{Metric: "val_loss", Step: int64(i + 1), Value: v}
	}
	return points
}

// decay is a typical training curve, from a start value towards 0.05.
func decay(start, rate float64, steps int) []trex.Point {
	values := make([]float64, steps)
	for i := range values {
		values[i] = 0.05 + start*math.Exp(-rate*float64(i))
	}
	return points(values...)
}

// drawn draws without encoding, which would take longer.
func drawn(t *testing.T, panels ...Curves) *image.RGBA {
	t.Helper()
	c, err := drawPanels(Dark, panels)
	if err != nil {
		t.Fatal(err)
	}
	checkFrame(t, c.image)
	return c.image
}

func checkFrame(t *testing.T, picture image.Image) {
	t.Helper()
	if size := picture.Bounds().Size(); size != (image.Point{Width, Height}) {
		t.Errorf("size %v", size)
	}
	for _, corner := range []image.Point{{0, 0}, {Width - 1, 0}, {0, Height - 1}, {Width - 1, Height - 1}} {
		if got := hexAt(picture, corner.X, corner.Y); got != "#00143c" {
			t.Errorf("corner %v is %s, want navy", corner, got)
		}
	}
}

// TestLightPNG: the same drawing on white, with nothing of the other theme in it.
func TestLightPNG(t *testing.T) {
	c, err := drawPanels(Light, []Curves{noisy(3, 50)})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for y := range Height {
		for x := range Width {
			seen[hexAt(c.image, x, y)] = true
		}
	}
	for i, color := range []string{"Background", "Text", "Grid", "Series"} {
		of := func(c Colors) string { return []string{c.Background, c.Text, c.Grid, c.Series[0]}[i] }
		if !seen[of(light)] || seen[of(dark)] {
			t.Errorf("%s: light is there %t, dark %t", color, seen[of(light)], seen[of(dark)])
		}
	}
}

func TestPNGCanBeDecoded(t *testing.T) {
	for name, write := range map[string]func(io.Writer) error{
		"curves":     func(w io.Writer) error { return PNG(w, Dark, noisy(8, 1000)) },
		"two panels": func(w io.Writer) error { return PNG(w, Dark, noisy(2, 20), noisy(2, 20), noisy(2, 20)) },
		"comparison": func(w io.Writer) error { return ComparisonPNG(w, Comparison{}) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if b.Len() > 300_000 {
			t.Errorf("%s: %d bytes", name, b.Len())
		}
		picture, err := png.Decode(&b)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		checkFrame(t, picture)
	}
}

func hexAt(picture image.Image, x, y int) string {
	c := color.NRGBAModel.Convert(picture.At(x, y)).(color.NRGBA)
	return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B)
}

// count returns how many pixels of a part of a picture have exactly this colour.
func count(pixels *image.RGBA, hex string, part image.Rectangle) (n int) {
	want := rgba(hex)
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			p := pixels.Pix[pixels.PixOffset(x, y):]
			n += btoi(p[0] == want.R && p[1] == want.G && p[2] == want.B)
		}
	}
	return n
}

var whole = image.Rect(0, 0, Width, Height)

func TestEachLineHasItsColor(t *testing.T) {
	for _, lines := range []int{1, 3, MostStrong} {
		c := Curves{Title: "val_loss", XLabel: "epoch"}
		for i := range lines {
			c.Lines = append(c.Lines, Line{Label: fmt.Sprint("lr ", i), Points: decay(float64(i+1), 0.2, 20)})
		}
		picture := drawn(t, c)
		for i, hex := range Dark.Colors().Series {
			if got := count(picture, hex, whole); (got > 200) != (i < lines) {
				t.Errorf("%d lines: %d pixels of colour %d", lines, got, i)
			}
		}
	}
}

func TestManyLinesEightStrong(t *testing.T) {
	c := Curves{Title: "val_loss", Goal: trex.Minimize}
	for i := range 30 {
		c.Lines = append(c.Lines, Line{Label: fmt.Sprint("run ", i), Points: decay(3, 0.01*float64(i+1), 50)})
	}
	tracks := c.tracks()
	for i, track := range tracks {
		if want := i >= 22; track.strong != want {
			t.Errorf("line %d strong: %v", i, track.strong)
		}
	}
	picture := drawn(t, c)
	for i, hex := range Dark.Colors().Series {
		if got := count(picture, hex, whole); got < 50 {
			t.Errorf("%d pixels of colour %d", got, i)
		}
	}
}

func TestColorsStayWhileRunsOvertake(t *testing.T) {
	c := Curves{}
	for i := range 12 {
		c.Lines = append(c.Lines, Line{Label: fmt.Sprint(i), Points: points(1, float64(i))})
	}
	before := c.tracks()
	c.Lines[11].Points = points(1, -1)
	after := c.tracks()
	for i := range 7 {
		if before[i].color != after[i].color {
			t.Errorf("line %d changed from colour %d to %d", i, before[i].color, after[i].color)
		}
	}
	if !after[11].strong || after[7].strong {
		t.Error("the line that overtook is not strong, or the overtaken still is")
	}
}

func TestWinnerIsRinged(t *testing.T) {
	c := Curves{Title: "val_loss", Lines: []Line{{Label: "a", Points: decay(1, 0.3, 20)}, {Label: "b", Points: decay(2, 0.3, 20)}}}
	frame := image.Rect(150, 150, 900, 600)
	plain := count(drawn(t, c), Dark.Colors().Text, frame)
	c.Lines[0].Best, c.Lines[0].Winner = &trex.Best{Step: 10, Value: c.Lines[0].Points[9].Value}, true
	if marked := count(drawn(t, c), Dark.Colors().Text, frame); plain > 0 || marked < 400 {
		t.Errorf("%d bright pixels without a winner, %d with", plain, marked)
	}
}

// TestBrokenLinesRankLast: of nine lines the broken one is faint, whatever value
// it had before.
func TestBrokenLinesRankLast(t *testing.T) {
	c := Curves{}
	for i := range MostStrong + 1 {
		value := float64(i)
		c.Lines = append(c.Lines, Line{Points: points(10, value), Best: &trex.Best{Step: 2, Value: value}})
	}
	if tracks := c.tracks(); !tracks[0].strong || tracks[MostStrong].strong {
		t.Error("the worst line is strong, or the best is not")
	}
	c.Lines[0].Broken = true
	if tracks := c.tracks(); tracks[0].strong || !tracks[MostStrong].strong {
		t.Error("the broken line is strong")
	}
}

// A flat line is only as high as its width, unless a cross ends it.
func TestLineThatEndsInNaNIsCrossed(t *testing.T) {
	for _, test := range []struct {
		last    float64
		crossed bool
	}{{1, false}, {math.NaN(), true}, {math.Inf(1), true}} {
		picture := drawn(t, Curves{Lines: []Line{{Points: points(1, 1, 1, 1, 1, test.last)}}})
		height := 0
		for y := range Height {
			height += btoi(count(picture, Dark.Colors().Series[0], image.Rect(0, y, Width, y+1)) > 0)
		}
		if crossed := height > 15; crossed != test.crossed {
			t.Errorf("a line that ends in %v is %d pixels high", test.last, height)
		}
	}
}

// Every input must give a picture.
func TestHostileInput(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	noise := rand.New(rand.NewPCG(1, 2))
	backwards := points(1, 2, 3, 4, 5)
	for i := range backwards {
		backwards[i].Step = int64(5 - i)
	}
	far := points(1, 2)
	far[0].Step, far[1].Step = math.MinInt64, math.MaxInt64
	flicker := make([]float64, 3000)
	for i := range flicker {
		flicker[i] = noise.Float64()
		if i%2 == 0 {
			flicker[i] = nan
		}
	}
	long := strings.Repeat("very long ", 1000)
	for name, c := range map[string]Curves{
		"nothing":      {},
		"empty line":   {Lines: []Line{{}}},
		"one point":    {Lines: []Line{{Points: points(0.3)}}},
		"one zero":     {Lines: []Line{{Points: points(0)}}},
		"only NaN":     {Lines: []Line{{Label: "a", Points: points(nan, nan)}, {Label: "b", Points: points(inf, -inf)}}},
		"flicker":      {Lines: []Line{{Points: points(flicker...)}}},
		"constant":     {Lines: []Line{{Points: points(1e300, 1e300, 1e300)}}},
		"huge":         {Lines: []Line{{Points: points(-math.MaxFloat64, math.MaxFloat64)}}},
		"tiny":         {Lines: []Line{{Points: points(5e-324, 1e-323)}}},
		"tiny to huge": {Lines: []Line{{Points: points(5e-324, math.MaxFloat64)}}},
		"negative":     {Goal: trex.Maximize, Lines: []Line{{Points: points(-1e9, -5, 3)}, {Points: points(1, 2, 3)}, {Points: points(1, 2, 2)}}},
		"exploded":     {Lines: []Line{{Points: points(1, 1e80, nan)}, {Points: points(1e90, nan)}, {Points: points(1, 0.5)}, {Points: points(1, 0.4)}}},
		"backwards":    {Lines: []Line{{Points: backwards}}},
		"far steps":    {Lines: []Line{{Points: far}}},
		"NaN best":     {Lines: []Line{{Points: points(1, 2), Best: &trex.Best{Value: nan}, Winner: true}}},
		"best outside": {Lines: []Line{{Points: points(1, 2), Best: &trex.Best{Value: 1e9, Step: -7}, Winner: true}}},
		"long texts":   {Title: long, Note: long, XLabel: long, Lines: []Line{{Label: long, Points: points(1, 2)}, {Label: long, Points: points(1, nan)}}},
		"odd texts": {
			Title: "\x00\x1b[31m\u202eevil\u2066 <!channel> </script>", Note: "日本語 العربية עברית ✅🎉\xff\xfe", XLabel: "\n\n",
			Lines: []Line{{Label: "β₁ Ωμέγα модель", Points: points(1, 2)}, {Label: "\t", Points: points(2, 1)}},
		},
		"bands": {Lines: []Line{
			{Group: "a", Points: points(1, nan, 3)}, {Group: "a", Points: points(2)}, {Group: "a"}, {Group: "b"},
		}},
		"reference only": {Lines: []Line{{Reference: true, Label: "baseline", Points: points(1, 2, 3)}}},
	} {
		t.Run(name, func(t *testing.T) {
			drawn(t, c)
			CurvesFigure(Dark, c, c)
		})
	}
	drawn(t)
	drawn(t, Curves{}, Curves{Lines: []Line{{Label: "validation", Points: points(1, nan)}}})
}

func TestWriteErrorIsReturned(t *testing.T) {
	want := errors.New("disk full")
	if err := PNG(failingWriter{want}, Dark, Curves{}); !errors.Is(err, want) {
		t.Errorf("PNG = %v", err)
	}
	if err := ComparisonPNG(failingWriter{want}, Comparison{}); !errors.Is(err, want) {
		t.Errorf("ComparisonPNG = %v", err)
	}
}

type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }

func TestInputIsNotChanged(t *testing.T) {
	backwards := points(1, 2, 3)
	backwards[0].Step, backwards[2].Step = 3, 1
	drawn(t, Curves{Lines: []Line{{Points: backwards}}})
	if backwards[0].Step != 3 {
		t.Error("points were sorted in place")
	}
}

func noisy(runs, steps int) Curves {
	noise := rand.New(rand.NewPCG(1, 2))
	c := Curves{Title: "loss", Note: "e45"}
	for i := range runs {
		line := Line{Label: fmt.Sprintf("lr %.3g", 0.001*float64(i+1)), Points: decay(2+noise.Float64(), 5/float64(steps), steps)}
		for k := range line.Points {
			line.Points[k].Value *= 1 + 0.1*noise.NormFloat64()
		}
		c.Lines = append(c.Lines, line)
	}
	c.Lines[0].Best, c.Lines[0].Winner = &trex.Best{Step: int64(steps), Value: c.Lines[0].Points[steps-1].Value}, true
	return c
}

func BenchmarkPNG(b *testing.B) {
	for _, size := range [][2]int{{3, 20}, {8, 1000}, {100, 10_000}} {
		c := noisy(size[0], size[1])
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			for b.Loop() {
				if err := PNG(io.Discard, Dark, c); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
