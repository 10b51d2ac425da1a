package charts

import (
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"

	"github.com/trex-ml/trex"
)

// Sparkline draws values as an SVG element of 96 by 24 pixels, safe to put
// into a page as it is. It takes the text's colour (currentColor), breaks
// where a value is not finite, and dots the last value. The label is what
// screen readers say; values that span more than two decades are drawn by
// logarithm.
func Sparkline(label string, points []trex.Point) string {
	const width, height, most = 96.0, 24.0, 96
	t := track{}
	t.steps, t.values = sortedPoints(points)
	t.steps, t.values = thin(t.steps, t.values, most)
	f := frame{left: 2, top: 3, right: width - 3, bottom: height - 3, x: stepScale([]track{t}), y: valueScale([]track{t}, "")}
	var path strings.Builder
	for _, piece := range f.curve(&t) {
		command := byte('M')
		for _, p := range f.inside(piece.middle()) {
			path.WriteByte(command)
			path.WriteString(tenth(p.x) + " " + tenth(p.y))
			command = 'L'
		}
	}
	svg := fmt.Sprintf(`<svg class="sparkline" viewBox="0 0 %g %g" width="%g" height="%g" role="img" aria-label="%s">`,
		width, height, width, height, html.EscapeString(Clean(label)))
	if path.Len() > 0 {
		svg += `<path d="` + path.String() + `" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" stroke-linecap="round"/>`
		if end, where := f.end(&t); where == open {
			svg += `<circle cx="` + tenth(end.x) + `" cy="` + tenth(end.y) + `" r="2" fill="currentColor"/>`
		}
	}
	return svg + "</svg>"
}

func tenth(f float64) string {
	return strconv.FormatFloat(math.Round(f*10)/10, 'f', -1, 64)
}
