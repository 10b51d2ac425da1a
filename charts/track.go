package charts

import (
	"cmp"
	"math"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

// track is a line ready to be drawn, with its points in the order of their
// steps.
type track struct {
	Line
	color  int       // position in Colors.Series, -1 for dim
	strong bool      // false: faint
	steps  []float64 // ascending
	values []float64 // NaN and Inf where the run reported them
	low    []float64 // of a band, nil for a single line
	high   []float64
	runs   int // number of runs in a band, 1 for a single line
}

// ended returns the last index with a finite value, -1 when there is none.
// broken tells whether values that are not finite follow.
func (t *track) ended() (last int, broken bool) {
	for i := len(t.values) - 1; i >= 0; i-- {
		if finite(t.values[i]) {
			return i, i < len(t.values)-1
		}
	}
	return -1, len(t.values) > 0
}

// now returns the last value as text: 0.171, NaN, ∞.
func (t *track) now() string { return say.Number(t.values[len(t.values)-1]) }

func finite(f float64) bool { return !math.IsNaN(f) && !math.IsInf(f, 0) }

// tracks prepares the lines for drawing: points, colours, bands.
func (c Curves) tracks() []track {
	var tracks []track
	for _, line := range c.Lines {
		if line.Group == "" {
			steps, values := sortedPoints(line.Points)
			tracks = append(tracks, track{Line: line, steps: steps, values: values, runs: 1})
			continue
		}
		if slices.ContainsFunc(tracks, func(t track) bool { return t.Group == line.Group }) {
			continue
		}
		tracks = append(tracks, newBand(line.Group, c.Lines))
	}
	c.rank(tracks)
	return tracks
}

// rank marks the best lines as strong and gives them colours. With at most eight
// lines the colour depends only on the position. With more, a line keeps the
// colour of its position unless a stronger line already has it.
func (c Curves) rank(tracks []track) {
	var order []int
	for i := range tracks {
		tracks[i].color = -1
		if tracks[i].Reference {
			tracks[i].strong = true
		} else {
			order = append(order, i)
		}
	}
	position := make(map[int]int, len(order))
	for p, i := range order {
		position[i] = p
	}
	if len(order) > MostStrong {
		best := make([]float64, len(tracks))
		for _, i := range order {
			best[i] = c.best(&tracks[i])
		}
		slices.SortStableFunc(order, func(a, b int) int {
			if tracks[a].Winner != tracks[b].Winner {
				return cmp.Compare(btoi(tracks[b].Winner), btoi(tracks[a].Winner))
			}
			return insight.Order(trex.Objective{Goal: c.Goal}, best[a], best[b])
		})
		order = order[:MostStrong]
		slices.Sort(order)
	}
	var taken [MostStrong]bool
	for _, i := range order {
		color := position[i] % MostStrong
		for taken[color] {
			color = (color + 1) % MostStrong
		}
		taken[color] = true
		tracks[i].color, tracks[i].strong = color, true
	}
}

// best returns the value by which a line is ranked, NaN when it has none.
func (c Curves) best(t *track) float64 {
	if t.Broken {
		return math.NaN()
	}
	if t.Best != nil {
		return t.Best.Value
	}
	objective, best := trex.Objective{Goal: c.Goal}, math.NaN()
	for _, v := range t.values {
		if finite(v) && insight.Order(objective, v, best) < 0 {
			best = v
		}
	}
	return best
}

// sortedPoints returns points sorted by step. A run that restarts from a
// checkpoint reports some steps twice; the later report is kept.
func sortedPoints(points []trex.Point) (steps, values []float64) {
	ascending := slices.IsSortedFunc(points, func(a, b trex.Point) int {
		if a.Step < b.Step {
			return -1
		}
		return 1
	})
	if !ascending {
		points = slices.Clone(points)
		slices.SortStableFunc(points, func(a, b trex.Point) int { return cmp.Compare(a.Step, b.Step) })
	}
	steps, values = make([]float64, 0, len(points)), make([]float64, 0, len(points))
	for i, p := range points {
		if i+1 < len(points) && points[i+1].Step == p.Step {
			continue
		}
		steps, values = append(steps, float64(p.Step)), append(values, p.Value)
	}
	return steps, values
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
