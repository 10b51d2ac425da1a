package sweep

import (
	"maps"

	"github.com/trex-ml/trex"
)

// apart takes the axes aside whose values follow another parameter of the same
// configuration: "alpha twice the rank".
func apart(axes []Axis) (own, linked []Axis) {
	for _, a := range axes {
		if len(a.Terms) > 0 && a.Terms[0].Of != "" {
			linked = append(linked, a)
		} else {
			own = append(own, a)
		}
	}
	return own, linked
}

// follow sets the linked parameters of each configuration.
func follow(project *trex.Project, configs []trex.RunConfig, linked []Axis) ([]trex.RunConfig, error) {
	for _, a := range linked {
		param, err := Param(project, a.Param)
		if err != nil {
			return nil, err
		}
		var next []trex.RunConfig
		for _, config := range configs {
			for _, t := range a.Terms {
				value, err := t.resolve(param, config[t.Of])
				if err != nil {
					return nil, err
				}
				c := maps.Clone(config)
				c[a.Param] = value
				next = append(next, c)
			}
		}
		configs = next
	}
	return configs, nil
}
