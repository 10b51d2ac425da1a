package sweep

import (
	"strconv"
	"strings"

	"github.com/trex-ml/trex"
)

// Describe says what configurations are: "3 runs: lr ∈ {0.1, 0.03, 0.01},
// epochs 20; the rest default". The parameters named are told even where they
// are at their default.
func Describe(project *trex.Project, configs []trex.RunConfig, named ...string) string {
	if len(configs) == 0 {
		return "no runs"
	}
	differing := project.Differing(configs)
	var fixed []string
	rest := false
	for _, param := range project.Params {
		switch value := configs[0][param.Name]; {
		case contains(differing, param.Name):
		case value == param.Default && !contains(named, param.Name):
			rest = true
		default:
			fixed = append(fixed, param.Name+" "+value.String())
		}
	}
	parts := append(varied(project, configs, differing), fixed...)
	text := Count(len(configs), "run") + ": "
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

// varied describes what differs: as sets when the configurations are their
// grid, else one by one.
func varied(project *trex.Project, configs []trex.RunConfig, names []string) []string {
	size := 1
	sets := make([]string, len(names))
	for i, name := range names {
		values := distinct(configs, name)
		if size *= len(values); size > len(configs) {
			size = len(configs) + 1
		}
		sets[i] = name + " ∈ {" + shorten(values, ", ") + "}"
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

func distinct(configs []trex.RunConfig, name string) []string {
	seen := make(map[trex.Value]bool)
	var texts []string
	for _, config := range configs {
		if v := config[name]; !seen[v] {
			seen[v] = true
			texts = append(texts, v.String())
		}
	}
	return texts
}

func shorten(texts []string, sep string) string {
	if len(texts) <= mostShown {
		return strings.Join(texts, sep)
	}
	return strings.Join(texts[:mostShown-2], sep) + sep + "… " + strconv.Itoa(len(texts)) + " values … " + texts[len(texts)-1]
}

func contains(list []string, s string) bool {
	for _, item := range list {
		if item == s {
			return true
		}
	}
	return false
}

// Count writes "1 run" and "1,200 runs".
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits + " " + noun + "s"
}
