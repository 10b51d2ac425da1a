package charts

import (
	"math"
	"slices"
	"sort"
)

// newBand draws the lines of one group together: their mean, and a band from the
// lowest to the highest. The band ends where the shortest line ends, because a
// mean over fewer runs would jump there.
func newBand(group string, lines []Line) track {
	var members []track
	band := track{Line: Line{Broken: true}}
	for _, line := range lines {
		if line.Group != group {
			continue
		}
		steps, values := sortedPoints(line.Points)
		if band.Run == "" {
			band.Run = line.Run
		}
		band.Broken = band.Broken && line.Broken
		band.Winner = band.Winner || line.Winner
		band.Reference = band.Reference || line.Reference
		if line.Winner {
			band.Run = line.Run
		}
		if len(steps) > 0 { // a run that has no points yet does not shorten the band
			members = append(members, track{steps: steps, values: values})
		}
	}
	band.Label, band.Group, band.runs = group, group, len(members)
	for _, step := range sharedSteps(members) {
		low, high, sum := math.Inf(1), math.Inf(-1), 0.0
		for i := range members {
			value := members[i].at(step)
			sum += value
			low, high = min(low, value), max(high, value)
		}
		band.steps = append(band.steps, step)
		band.values = append(band.values, sum/float64(len(members)))
		band.low, band.high = append(band.low, low), append(band.high, high)
	}
	return band
}

// sharedSteps returns every step that some member reported, within the range
// that all members have reported.
func sharedSteps(members []track) []float64 {
	from, to := math.Inf(-1), math.Inf(1)
	var steps []float64
	for _, m := range members {
		from, to = max(from, m.steps[0]), min(to, m.steps[len(m.steps)-1])
		steps = append(steps, m.steps...)
	}
	slices.Sort(steps)
	steps = slices.Compact(steps)
	return slices.DeleteFunc(steps, func(s float64) bool { return s < from || s > to })
}

// at returns the value at a step within the track's range. Between two reports
// it interpolates linearly.
func (t *track) at(step float64) float64 {
	i := sort.SearchFloat64s(t.steps, step)
	if t.steps[i] == step {
		return t.values[i]
	}
	share := (step - t.steps[i-1]) / (t.steps[i] - t.steps[i-1])
	return t.values[i-1] + share*(t.values[i]-t.values[i-1])
}
