package agent

import (
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/read"
	"github.com/trex-ml/trex/agent/internal/sweep"
	"github.com/trex-ml/trex/insight"
)

// amend applies the sentence's changes to the base as one step: what is dropped
// must be among the configurations as they stand or as they become.
func (m *message) amend(b base) ([]trex.RunConfig, error) {
	configs, err := m.pick(b.configs)
	if err != nil {
		return nil, err
	}
	assigns, err := m.resolveBare(configs)
	if err != nil {
		return nil, err
	}
	if b.runs {
		for i := range assigns {
			if assigns[i].Op == read.Add {
				assigns[i].Op = read.Set // "take r2 and try dropout 0.1, 0.2"
			}
		}
	}
	assigns, dropped := m.dropped(configs, assigns)
	changed, err := m.change(configs, assigns)
	if err != nil {
		return nil, err
	}
	if changed, err = m.drop(configs, changed, dropped); err != nil {
		return nil, err
	}
	if m.places() { // they have their seeds
		return changed, nil
	}
	return m.repeated(changed)
}

// change applies the assigns that drop nothing.
func (m *message) change(configs []trex.RunConfig, assigns []read.Assign) (changed []trex.RunConfig, err error) {
	if m.places() {
		return m.amendSome(configs, assigns)
	}
	if at := m.targetOf(assigns, configs); at >= 0 {
		return m.amendThose(configs, assigns, at)
	}
	if len(assigns) == 0 {
		return configs, nil
	}
	if plain(assigns) {
		m.s.Replace(assigns)
		plan := m.plan()
		plan.Bases, plan.Total, plan.Repeats = configs, 0, 0
		if plan.Random > 0 {
			plan.Bases = configs[:1]
		}
		return m.expand(plan)
	}
	for len(assigns) > 0 {
		n := 1
		for n < len(assigns) && assigns[n].Op == assigns[0].Op && assigns[0].Op == read.Add && assigns[n].Param != assigns[0].Param {
			n++
		}
		if configs, err = m.apply(configs, assigns[:n]); err != nil {
			return nil, err
		}
		assigns = assigns[n:]
	}
	return configs, nil
}

// plain reports whether every assign only sets values.
func plain(assigns []read.Assign) bool {
	return !slices.ContainsFunc(assigns, func(a read.Assign) bool { return a.Op != read.Set || len(a.Old) > 0 })
}

// repeated gives every configuration the seeds that the message asks for.
func (m *message) repeated(configs []trex.RunConfig) ([]trex.RunConfig, error) {
	repeats := m.s.Repeats
	if repeats == 0 && (m.s.AnySeeds || len(configs) == 1) {
		repeats = m.s.Total
	}
	project := m.voc.Project
	if seed, ok := insight.Seed(project); ok && m.s.NewSeeds && repeats > 0 {
		return m.moreSeeds(configs, seed, repeats)
	} else if ok && m.s.Repeats > 0 { // "make it 5 seeds" of three is five
		configs = sweep.Distinct(configs, seed.Name)
	}
	return m.expand(sweep.Plan{Bases: configs, Repeats: repeats, Max: m.req.maxRuns()})
}

// moreSeeds adds seeds that the configurations do not have yet.
func (m *message) moreSeeds(configs []trex.RunConfig, seed trex.Param, n int) ([]trex.RunConfig, error) {
	highest := 0.0
	for _, config := range configs {
		f, _ := config[seed.Name].Float()
		highest = max(highest, f)
	}
	terms := make([]sweep.Term, 0, min(n, m.req.maxRuns()+1))
	for i := range min(n, m.req.maxRuns()+1) {
		terms = append(terms, sweep.Abs(trex.Number(highest+float64(i)+1)))
	}
	added, err := m.expand(sweep.Plan{Bases: configs, Shared: []sweep.Axis{{Param: seed.Name, Terms: terms}}, Max: m.req.maxRuns()})
	if err != nil || m.s.Same || len(m.s.IDs) > 0 {
		return added, err
	}
	return m.expand(sweep.Plan{Bases: slices.Concat(configs, added), Max: m.req.maxRuns()})
}

