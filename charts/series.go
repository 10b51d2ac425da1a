package charts

import gochart "github.com/wcharczuk/go-chart/v2"

// frameSeries draws everything inside the axes as one go-chart series. The
// drawing order and the places of the labels depend on all lines.
type frameSeries struct {
	x, y scale
	draw func(*frame)
}

func (s *frameSeries) GetName() string             { return "" }
func (s *frameSeries) GetYAxis() gochart.YAxisType { return gochart.YAxisSecondary } // the left one
func (s *frameSeries) GetStyle() gochart.Style     { return gochart.Style{} }
func (s *frameSeries) Validate() error             { return nil }

func (s *frameSeries) Render(_ gochart.Renderer, box gochart.Box, _, _ gochart.Range, _ gochart.Style) {
	s.draw(&frame{
		left: float64(box.Left), top: float64(box.Top), right: float64(box.Right), bottom: float64(box.Bottom),
		x: s.x, y: s.y,
	})
}
