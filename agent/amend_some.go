package agent

import (
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/read"
	"github.com/trex-ml/trex/agent/internal/sweep"
	"github.com/trex-ml/trex/say"
)

// amendSome changes each configuration by the assigns that are for it: "the
// first one with batch size 64, the second with adam". Seeds are for those that
// the message speaks about.
func (m *message) amendSome(configs []trex.RunConfig, assigns []read.Assign) ([]trex.RunConfig, error) {
	spoken, err := places(m.s.Places, configs)
	if err != nil {
		return nil, err
	}
	var changed []trex.RunConfig
	for at, config := range configs {
		var own []read.Assign
		for _, a := range assigns {
			here, err := m.isFor(a, configs, at)
			if err != nil {
				return nil, err
			}
			if here {
				own = append(own, a)
			}
		}
		some, err := m.changeOne(config, own, spoken[at])
		if err != nil {
			return nil, err
		}
		changed = append(changed, some...)
	}
	return m.expand(sweep.Plan{Bases: changed, Max: m.req.maxRuns()})
}

// isFor reports whether an assign is for the configuration at a position.
func (m *message) isFor(a read.Assign, configs []trex.RunConfig, at int) (bool, error) {
	if a.Rank != nil {
		ranked, err := m.ranked(*a.Rank, configs)
		return ranked[at], err
	}
	if a.Where == nil {
		here, _ := places(a.For, configs)
		return a.For == nil || here[at], nil
	}
	name := a.Where.Param
	if name == "" {
		names := m.holders(*a.Where, configs)
		if len(names) != 1 {
			return false, m.whichParam(*a.Where, names, configs)
		}
		name = names[0]
	}
	param, _ := m.voc.Project.Param(name)
	where, ok := a.Where.Resolve(param)
	if !ok || len(m.having(configs, where)) == 0 {
		return false, trex.Invalid("No configuration here has %s. The configurations are: %s", a.Where.Text, sweep.Describe(m.voc.Project, configs))
	}
	return m.holds(configs[at], name, where.Axis.Terms), nil
}

// changeOne applies the assigns to one configuration.
func (m *message) changeOne(config trex.RunConfig, assigns []read.Assign, seeds bool) ([]trex.RunConfig, error) {
	plan := sweep.Plan{Bases: []trex.RunConfig{config}, Shared: read.Axes(assigns), Max: m.req.maxRuns()}
	if seeds {
		plan.Repeats = m.s.Repeats
	}
	return m.expand(plan)
}

// places finds configurations by position; negative ones count from the end, and
// 0 is the middle.
func places(ordinals []int, configs []trex.RunConfig) (map[int]bool, error) {
	chosen := make(map[int]bool)
	for _, n := range ordinals {
		at := n - 1
		switch {
		case n < 0:
			at = len(configs) + n
		case n == 0 && len(configs)%2 == 1: // the middle one
			at = len(configs) / 2
		}
		if at < 0 || at >= len(configs) {
			if n == 0 {
				return nil, trex.Invalid("There are %s here, so there is none in the middle.", say.Count(len(configs), "configuration"))
			}
			return nil, trex.Invalid("There are %s here, so there is no number %d.", say.Count(len(configs), "configuration"), max(n, -n))
		}
		chosen[at] = true
	}
	return chosen, nil
}

// targetOf returns the index of the assign that only selects the configurations
// to change, as in "use lr 0.001 for adam" when some have adam; -1 for none.
func (m *message) targetOf(assigns []read.Assign, configs []trex.RunConfig) int {
	if len(assigns) < 2 || !plain(assigns) {
		return -1
	}
	differing := m.voc.Project.Differing(configs)
	return slices.IndexFunc(assigns, func(a read.Assign) bool {
		return a.IsFor() && slices.Contains(differing, a.Param) && len(a.Axis.Terms) > 0 && len(m.having(configs, a)) > 0
	})
}

func (m *message) amendThose(configs []trex.RunConfig, assigns []read.Assign, at int) ([]trex.RunConfig, error) {
	target := assigns[at]
	rest := slices.Delete(slices.Clone(assigns), at, at+1)
	return m.amendChosen(configs, rest, func(i int) bool { return m.holds(configs[i], target.Param, target.Axis.Terms) })
}

func (m *message) amendChosen(configs []trex.RunConfig, assigns []read.Assign, chosen func(i int) bool) ([]trex.RunConfig, error) {
	var changed []trex.RunConfig
	for i, config := range configs {
		if !chosen(i) {
			changed = append(changed, config)
			continue
		}
		some, err := m.changeOne(config, assigns, true)
		if err != nil {
			return nil, err
		}
		changed = append(changed, some...)
	}
	return m.expand(sweep.Plan{Bases: changed, Max: m.req.maxRuns()})
}