// apply does one step: sets, adds, drops or keeps values.
func (m *message) apply(configs []trex.RunConfig, assigns []read.Assign) ([]trex.RunConfig, error) {
	a := assigns[0]
	limit := m.req.maxRuns()
	switch {
	case len(a.Old) > 0:
		return m.replace(configs, a)
	case a.Op == read.Only:
		if kept := m.having(configs, a); len(kept) > 0 {
			return kept, nil
		}
	case a.Op == read.Add && !m.justSets(configs, a):
		bases, err := m.oneMore(configs, assigns)
		if err != nil {
			return nil, err
		}
		added, err := m.expand(sweep.Plan{Bases: bases, Shared: read.Axes(assigns), Max: limit})
		if err != nil {
			return nil, err
		}
		return m.expand(sweep.Plan{Bases: slices.Concat(configs, added), Max: limit})
	}
	return m.expand(sweep.Plan{Bases: configs, Shared: read.Axes(assigns), Max: limit})
}

// oneMore returns what "one more with …" starts from: a configuration with what
// the others have in common. It asks about the rest.
func (m *message) oneMore(configs []trex.RunConfig, assigns []read.Assign) ([]trex.RunConfig, error) {
	if !m.s.OneMore {
		return configs, nil
	}
	for _, name := range m.voc.Project.Differing(configs) {
		if !slices.ContainsFunc(assigns, func(a read.Assign) bool { return a.Param == name }) {
			return nil, trex.Invalid("%s: with which %s? The others have %s.", quote(excerpt(m.req.Text)), name, valuesOf(configs, name))
		}
	}
	return configs[:1], nil
}

// justSets reports whether a message such as "add dropout 0.2" sets a parameter
// that is at its default in all configurations. Otherwise it adds
// configurations.
func (m *message) justSets(configs []trex.RunConfig, a read.Assign) bool {
	param, ok := m.voc.Project.Param(a.Param)
	if !ok || m.s.OneMore || m.has("also", "try") || len(param.Choices) > 0 || slices.Contains(m.mentionedBefore(), a.Param) {
		return false
	}
	return !slices.ContainsFunc(configs, func(c trex.RunConfig) bool { return c[a.Param] != param.Default })
}

// replace replaces the old values with the new ones.
func (m *message) replace(configs []trex.RunConfig, a read.Assign) ([]trex.RunConfig, error) {
	var changed []trex.RunConfig
	found := false
	for _, config := range configs {
		if !m.holds(config, a.Param, a.Old) {
			changed = append(changed, config)
			continue
		}
		found = true
		some, err := m.expand(sweep.Plan{Bases: []trex.RunConfig{config}, Shared: []sweep.Axis{a.Axis}, Max: m.req.maxRuns()})
		if err != nil {
			return nil, err
		}
		changed = append(changed, some...)
	}
	if !found {
		return nil, trex.Invalid("No configuration here has %s, so there is nothing to replace. The configurations are: %s", sweep.Combination{{Param: a.Param, Terms: a.Old}}, sweep.Describe(m.voc.Project, configs))
	}
	return sweep.Distinct(changed), nil
}

// holds reports whether a configuration has one of the values.
func (m *message) holds(config trex.RunConfig, name string, terms []sweep.Term) bool {
	param, _ := m.voc.Project.Param(name)
	for _, t := range terms {
		value := t.Value
		switch t.Kind {
		case sweep.Default:
			value = param.Default
		case sweep.Off:
			value = trex.Number(0)
			if param.Type == trex.Boolean {
				value = trex.Bool(false)
			}
		case sweep.On:
			value = trex.Bool(true)
		case sweep.Absolute, sweep.Scaled, sweep.Shifted:
		}
		if checked, err := param.Check(value); err == nil && config[name] == checked {
			return true
		}
	}
	return false
}

func (m *message) having(configs []trex.RunConfig, a read.Assign) []trex.RunConfig {
	return slices.DeleteFunc(slices.Clone(configs), func(c trex.RunConfig) bool { return !m.holds(c, a.Param, a.Axis.Terms) })
}
