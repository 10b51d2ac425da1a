package agent

import (
	"cmp"
	"maps"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/read"
)

// pick keeps or drops configurations by their position or rank.
func (m *message) pick(configs []trex.RunConfig) ([]trex.RunConfig, error) {
	if !m.picks() {
		return configs, nil
	}
	keep, err := m.chosen(m.keeps(configs), m.s.KeepRanks, configs)
	if err != nil {
		return nil, err
	}
	lose, err := m.chosen(m.s.Lose, m.s.LoseRanks, configs)
	if err != nil {
		return nil, err
	}
	var kept []trex.RunConfig
	for i, config := range configs {
		if !lose[i] && (len(keep) == 0 || keep[i]) {
			kept = append(kept, maps.Clone(config))
		}
	}
	if len(kept) == 0 {
		return nil, trex.Invalid("That would leave no configuration. Dismiss the proposal, or say what to try instead.")
	}
	return kept, nil
}

// keeps returns the positions to keep. "Keep the first, change the second" keeps
// both.
func (m *message) keeps(configs []trex.RunConfig) []int {
	if len(m.s.Keep) == 0 || len(m.s.Places) == 0 || m.has("only", "just") {
		return m.s.Keep
	}
	both := slices.Concat(m.s.Keep, m.s.Places)
	if chosen, err := places(both, configs); err != nil || len(chosen) == len(configs) {
		return nil
	}
	return both
}

func (m *message) chosen(ordinals []int, ranks []read.Rank, configs []trex.RunConfig) (map[int]bool, error) {
	chosen, err := places(ordinals, configs)
	if err != nil {
		return nil, err
	}
	for _, rank := range ranks {
		some, err := m.ranked(rank, configs)
		if err != nil {
			return nil, err
		}
		maps.Copy(chosen, some)
	}
	return chosen, nil
}

// ranked finds the configurations with the largest or smallest values.
func (m *message) ranked(rank read.Rank, configs []trex.RunConfig) (map[int]bool, error) {
	if rank.Param == "" {
		names := slices.DeleteFunc(m.voc.Project.Differing(configs), func(name string) bool {
			param, _ := m.voc.Project.Param(name)
			return param.Type != trex.Int && param.Type != trex.Float
		})
		if len(names) != 1 {
			return nil, trex.Invalid("%s of which parameter? Say for example “the one with lr 0.1”, or its position.", quote(rank.Text))
		}
		rank.Param = names[0]
	}
	values := trex.Distinct(configs, rank.Param)
	slices.SortFunc(values, func(a, b trex.Value) int {
		x, _ := a.Float()
		y, _ := b.Float()
		if rank.Least {
			x, y = y, x
		}
		return cmp.Compare(y, x)
	})
	if rank.Some && len(values) > 2 {
		size := "largest"
		if rank.Least {
			size = "smallest"
		}
		return nil, trex.Invalid("How many are %s? Say for example “the two with the %s %s”, or their positions.", quote(rank.Text), size, rank.Param)
	}
	values = values[:min(rank.N, len(values))]
	chosen := make(map[int]bool)
	for i, config := range configs {
		chosen[i] = slices.Contains(values, config[rank.Param])
	}
	return chosen, nil
}
