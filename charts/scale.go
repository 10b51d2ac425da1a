package charts

import (
	"math"
	"slices"

	"github.com/trex-ml/trex"
)

// scale is the range of an axis. A log scale uses the common logarithm.
type scale struct {
	from, to float64 // in values; from < to, and from > 0 on a log scale
	log      bool
}

// place returns the position of a value between the ends: 0 at from, 1 at to.
func (s scale) place(value float64) float64 {
	from, to := s.drawn(s.from), s.drawn(s.to)
	return (s.drawn(value) - from) / (to - from)
}

func (s scale) drawn(value float64) float64 {
	if s.log {
		return math.Log10(value)
	}
	return value
}

// needsLog reports whether values span more than two decades.
func needsLog(low, high float64) bool { return low > 0 && high/low > 100 }

// pad extends a range at each end by a share of its length. It turns a single
// value into a range.
func (s scale) pad(share float64) scale {
	if s.log {
		lo, hi := math.Log10(s.from), math.Log10(s.to)
		room := max((hi-lo)*share, 0.02)
		return scale{max(math.Pow(10, lo-room), math.SmallestNonzeroFloat64), min(math.Pow(10, hi+room), math.MaxFloat64), true}
	}
	room := s.to*share - s.from*share
	if s.from == s.to {
		room = max(math.Abs(s.from)*0.1, 1e-9)
		if s.from == 0 {
			room = 1
		}
	}
	return scale{max(s.from-room, -math.MaxFloat64/4), min(s.to+room, math.MaxFloat64/4), false}
}

// stepScale spans the steps of all tracks.
func stepScale(tracks []track) scale {
	from, to := math.Inf(1), math.Inf(-1)
	for i := range tracks {
		if steps := tracks[i].steps; len(steps) > 0 {
			from, to = min(from, steps[0]), max(to, steps[len(steps)-1])
		}
	}
	switch {
	case from > to:
		return scale{from: 0, to: 1}
	case from == to: // too narrow for any other tick
		return scale{from: from - 0.5, to: to + 0.5}
	}
	return scale{from: from, to: to}
}

// valueScale spans the finite values of all tracks. It leaves out runs that
// exploded, so that they do not press the others into a flat line. It is logarithmic
// if the values need it, or if log asks for it and they allow it.
func valueScale(tracks []track, goal trex.Goal, log bool) scale {
	low, high := math.Inf(1), math.Inf(-1)
	spans := make([][2]float64, 0, len(tracks))
	for i := range tracks {
		l, h, ok := tracks[i].span()
		if ok {
			low, high = min(low, l), max(high, h)
			spans = append(spans, [2]float64{l, h})
		}
	}
	if low > high {
		return scale{from: 0, to: 1}
	}
	reaches := make([]float64, len(spans))
	for i, s := range spans {
		if goal == trex.Maximize {
			reaches[i] = high - s[0]
		} else {
			reaches[i] = s[1] - low
		}
	}
	if goal == trex.Maximize {
		low = max(low, high-tameReach(reaches, high))
	} else {
		high = min(high, low+tameReach(reaches, low))
	}
	return scale{low, high, needsLog(low, high) || log && low > 0}.pad(0.07)
}

// tameReach returns how far from the best value the picture must reach. It
// ignores a line that goes more than a thousand times as far as the quarter of
// the lines that goes least far, or as the best value is large.
func tameReach(reaches []float64, best float64) float64 {
	slices.Sort(reaches)
	limit := 1000 * max(reaches[(len(reaches)-1)/4], math.Abs(best))
	if limit == 0 {
		return math.Inf(1)
	}
	reach := reaches[0]
	for _, r := range reaches {
		if r <= limit {
			reach = r
		}
	}
	return reach
}

func (t *track) span() (low, high float64, ok bool) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, values := range [][]float64{t.values, t.low, t.high} {
		for _, v := range values {
			if finite(v) {
				low, high = min(low, v), max(high, v)
			}
		}
	}
	return low, high, low <= high
}
