package insight

import (
	"math"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
)

// seedNames are the usual names of a seed parameter, the likeliest first.
var seedNames = []string{"seed", "random_seed", "rng_seed", "random_state", "train_seed"}

// Seed returns the seed parameter of a project: the one the project declares as
// its seed, else the one with a usual name. ok is false when there is none.
func Seed(project *trex.Project) (seed trex.Param, ok bool) {
	if project.Seed != "" {
		return project.Param(project.Seed)
	}
	rank := len(seedNames) + 1
	for _, param := range project.Params {
		if r := seedRank(param); r < rank {
			seed, rank, ok = param, r, true
		}
	}
	return seed, ok
}

// seedRank ranks a parameter's name among the usual seed names, 0 being the
// likeliest.
func seedRank(param trex.Param) int {
	if param.Type != trex.Int || len(param.Choices) > 0 {
		return len(seedNames) + 1
	}
	name := strings.ToLower(strings.ReplaceAll(param.Name, "-", "_"))
	if i := slices.Index(seedNames, name); i >= 0 {
		return i
	}
	if strings.HasSuffix(name, "_seed") || strings.HasPrefix(name, "seed_") {
		return len(seedNames)
	}
	return len(seedNames) + 1
}

// Groups groups the runs of a project that are equal in all but the seed, in the
// order of their first runs. In a project without a seed, equal runs form a
// group.
func Groups(project *trex.Project, runs []trex.Run) [][]trex.Run {
	seed, _ := Seed(project)
	var groups [][]trex.Run
	for _, run := range runs {
		i := slices.IndexFunc(groups, func(group []trex.Run) bool {
			return equalBut(group[0].Config, run.Config, seed.Name)
		})
		if i < 0 {
			groups = append(groups, []trex.Run{run})
		} else {
			groups[i] = append(groups[i], run)
		}
	}
	return groups
}

func equalBut(a, b trex.RunConfig, name string) bool {
	for key, value := range a {
		if key != name && b[key] != value {
			return false
		}
	}
	return len(a) == len(b)
}

// Spread returns the mean of values and their sample standard deviation (n−1),
// which is NaN for one value.
func Spread(values []float64) (mean, deviation float64) {
	for _, v := range values {
		mean += v / float64(len(values))
	}
	for _, v := range values {
		deviation += (v - mean) * (v - mean) / float64(len(values)-1)
	}
	return mean, math.Sqrt(deviation)
}
