package web

import (
	"maps"
	"slices"

	"github.com/trex-ml/trex"
)

// paramNames returns the parameters of runs: first those of project in its order,
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
		names = slices.DeleteFunc(project.ParamNames(), func(name string) bool { return !rest[name] })
	}
	for _, name := range names {
		delete(rest, name)
	}
	return append(names, slices.Sorted(maps.Keys(rest))...)
}

// differing keeps the names whose values are not the same in all runs.
func differing(runs []trex.Run, names []string) []string {
	configs := trex.Configs(runs)
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return len(trex.Distinct(configs, name)) < 2 })
}

// starred returns the best run of a list, "" for none. A list of one run, or of
// several projects, has no best run.
func starred(runs []trex.Run) trex.RunID {
	c := comparison{runs: runs}
	if best := c.best(); len(runs) > 1 && best != nil {
		return best.ID
	}
	return ""
}

func several(runs []trex.Run) bool {
	return slices.ContainsFunc(runs, func(r trex.Run) bool { return r.Project != runs[0].Project })
}
