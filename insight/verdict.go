package insight

import (
	"math"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
)

// Thresholds for a verdict, so that noise gets none.
const (
	leastPoints = 5    // with fewer points there is no verdict
	clearChange = 0.01 // of the value: a smaller change is no improvement
	clearJitter = 3    // times the curve's own jitter: a smaller change is noise
	leastWorse  = 0.2  // a curve gets worse only if at least this share of it lies after its best
	mostRecent  = 0.1  // a curve still improves only if at most this share of it lies after its best
	around      = 1    // points on each side that give the level at the best
)

// Judge returns the verdict on a run's objective from its curve so far. points
// are in the order of their steps. train is the training loss, nil when it is
// not known. The zero Verdict means that there is nothing to say.
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

// Broken reports whether a curve ends in NaN or Inf, and since which step.
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

// worse reports whether the curve got worse after its best. Most later points
// must be worse than the level at the best, and the last half of them by clearly
// more than the jitter. The level comes from the points around the best, because
// one lucky point is no level.
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

// jitter measures how far points scatter around their trend, as the standard
// deviation of one point. It uses the median absolute deviation of successive
// differences.
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
	const ofNormal = 1.4826 // standard deviations in one median absolute deviation
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

// heldOut reports whether a metric's name says that it is measured on data not
// used for training.
func heldOut(metric string) bool {
	for _, prefix := range []string{"val", "valid", "validation", "eval", "test", "dev"} {
		rest, ok := strings.CutPrefix(strings.ToLower(metric), prefix)
		if ok && rest != "" && strings.ContainsAny(rest[:1], "_-/.") {
			return true
		}
	}
	return false
}

// fell reports whether the training loss continued to fall after step.
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

// middle returns the upper median of values, NaN if there are none. It sorts
// values.
func middle(values []float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	slices.Sort(values)
	return values[len(values)/2]
}
