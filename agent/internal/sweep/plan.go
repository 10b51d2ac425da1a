package sweep

import (
	"cmp"
	"maps"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

// Plan describes configurations. Each base is combined with each case. A case is
// combined with all values of its own axes and of the shared axes.
type Plan struct {
	Bases   []trex.RunConfig // complete; nil: the project's defaults
	Shared  []Axis
	Cases   [][]Axis      // nil: one case without its own axes
	Except  []Combination // configurations with one of these are left out
	Zip     bool          // the n-th values of all axes belong together
	Repeats int           // number of seeds for each; 0 and 1: unchanged
	Random  int           // number of configurations to draw from the axes instead of listing them
	Total   int           // number of runs that the message names; 0: none
	Cap     int           // most runs that the message allows; 0: it does not say
	Seed    uint64        // for the random draws
	Max     int           // most configurations
}

// Expand returns the configurations: complete, valid, without duplicates, at
// most Max. An invalid error says what would be correct.
func (p Plan) Expand(project *trex.Project) ([]trex.RunConfig, error) {
	if len(p.Bases) == 0 {
		p.Bases = []trex.RunConfig{project.Defaults()}
	}
	if len(p.Cases) == 0 {
		p.Cases = [][]Axis{nil}
	}
	p = p.settleTotal(project)
	var configs []trex.RunConfig
	for _, base := range p.Bases {
		complete, err := project.Complete(base)
		if err != nil {
			return nil, err
		}
		for _, axes := range p.Cases {
			some, err := p.expandCase(project, complete, slices.Concat(p.Shared, axes))
			if err != nil {
				return nil, err
			}
			configs = append(configs, some...)
			if len(configs) > p.Max*mostWaste {
				return nil, tooMany(len(configs), p.Max)
			}
		}
	}
	configs, err := p.leaveOut(project, Distinct(configs))
	if err != nil {
		return nil, err
	}
	configs, err = p.repeat(project, configs)
	if err != nil {
		return nil, err
	}
	if len(configs) > p.Max {
		return nil, tooMany(len(configs), p.Max)
	}
	if p.Cap > 0 && len(configs) > p.Cap {
		return nil, trex.Invalid("That makes %s, and you said at most %d. Which values should I leave out? “%d random configs …” draws so many of them",
			say.Count(len(configs), "run"), p.Cap, p.Cap)
	}
	return configs, p.checkTotal(configs)
}

// mostWaste limits how many configurations are built before duplicates are
// removed.
const mostWaste = 20

// settleTotal decides what Total counts when the plan leaves it open: values of
// the one range, random draws from several ranges, or seeds.
func (p Plan) settleTotal(project *trex.Project) Plan {
	if p.Total == 0 && p.Cap == 0 || p.Random > 0 {
		return p
	}
	total := cmp.Or(p.Total, p.Cap)
	seed, _ := insight.Seed(project)
	open, random := 0, false
	var only *Axis
	for _, axes := range append([][]Axis{p.Shared}, p.Cases...) {
		for i := range axes {
			if s := axes[i].Spread; s != nil && s.Count == 0 && s.Step == 0 && s.Factor == 0 {
				open++
				only = &axes[i]
			}
			random = random || axes[i].Random
		}
	}
	switch {
	case random || open > 1:
		p.Random = total
	case open == 1 && !p.listsOthers(only) && only.Param != seed.Name:
		spread := *only.Spread
		spread.Count = total
		only.Spread = &spread
	}
	return p
}

// listsOthers reports whether an axis other than this takes several values.
func (p Plan) listsOthers(this *Axis) bool {
	for _, axes := range append([][]Axis{p.Shared}, p.Cases...) {
		for i := range axes {
			if &axes[i] != this && (axes[i].Spread != nil || axes[i].All || len(axes[i].Terms) > 1) {
				return true
			}
		}
	}
	return len(p.Cases) > 1
}

func (p Plan) checkTotal(configs []trex.RunConfig) error {
	if p.Total == 0 || p.Random > 0 || len(configs) == p.Total {
		return nil
	}
	return trex.Invalid("You said %s, but what you describe makes %s. Which one do you mean? “%d seeds each” repeats every run with other seeds",
		say.Count(p.Total, "run"), say.Count(len(configs), "run"), max(2, p.Total/max(len(configs), 1)))
}

func (p Plan) expandCase(project *trex.Project, base trex.RunConfig, axes []Axis) ([]trex.RunConfig, error) {
	own, linked := apart(axes)
	expand := p.combine
	if p.Random > 0 {
		expand = p.draw
	}
	configs, err := expand(project, base, own)
	if err != nil {
		return nil, err
	}
	return follow(project, configs, linked)
}

// combine makes a configuration of all values of each axis with all others.
func (p Plan) combine(project *trex.Project, base trex.RunConfig, axes []Axis) ([]trex.RunConfig, error) {
	seed, _ := insight.Seed(project)
	lists := make([][]trex.Value, len(axes))
	size := 1
	for i, axis := range axes {
		if slices.ContainsFunc(axes[:i], func(a Axis) bool { return a.Param == axis.Param }) {
			return nil, trex.Invalid("%s is given twice; which values do you mean?", axis.Param)
		}
		param, err := Param(project, axis.Param)
		if err != nil {
			return nil, err
		}
		if axis.Random {
			return nil, trex.Invalid("How many random values of %s? Say for example “10 random configs”", param.Name)
		}
		if param.Name == seed.Name {
			axis = axis.byOne()
		}
		values, err := axis.values(param, base[param.Name], max(p.Max, 1))
		if err != nil {
			return nil, err
		}
		lists[i] = values
		if size *= len(values); size > p.Max*mostWaste && !p.Zip {
			return nil, tooMany(product(lists), p.Max)
		}
	}
	if p.Zip {
		return zip(axes, lists, base)
	}
	return grid(axes, lists, base), nil
}

func product(lists [][]trex.Value) int {
	n := 1
	for _, list := range lists {
		if n *= max(len(list), 1); n > 1e12 {
			return 1e12
		}
	}
	return n
}

// grid combines all values with all others; the last axis varies fastest.
func grid(axes []Axis, lists [][]trex.Value, base trex.RunConfig) []trex.RunConfig {
	configs := []trex.RunConfig{base}
	for i, axis := range axes {
		next := make([]trex.RunConfig, 0, len(configs)*len(lists[i]))
		for _, config := range configs {
			for _, value := range lists[i] {
				c := maps.Clone(config)
				c[axis.Param] = value
				next = append(next, c)
			}
		}
		configs = next
	}
	return configs
}

func zip(axes []Axis, lists [][]trex.Value, base trex.RunConfig) ([]trex.RunConfig, error) {
	n, longest := 1, ""
	for i, list := range lists {
		if len(list) == 1 || len(list) == n {
			continue
		}
		if n > 1 {
			return nil, trex.Invalid("%s has %d values and %s has %d; pairs need as many of each",
				longest, n, axes[i].Param, len(list))
		}
		n, longest = len(list), axes[i].Param
	}
	configs := make([]trex.RunConfig, n)
	for k := range configs {
		configs[k] = maps.Clone(base)
		for i, axis := range axes {
			configs[k][axis.Param] = lists[i][min(k, len(lists[i])-1)]
		}
	}
	return configs, nil
}

// repeat gives every configuration several seeds, counting from its own seed.
func (p Plan) repeat(project *trex.Project, configs []trex.RunConfig) ([]trex.RunConfig, error) {
	n := p.Repeats
	if n == 0 && p.Total > 1 && p.Random == 0 && len(configs) == 1 {
		n = p.Total
	}
	if n <= 1 {
		return configs, nil
	}
	seed, ok := insight.Seed(project)
	if !ok {
		return nil, trex.Invalid("%s has no seed parameter: %d runs of one configuration would all be the same", project.Name, n)
	}
	if n > p.Max || n*len(configs) > p.Max {
		return nil, tooMany(n*len(configs), p.Max)
	}
	var repeated []trex.RunConfig
	for _, config := range configs {
		first, _ := config[seed.Name].Float()
		for i := range n {
			value, err := seed.Check(trex.Number(first + float64(i)))
			if err != nil {
				return nil, err
			}
			c := maps.Clone(config)
			c[seed.Name] = value
			repeated = append(repeated, c)
		}
	}
	return Distinct(repeated), nil
}

// Distinct returns configs without those that equal an earlier one. The parameters
// but may differ.
func Distinct(configs []trex.RunConfig, but ...string) []trex.RunConfig {
	seen := make(map[string]bool, len(configs))
	kept := configs[:0:0]
	for _, config := range configs {
		if k := key(config, but); !seen[k] {
			seen[k] = true
			kept = append(kept, config)
		}
	}
	return kept
}

func key(config trex.RunConfig, but []string) string {
	var k []byte
	for _, name := range slices.Sorted(maps.Keys(config)) {
		if slices.Contains(but, name) {
			continue
		}
		k = append(append(append(append(k, name...), 0), config[name].String()...), 0)
	}
	return string(k)
}

func tooMany(n, most int) error {
	return trex.Invalid("That makes %s, and one experiment has at most %s. Try fewer values, or a random sample (“%d random configs …”)",
		say.Count(n, "run"), say.Group(int64(most)), min(20, most))
}
