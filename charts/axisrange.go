package charts

import (
	"fmt"
	"math"
)

// axisRange implements go-chart's Range for a scale. go-chart's LogarithmicRange
// draws values below 1 wrongly, and its ContinuousRange is overwritten with the
// first and last tick. This range never changes.
type axisRange struct {
	scale
	domain int
}

func (r *axisRange) String() string {
	return fmt.Sprintf("[%g, %g] over %d pixels", r.from, r.to, r.domain)
}
func (r *axisRange) IsZero() bool       { return false }
func (r *axisRange) IsDescending() bool { return false }
func (r *axisRange) GetMin() float64    { return r.from }
func (r *axisRange) GetMax() float64    { return r.to }
func (r *axisRange) SetMin(float64)     {}
func (r *axisRange) SetMax(float64)     {}
func (r *axisRange) GetDelta() float64  { return r.to - r.from }
func (r *axisRange) GetDomain() int     { return r.domain }
func (r *axisRange) SetDomain(d int)    { r.domain = d }

// Translate returns a value's distance in pixels from the start of the axis.
func (r *axisRange) Translate(value float64) int {
	return int(math.Round(r.place(value) * float64(r.domain)))
}
