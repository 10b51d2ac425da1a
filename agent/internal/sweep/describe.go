package sweep

import (
	"slices"
	"strconv"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/say"
)

// Describe describes configurations: "3 runs: lr ∈ {0.1, 0.03, 0.01}, epochs 20;
// the rest default". It lists the parameters in named even when they are at
// their default.
func Describe(project *trex.Project, configs []trex.RunConfig, named ...string) string {
	if len(configs) == 0 {
		return "no runs"
	}
	differing := project.Differing(configs)
	var fixed []string
	rest := false
	for _, param := range project.Params {
		switch value := configs[0][param.Name]; {
		case slices.Contains(differing, param.Name):
		case value == param.Default && !slices.Contains(named, param.Name):
			rest = true
		default:
			fixed = append(fixed, param.Name+" "+value.String())
		}
	}
	parts := append(varied(project, configs, differing), fixed...)
	text := say.Count(len(configs), "run") + ": "
	switch {
	case len(parts) == 0:
		return text + "everything default"
	case rest:
		return text + strings.Join(parts, ", ") + "; the rest default"
	}
	return text + strings.Join(parts, ", ")
}

// mostShown is how many values or pairs a sentence lists.
const mostShown = 6

// varied describes the parameters that differ: as sets when the configurations
// are a full grid, else one by one.
func varied(project *trex.Project, configs []trex.RunConfig, names []string) []string {
	size := 1
	sets := make([]string, len(names))
	for i, name := range names {
		values := trex.Distinct(configs, name)
		if size *= len(values); size > len(configs) {
			size = len(configs) + 1
		}
		sets[i] = name + " ∈ {" + listed(values) + "}"
	}
	if size == len(configs) {
		return sets
	}
	if len(configs) > mostShown {
		return sets
	}
	pairs := make([]string, len(configs))
	for i, config := range configs {
		words := make([]string, len(names))
		for j, name := range names {
			words[j] = name + " " + config[name].String()
		}
		pairs[i] = strings.Join(words, " with ")
	}
	return []string{strings.Join(pairs, " | ")}
}

// listed writes values. Of many values it writes the first and the last ones.
func listed(values []trex.Value) string {
	texts := make([]string, len(values))
	for i, value := range values {
		texts[i] = value.String()
	}
	if len(texts) > mostShown {
		texts = append(texts[:mostShown-2:mostShown-2], "… "+strconv.Itoa(len(texts))+" values … "+texts[len(texts)-1])
	}
	return strings.Join(texts, ", ")
}
