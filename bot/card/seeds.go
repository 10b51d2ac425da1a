package card

import (
	"fmt"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

// SeedNote says how certain a ranking is: the spread over several seeds, or that
// each configuration has only one seed.
func SeedNote(project *trex.Project, runs []trex.Run) string {
	with := insight.WithValue(runs)
	seed, ok := insight.Seed(project)
	if !ok || len(with) < 2 {
		return ""
	}
	groups := insight.Groups(project, with)
	var repeated []string
	for _, group := range groups {
		if len(group) > 1 {
			repeated = append(repeated, spread(project, seed.Name, groups, group))
		}
	}
	if len(repeated) == 0 {
		return "one seed each: other seeds may rank them differently"
	}
	return say.List(repeated, 4)
}

// spread writes "lr 0.03: 0.171 ± 0.004 over 3 seeds"; ± is the sample
// standard deviation.
func spread(project *trex.Project, seed string, groups [][]trex.Run, group []trex.Run) string {
	firsts := make([]trex.RunConfig, len(groups))
	for i := range groups {
		firsts[i] = groups[i][0].Config
	}
	names := slices.DeleteFunc(project.Differing(firsts), func(name string) bool { return name == seed })
	mean, deviation := insight.Spread(insight.Values(group))
	text := fmt.Sprintf("%s ± %s over %d seeds", say.Number(mean), say.Digits(deviation, 2), len(group))
	if len(names) > 0 {
		return say.Config(group[0].Config, names) + ": " + text
	}
	return text
}
