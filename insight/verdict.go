package insight

import (
	"math"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
)

// When a curve's end is worth a word, so that nobody reads into noise.
const (
	leastPoints = 5    // fewer say nothing
	clearChange = 0.01 // of the value: less is no improvement
	clearJitter = 3    // times the curve's own jitter: less is noise
	leastWorse  = 0.2  // of the curve must lie behind its best for it to get worse
	mostRecent  = 0.1  // of the curve may lie behind its best for it to improve still
	around      = 1    // point on each side that say at what level the best is
)

// Judge says what there is to say of a run's objective as its curve is now:
// points are in the order of their steps, train is the loss on the training set,
// nil when it is not known. The zero Verdict is nothing.
func Judge(objective trex.Objective, points, train []trex.Point) trex.Verdict {
	if v := Broken(points); v.Kind != "" {
		return v
	}
	if len(points) < leastPoints {
		return trex.Verdict{}
	}
	best := bestIndex(objective, points)
	if best < 0 {
		return trex.Verdict{}
	}
	behind := float64(len(points)-1-best) / float64(len(points)-1)
	switch {
	case behind >= leastWorse && worse(objective, points, best):
		v := trex.Verdict{Kind: trex.VerdictWorsens, SinceStep: points[best+1].Step}
		if heldOut(objective.Metric) && fell(train, points[best].Step) {
			v.Kind = trex.VerdictOverfits
		}
		return v
	case behind <= mostRecent && improving(objective, points):
		return trex.Verdict{Kind: trex.VerdictStillImproving, SinceStep: points[best].Step}
	}
	return trex.Verdict{}
}

// Broken says whether a curve ends in NaN or Inf, and since which step.
func Broken(points []trex.Point) trex.Verdict {
	since := len(points)
	for since > 0 && !finite(points[since-1].Value) {
		since--
	}
	if since == len(points) {
		return trex.Verdict{}
	}
	kind := trex.VerdictDiverged
	if math.IsNaN(points[len(points)-1].Value) {
		kind = trex.VerdictNaN
	}
	return trex.Verdict{Kind: kind, SinceStep: points[since].Step}
}

func finite(f float64) bool { return !math.IsNaN(f) && !math.IsInf(f, 0) }

func bestIndex(objective trex.Objective, points []trex.Point) int {
	best := -1
	for i, p := range points {
		if finite(p.Value) && (best < 0 || objective.Better(p.Value, points[best].Value)) {
			best = i
		}
	}
	return best
}

// worse reports whether what comes behind the best lies, for as long as it was
// seen, further from the level at the best than the curve jitters. The level is
// that of the points around the best: one lucky dip is no level.
func worse(objective trex.Objective, points []trex.Point, best int) bool {
	level := median(points[max(best-around, 0):min(best+around+1, len(points))])
	tail := points[best+1:]
	end := median(tail[len(tail)/2:])
	if !objective.Better(level, end) || math.Abs(end-level) <= clearJitter*jitter(tail) {
		return false
	}
	lasts := 0
	for _, p := range tail {
		if objective.Better(level, p.Value) {
			lasts++
		}
	}
	return 4*lasts >= 3*len(tail)
}

// jitter is how far points scatter about the trend they follow: the median
// deviation of successive differences from their median, as the standard
// deviation of one point.
func jitter(points []trex.Point) float64 {
	if len(points) < 2 {
		return math.Inf(1)
	}
	steps := make([]float64, len(points)-1)
	for i := range steps {
		steps[i] = points[i+1].Value - points[i].Value
	}
	trend := middle(steps)
	for i := range steps {
		steps[i] = math.Abs(steps[i] - trend)
	}
	const ofNormal = 1.4826 // standard deviations in a median absolute deviation
	return ofNormal * middle(steps) / math.Sqrt2
}

// improving compares the best of the last quarter with the best before it.
func improving(objective trex.Objective, points []trex.Point) bool {
	cut := len(points) - max(len(points)/4, 2)
	before, after := bestIndex(objective, points[:cut]), bestIndex(objective, points[cut:])
	if before < 0 || after < 0 {
		return false
	}
	was, is := points[before].Value, points[cut+after].Value
	return objective.Better(is, was) && math.Abs(was-is) > clearChange*max(math.Abs(was), math.SmallestNonzeroFloat64)
}

// heldOut reports whether a metric is measured on data not trained on, as far
// as its name says.
func heldOut(metric string) bool {
	for _, prefix := range []string{"val", "valid", "validation", "eval", "test", "dev"} {
		rest, ok := strings.CutPrefix(strings.ToLower(metric), prefix)
		if ok && rest != "" && strings.ContainsAny(rest[:1], "_-/.") {
			return true
		}
	}
	return false
}

// fell reports whether the training loss went on falling after step.
func fell(train []trex.Point, step int64) bool {
	i := slices.IndexFunc(train, func(p trex.Point) bool { return p.Step >= step })
	if i < 0 || i >= len(train)-1 {
		return false
	}
	return median(train[i+1:]) < train[i].Value
}

func median(points []trex.Point) float64 {
	values := make([]float64, len(points))
	for i, p := range points {
		values[i] = p.Value
	}
	return middle(values)
}

// middle is the upper median of values, NaN of none; it sorts them.
func middle(values []float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	slices.Sort(values)
	return values[len(values)/2]
}
