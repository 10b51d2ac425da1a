package sweep

import (
	"slices"
	"strings"

	"github.com/trex-ml/trex"
)

// Combination is values that a configuration has together: each axis is a
// parameter with the values of which it has one.
type Combination []Axis

// In reports whether a configuration has the combination.
func (c Combination) In(project *trex.Project, config trex.RunConfig) bool {
	return !slices.ContainsFunc(c, func(a Axis) bool {
		param, ok := project.Param(a.Param)
		return !ok || !a.has(param, config[a.Param])
	})
}

// Each returns the combinations of single values that c stands for.
func (c Combination) Each() []Combination {
	list := []Combination{nil}
	for _, a := range c {
		var longer []Combination
		for _, t := range a.Terms {
			for _, before := range list {
				one := Axis{Param: a.Param, Terms: []Term{t}}
				longer = append(longer, append(before[:len(before):len(before)], one))
			}
		}
		if len(a.Terms) > 0 {
			list = longer
		}
	}
	return list
}

// has reports whether the value is one of the axis.
func (a Axis) has(param trex.Param, value trex.Value) bool {
	if a.All {
		return true
	}
	return slices.ContainsFunc(a.Terms, func(t Term) bool {
		own, err := t.resolve(param, param.Default)
		return err == nil && own == value
	})
}

// String writes "lr 0.1 with batch_size 64".
func (c Combination) String() string {
	var parts []string
	for _, a := range c {
		var values []string
		for _, t := range a.Terms {
			if t.Kind == Absolute {
				values = append(values, t.Value.String())
			}
		}
		parts = append(parts, strings.TrimSpace(a.Param+" "+strings.Join(values, " or ")))
	}
	return strings.Join(parts, " with ")
}

// leaveOut removes the excluded combinations. Each of them must be there.
func (p Plan) leaveOut(project *trex.Project, configs []trex.RunConfig) ([]trex.RunConfig, error) {
	if p.Random > 0 { // draws leave them out already
		return configs, nil
	}
	for _, c := range p.Except {
		kept := slices.DeleteFunc(slices.Clone(configs), func(config trex.RunConfig) bool { return c.In(project, config) })
		switch len(kept) {
		case len(configs):
			return nil, trex.Invalid("No configuration here has %s, so there is nothing to leave out. The configurations are: %s", c, Describe(project, configs))
		case 0:
			return nil, trex.Invalid("Without %s no configuration is left", c)
		}
		configs = kept
	}
	return configs, nil
}
