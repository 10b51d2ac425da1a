package bot

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
)

// seedParam finds the parameter that makes runs of one configuration differ.
func seedParam(project *trex.Project) (trex.Param, bool) {
	for _, param := range project.Params {
		if name := strings.ToLower(param.Name); param.Type == trex.Int && (name == "seed" || name == "random_seed" || name == "rng_seed") {
			return param, true
		}
	}
	return trex.Param{}, false
}

// seedNote keeps a ranking honest: what repeats with other seeds came to, or
// that there were none.
func seedNote(project *trex.Project, runs []trex.Run) string {
	with := withValue(runs)
	seed, ok := seedParam(project)
	if !ok || len(with) < 2 {
		return ""
	}
	groups := bySeed(with, seed.Name)
	var repeated []string
	for _, group := range groups {
		if len(group) > 1 {
			repeated = append(repeated, spread(project, seed.Name, groups, group))
		}
	}
	if len(repeated) == 0 {
		return "one seed each: best is what was seen, other seeds may rank differently"
	}
	return list(repeated, 4)
}

// bySeed groups runs that differ in nothing but their seed.
func bySeed(runs []trex.Run, seed string) [][]trex.Run {
	var groups [][]trex.Run
	for _, run := range runs {
		i := slices.IndexFunc(groups, func(group []trex.Run) bool {
			return equalBut(group[0].Config, run.Config, seed)
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

// spread writes "lr 0.03: 0.171 ± 0.004 over 3 seeds"; ± is the sample
// standard deviation.
func spread(project *trex.Project, seed string, groups [][]trex.Run, group []trex.Run) string {
	firsts := make([]trex.RunConfig, len(groups))
	for i := range groups {
		firsts[i] = groups[i][0].Config
	}
	names := slices.DeleteFunc(project.Differing(firsts), func(name string) bool { return name == seed })
	mean, deviation := meanDeviation(bestValues(group))
	text := fmt.Sprintf("%s ± %s over %d seeds", number(mean), digits(deviation, 2), len(group))
	if len(names) > 0 {
		return label(group[0].Config, names) + ": " + text
	}
	return text
}

func meanDeviation(values []float64) (mean, deviation float64) {
	for _, v := range values {
		mean += v / float64(len(values))
	}
	for _, v := range values {
		deviation += (v - mean) * (v - mean) / float64(len(values)-1)
	}
	return mean, math.Sqrt(deviation)
}
