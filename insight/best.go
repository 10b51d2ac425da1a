package insight

import (
	"cmp"
	"math"
	"slices"

	"github.com/trex-ml/trex"
)

// WithValue returns the runs that have a value of the objective.
func WithValue(runs []trex.Run) []trex.Run {
	return slices.DeleteFunc(slices.Clone(runs), func(run trex.Run) bool {
		_, ok := run.Score()
		return !ok
	})
}

// Best returns the run with the best value so far, and the first of equal ones.
// It returns nil when no run has a value. This run is marked with a star.
func Best(runs []trex.Run) *trex.Run {
	var best *trex.Run
	least := math.Inf(1)
	for i := range runs {
		if score, ok := runs[i].Score(); ok && score < least {
			best, least = &runs[i], score
		}
	}
	return best
}

// Ranked returns the runs, best first. Runs without a value come last. Equal
// runs keep their order.
func Ranked(runs []trex.Run) []trex.Run {
	sorted := slices.Clone(runs)
	slices.SortStableFunc(sorted, func(a, b trex.Run) int { return cmp.Compare(orLast(a.Score()), orLast(b.Score())) })
	return sorted
}

// Order compares two values of an objective: negative when a is better. Values
// that cannot be ranked come last.
func Order(objective trex.Objective, a, b float64) int {
	return cmp.Compare(orLast(objective.Score(a)), orLast(objective.Score(b)))
}

func orLast(score float64, ok bool) float64 {
	if !ok {
		return math.Inf(1)
	}
	return score
}

// Values returns the best value of each run that has one.
func Values(runs []trex.Run) []float64 {
	var values []float64
	for i := range runs {
		if runs[i].Best != nil {
			values = append(values, runs[i].Best.Value)
		}
	}
	return values
}

// Behind returns the best of the other runs, nil when none of them has a value.
// equal counts the other runs that are as good as best.
func Behind(best *trex.Run, runs []trex.Run) (next *trex.Run, equal int) {
	others := slices.DeleteFunc(WithValue(runs), func(run trex.Run) bool { return run.ID == best.ID })
	for i := range others {
		if others[i].Best.Value == best.Best.Value {
			equal++
		}
	}
	return Best(others), equal
}
