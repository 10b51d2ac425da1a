package insight

import (
	"math"
	"slices"

	"github.com/trex-ml/trex"
)

// HasValue reports whether a run has a finite value to be ranked by.
func HasValue(run *trex.Run) bool {
	return run.Best != nil && !math.IsNaN(run.Best.Value) && !math.IsInf(run.Best.Value, 0)
}

// WithValue returns the runs that have a value to be ranked by.
func WithValue(runs []trex.Run) []trex.Run {
	return slices.DeleteFunc(slices.Clone(runs), func(run trex.Run) bool { return !HasValue(&run) })
}

// Best returns the run with the best value so far, the first of equal ones, and
// nil when none has a value. It is the run that is marked with a star.
func Best(runs []trex.Run) *trex.Run {
	var best *trex.Run
	for i := range runs {
		if run := &runs[i]; HasValue(run) && (best == nil || better(run, best) < 0) {
			best = run
		}
	}
	return best
}

// Ranked returns the runs best first; equal ones, and those without a value,
// which come last, keep their order.
func Ranked(runs []trex.Run) []trex.Run {
	sorted := slices.Clone(runs)
	slices.SortStableFunc(sorted, func(a, b trex.Run) int {
		switch has, other := HasValue(&a), HasValue(&b); {
		case has && other:
			return better(&a, &b)
		case has:
			return -1
		case other:
			return 1
		}
		return 0
	})
	return sorted
}

// better orders two runs that have a value: negative when a is better.
func better(a, b *trex.Run) int {
	switch {
	case a.Objective.Better(a.Best.Value, b.Best.Value):
		return -1
	case a.Objective.Better(b.Best.Value, a.Best.Value):
		return 1
	}
	return 0
}

// Values returns the values by which runs are ranked, of those that have one.
func Values(runs []trex.Run) []float64 {
	var values []float64
	for i := range runs {
		if runs[i].Best != nil {
			values = append(values, runs[i].Best.Value)
		}
	}
	return values
}

// Behind returns the best of the runs besides best, nil when none of them has a
// value, and how many of them are as good as best.
func Behind(best *trex.Run, runs []trex.Run) (next *trex.Run, equal int) {
	others := slices.DeleteFunc(WithValue(runs), func(run trex.Run) bool { return run.ID == best.ID })
	for i := range others {
		if others[i].Best.Value == best.Best.Value {
			equal++
		}
	}
	return Best(others), equal
}
