package web

import (
	"maps"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
)

// paramNames returns the parameters of runs: those of project in its order,
// then others by name.
func paramNames(runs []trex.Run, project *trex.Project) []string {
	rest := make(map[string]bool)
	for i := range runs {
		for name := range runs[i].Config {
			rest[name] = true
		}
	}
	var names []string
	if project != nil {
		for _, name := range project.ParamNames() {
			if rest[name] {
				names = append(names, name)
				delete(rest, name)
			}
		}
	}
	return append(names, slices.Sorted(maps.Keys(rest))...)
}

// differing keeps the names whose values are not the same in all runs.
func differing(runs []trex.Run, names []string) []string {
	var kept []string
	for _, name := range names {
		for i := range runs {
			if runs[i].Config[name] != runs[0].Config[name] {
				kept = append(kept, name)
				break
			}
		}
	}
	return kept
}

// seedParams returns the parameters that only tell repetitions apart.
func seedParams(runs []trex.Run) []string {
	var names []string
	for _, name := range paramNames(runs, nil) {
		switch strings.ToLower(name) {
		case "seed", "random_seed", "rng_seed", "random_state":
			names = append(names, name)
		}
	}
	return names
}

// seedGroups names, for each run of a configuration that was run more than
// once, what its group is called: the values that differ between groups.
func seedGroups(runs []trex.Run, project *trex.Project) map[trex.RunID]string {
	seeds := seedParams(runs)
	names := slices.DeleteFunc(differing(runs, paramNames(runs, project)), func(name string) bool {
		return slices.Contains(seeds, name)
	})
	label := func(run *trex.Run) string {
		parts := make([]string, len(names))
		for i, name := range names {
			parts[i] = name + " " + run.Config[name].String()
		}
		if len(parts) == 0 {
			return "all seeds"
		}
		return strings.Join(parts, " · ")
	}
	counts := make(map[string]int)
	for i := range runs {
		counts[label(&runs[i])]++
	}
	groups := make(map[trex.RunID]string)
	for i := range runs {
		if name := label(&runs[i]); counts[name] > 1 {
			groups[runs[i].ID] = name
		}
	}
	return groups
}
