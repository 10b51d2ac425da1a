package charts

import (
	"fmt"
	"math"
)

// axisRange is a scale as go-chart's Range. go-chart's own LogarithmicRange
// draws nothing sensible below 1, and its ContinuousRange is overwritten with
// the first and last tick; this one stays as it is.
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

// Translate returns a value's place in pixels from the axis' start.
func (r *axisRange) Translate(value float64) int {
	return int(math.Round(r.place(value) * float64(r.domain)))
}
