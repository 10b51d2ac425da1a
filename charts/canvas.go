package charts

import (
	"bufio"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"

	"github.com/golang/freetype/raster"
	"github.com/golang/freetype/truetype"
	gochart "github.com/wcharczuk/go-chart/v2"
	"github.com/wcharczuk/go-chart/v2/drawing"
	"golang.org/x/image/math/fixed"

	"github.com/trex-ml/trex/say"
)

// canvas is go-chart's renderer with what curves need. Lines have round joins
// and run at fractions of a pixel; go-chart's run through whole pixels, so that
// a flat curve looks like a staircase. Text is measured by its advance and cap
// height; go-chart's box depends on the letters, so that the labels of one axis
// would not share a baseline. Several charts may share one image.
type canvas struct {
	gochart.Renderer
	palette Colors
	image   *image.RGBA
	strokes *raster.Rasterizer
	font    *truetype.Font
	size    float64
}

func newCanvas(palette Colors) (*canvas, error) {
	renderer, err := gochart.PNG(Width, Height)
	if err != nil {
		return nil, err
	}
	c := &canvas{Renderer: renderer, palette: palette, strokes: raster.NewRasterizer(Width, Height)}
	c.strokes.UseNonZeroWinding = true
	if err := renderer.Save((*imageTaker)(c)); err != nil {
		return nil, err
	}
	renderer.SetDPI(dpi)
	draw.Draw(c.image, c.image.Bounds(), image.NewUniform(color.NRGBA(rgba(palette.Background))), image.Point{}, draw.Src)
	return c, nil
}

// dpi makes one point one pixel, so that font sizes are pixels. go-chart passes
// points times dpi to a font library that counts in 1/64 of a pixel.
const dpi = 64

// imageTaker receives the renderer's image, as go-chart's RGBACollector.
type imageTaker canvas

func (t *imageTaker) SetRGBA(i *image.RGBA)       { t.image = i }
func (t *imageTaker) Write(p []byte) (int, error) { return len(p), nil }

// Save does nothing, because go-chart calls it before the picture is complete.
func (c *canvas) Save(io.Writer) error { return nil }

func (c *canvas) encode(w io.Writer) error {
	buffered := bufio.NewWriter(w)
	encoder := png.Encoder{CompressionLevel: png.DefaultCompression}
	if err := encoder.Encode(buffered, c.image); err != nil {
		return err
	}
	return buffered.Flush()
}

func (c *canvas) SetFont(f *truetype.Font) {
	c.font = f
	c.Renderer.SetFont(f)
}

func (c *canvas) SetFontSize(size float64) {
	c.size = size
	c.Renderer.SetFontSize(size)
}

// MeasureText overrides go-chart's, which fails on "" and "1".
func (c *canvas) MeasureText(text string) gochart.Box {
	return gochart.Box{
		Right:  int(math.Ceil(textWidth(c.font, c.size, text))),
		Bottom: int(math.Round(c.size * capHeight)),
	}
}

// capHeight is the height of a digit in the Go fonts and Roboto, as a share of
// the font size.
const capHeight = 0.72

func textWidth(font *truetype.Font, size float64, text string) (width float64) {
	if font == nil {
		return 0
	}
	scale := fixed.Int26_6(math.Round(size * 64))
	for _, r := range text {
		width += float64(font.HMetric(scale, font.Index(r)).AdvanceWidth) / 64
	}
	return width
}

// pen says how a text is written: font, size and colour.
type pen struct {
	face typeface
	size float64
	ink  drawing.Color
}

// text draws one line of text. place is the left end of its baseline.
func (c *canvas) text(s string, with pen, place xy) {
	font, s := with.face.pick(s)
	c.SetFont(font)
	c.SetFontSize(with.size)
	c.SetFontColor(with.ink)
	c.Text(s, int(math.Round(place.x)), int(math.Round(place.y)))
}

func (t typeface) width(s string, size float64) float64 {
	font, s := t.pick(s)
	return textWidth(font, size, s)
}

// fit cuts s to a width and marks the cut with an ellipsis.
func (t typeface) fit(s string, size, width float64) string {
	const most = 500 // letters; no picture is wider, and measuring takes time
	s = say.Clip(s, most)
	if t.width(s, size) <= width {
		return s
	}
	runes := []rune(s)
	lo, hi := 0, len(runes)-1
	for lo < hi { // find the longest start that fits
		mid := (lo + hi + 1) / 2
		if t.width(string(runes[:mid])+"…", size) <= width {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return string(runes[:max(lo, 0)]) + "…"
}

// xy is a place on a picture, in pixels.
type xy struct{ x, y float64 }

// polyline strokes a line through points. dash holds the lengths of dash and
// gap, and is empty for a solid line.
func (c *canvas) polyline(points []xy, width float64, ink drawing.Color, dash ...float64) {
	if len(points) < 2 {
		return
	}
	for _, piece := range dashed(points, dash) {
		var path raster.Path
		path.Start(at(piece[0]))
		for _, p := range piece[1:] {
			path.Add1(at(p))
		}
		raster.Stroke(c.strokes, path, fixed.Int26_6(width*64), raster.RoundCapper, raster.RoundJoiner)
	}
	c.paint(ink)
}

// polygon fills the area that the points enclose.
func (c *canvas) polygon(points []xy, ink drawing.Color) {
	if len(points) < 3 {
		return
	}
	c.strokes.Start(at(points[0]))
	for _, p := range points[1:] {
		c.strokes.Add1(at(p))
	}
	c.strokes.Add1(at(points[0]))
	c.paint(ink)
}

func (c *canvas) disc(center xy, radius float64, ink drawing.Color) {
	const corners = 40
	points := make([]xy, corners)
	for i := range points {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / corners)
		points[i] = xy{center.x + radius*cos, center.y + radius*sin}
	}
	c.polygon(points, ink)
}

func (c *canvas) paint(fill drawing.Color) {
	painter := raster.NewRGBAPainter(c.image)
	painter.SetColor(color.NRGBA{fill.R, fill.G, fill.B, fill.A})
	c.strokes.Rasterize(painter)
	c.strokes.Clear()
}

func at(p xy) fixed.Point26_6 { return fixed.Point26_6{X: pixel(p.x), Y: pixel(p.y)} }

// pixel limits coordinates to what the rasterizer can represent.
func pixel(f float64) fixed.Int26_6 {
	const far = 10_000
	if math.IsNaN(f) {
		return -far * 64
	}
	return fixed.Int26_6(math.Round(max(-far, min(f, far)) * 64))
}

// dashed cuts a line into pieces of dash[0] pixels with gaps of dash[1].
func dashed(points []xy, dash []float64) [][]xy {
	if len(dash) < 2 {
		return [][]xy{points}
	}
	var pieces [][]xy
	current := []xy{points[0]}
	drawing, left := true, dash[0]
	for i := 1; i < len(points); i++ {
		from, to := points[i-1], points[i]
		for {
			distance := math.Hypot(to.x-from.x, to.y-from.y)
			if distance <= left {
				left -= distance
				current = append(current, to)
				break
			}
			t := left / distance
			from = xy{from.x + t*(to.x-from.x), from.y + t*(to.y-from.y)}
			if drawing {
				pieces = append(pieces, append(current, from))
				left = dash[1]
			} else {
				left = dash[0]
			}
			current = []xy{from}
			drawing = !drawing
		}
	}
	if drawing && len(current) > 1 {
		pieces = append(pieces, current)
	}
	return pieces
}

func rgba(hex string) drawing.Color { return drawing.ColorFromHex(hex[1:]) }
