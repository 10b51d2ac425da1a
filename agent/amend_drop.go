package agent

import (
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/read"
	"github.com/trex-ml/trex/agent/internal/sweep"
)

// dropped separates the combinations that the assigns drop from the other
// assigns. A combination that no configuration has is the end of the dropping:
// "no adam and lr 0.1" drops adam and sets lr.
func (m *message) dropped(configs []trex.RunConfig, assigns []read.Assign) (rest []read.Assign, dropped []sweep.Combination) {
	for len(assigns) > 0 {
		n := 1
		for n < len(assigns) && assigns[n].Group > 0 && assigns[n].Group == assigns[0].Group {
			n++
		}
		if assigns[0].Op != read.Drop {
			rest, assigns = append(rest, assigns[0]), assigns[1:]
			continue
		}
		for n > 1 && !m.anyHas(configs, read.Axes(assigns[:n])) {
			n--
			assigns[n].Op, assigns[n].Group = read.Set, 0
		}
		if n == 1 && m.notThisButThat(configs, &assigns[0]) {
			rest, assigns = append(rest, assigns[0]), assigns[1:]
			continue
		}
		if c := read.Axes(assigns[:n]); m.anyHas(configs, c) || !m.startsWith("no") || len(assigns[0].Axis.Terms) == 0 {
			dropped = append(dropped, c)
		} else { // "no 0.03"
			assigns[0].Op = read.Set
			rest = append(rest, assigns[0])
		}
		assigns = assigns[n:]
	}
	return rest, dropped
}

// notThisButThat turns "not 0.3, 0.03" into a replacement when the
// configurations have the first value and not the second.
func (m *message) notThisButThat(configs []trex.RunConfig, a *read.Assign) bool {
	terms := a.Axis.Terms
	has := func(t sweep.Term) bool {
		return m.anyHas(configs, sweep.Combination{{Param: a.Param, Terms: []sweep.Term{t}}})
	}
	if len(terms) != 2 || !m.has("not") || !has(terms[0]) || has(terms[1]) {
		return false
	}
	a.Op, a.Group, a.Old, a.Axis.Terms = read.Set, 0, terms[:1], terms[1:]
	return true
}

func (m *message) anyHas(configs []trex.RunConfig, c sweep.Combination) bool {
	return slices.ContainsFunc(configs, func(config trex.RunConfig) bool { return c.In(m.voc.Project, config) })
}

// drop removes the combinations from the changed configurations.
func (m *message) drop(configs, changed []trex.RunConfig, dropped []sweep.Combination) ([]trex.RunConfig, error) {
	for _, c := range dropped {
		for _, each := range c.Each() {
			if !m.anyHas(configs, each) && !m.anyHas(changed, each) {
				return nil, trex.Invalid("No configuration here has %s, so there is nothing to drop. The configurations are: %s", each, sweep.Describe(m.voc.Project, configs))
			}
		}
		changed = slices.DeleteFunc(slices.Clone(changed), func(config trex.RunConfig) bool { return c.In(m.voc.Project, config) })
		if len(changed) == 0 {
			return nil, trex.Invalid("Dropping %s would leave no configuration. Dismiss the proposal, or say what to try instead.", c)
		}
	}
	return changed, nil
}
