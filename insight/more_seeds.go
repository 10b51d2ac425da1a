package insight

import (
	"cmp"
	"math"

	"github.com/trex-ml/trex"
)

const (
	repeatedGroups = 2 // how many of the best configurations are worth repeating
	moreSeeds      = 3 // with how many seeds each
)

// MoreSeeds repeats the best two configurations of an experiment, each with
// three seeds that it has not used. An invalid error says why it cannot.
func MoreSeeds(project *trex.Project, runs []trex.Run) ([]trex.RunConfig, error) {
	seed, ok := Seed(project)
	if !ok {
		return nil, trex.Invalid("%s has no seed parameter", project.Name)
	}
	groups := Groups(project, Ranked(WithValue(runs)))
	if len(groups) == 0 {
		return nil, noValue(project)
	}
	var configs []trex.RunConfig
	for _, group := range groups[:min(len(groups), repeatedGroups)] {
		more, err := unusedSeeds(seed, group)
		if err != nil {
			return nil, err
		}
		configs = append(configs, more...)
	}
	return configs, nil
}

// unusedSeeds returns a group's configuration with the lowest seeds that none of
// its runs used.
func unusedSeeds(seed trex.Param, group []trex.Run) ([]trex.RunConfig, error) {
	used := make(map[trex.Value]bool)
	for _, run := range group {
		used[run.Config[seed.Name]] = true
	}
	next := 0.0
	if seed.Min != nil {
		next = math.Ceil(*seed.Min)
	}
	if seed.Above != nil {
		next = max(next, math.Floor(*seed.Above)+1)
	}
	var configs []trex.RunConfig
	for ; len(configs) < moreSeeds; next++ {
		value, err := seed.Check(trex.Number(next))
		if err != nil {
			return nil, err
		}
		if !used[value] {
			config := group[0].Config.Clone()
			config[seed.Name] = value
			configs = append(configs, config)
		}
	}
	return configs, nil
}

// noValue says that no run can be ranked.
func noValue(project *trex.Project) error {
	return trex.Invalid("no run of this experiment reported %s yet", cmp.Or(project.Objective.Metric, "a metric"))
}
