package say

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/trex-ml/trex"
)

// Summary writes what configurations have in common and where they differ:
// "lr ∈ 0.1, 0.03 · batch_size 64 (rest default)".
func Summary(project *trex.Project, configs []trex.RunConfig) string {
	var parts []string
	for _, name := range project.Differing(configs) {
		parts = append(parts, name+" ∈ "+valuesOf(configs, name))
	}
	rest := 0
	for _, param := range project.Params {
		value := configs[0][param.Name]
		switch {
		case len(trex.Distinct(configs, param.Name)) > 1:
		case value == param.Default:
			rest++
		default:
			parts = append(parts, param.Name+" "+Value(value))
		}
	}
	switch {
	case len(parts) == 0:
		return "every parameter at its default"
	case rest > 0:
		return strings.Join(parts, " · ") + " (rest default)"
	}
	return strings.Join(parts, " · ")
}

func valuesOf(configs []trex.RunConfig, name string) string {
	values := trex.Distinct(configs, name)
	const most = 8
	texts := make([]string, 0, most+1)
	for i, value := range values {
		if i == most {
			texts = append(texts, "… ("+strconv.Itoa(len(values))+" values)")
			break
		}
		texts = append(texts, Value(value))
	}
	return strings.Join(texts, ", ")
}

// Value writes a value for a line of text. It quotes a text that could be
// misread and cuts a long one. The file attached to a card has every value in
// full.
func Value(value trex.Value) string {
	text := value.String()
	if text == "" || strings.ContainsAny(text, " ,·\n\t") {
		return strconv.Quote(Clip(text, WidestValue))
	}
	return Clip(text, WidestValue)
}

// WidestValue is the most characters of a value that a line shows.
const WidestValue = 60

// AnyClipped reports whether a line would cut some value.
func AnyClipped(configs []trex.RunConfig) bool {
	for _, config := range configs {
		for _, value := range config {
			if text, ok := value.Text(); ok && utf8.RuneCountInString(text) > WidestValue {
				return true
			}
		}
	}
	return false
}

// Defaults writes the parameters that have their default in all configurations,
// so that a card shows each configuration completely.
func Defaults(project *trex.Project, configs []trex.RunConfig) string {
	var parts []string
	for _, param := range project.Params {
		value := configs[0][param.Name]
		if len(trex.Distinct(configs, param.Name)) == 1 && value == param.Default {
			parts = append(parts, param.Name+" "+Value(value))
		}
	}
	return strings.Join(parts, " · ")
}

// Config names one configuration by the given parameters: "lr 0.1 · seed 2".
func Config(config trex.RunConfig, names []string) string {
	parts := make([]string, len(names))
	for i, name := range names {
		parts[i] = name + " " + Value(config[name])
	}
	return strings.Join(parts, " · ")
}

// Names returns how each configuration differs from the others. A single
// configuration is compared with the defaults.
func Names(project *trex.Project, configs []trex.RunConfig) []string {
	differing := project.Differing(configs)
	if len(differing) == 0 {
		for _, param := range project.Params {
			if configs[0][param.Name] != param.Default {
				differing = append(differing, param.Name)
			}
		}
	}
	names := make([]string, len(configs))
	for i, config := range configs {
		names[i] = Config(config, differing)
		if len(differing) == 0 {
			names[i] = "default"
		}
	}
	return names
}

// Allowed writes briefly which values a parameter accepts.
func Allowed(p trex.Param) string {
	if len(p.Choices) > 0 {
		texts := make([]string, len(p.Choices))
		for i, choice := range p.Choices {
			texts[i] = choice.String()
		}
		return Clip(strings.Join(texts, ", "), 80)
	}
	low := ""
	switch {
	case p.Above != nil:
		low = "> " + trex.FormatNumber(*p.Above)
	case p.Min != nil:
		low = "≥ " + trex.FormatNumber(*p.Min)
	}
	high := ""
	if p.Max != nil {
		high = "≤ " + trex.FormatNumber(*p.Max)
	}
	bounds := strings.Trim(low+", "+high, ", ")
	if bounds == "" {
		return string(p.Type)
	}
	return string(p.Type) + ", " + bounds
}

// longestFix is the most characters of a fix that a button shows.
const longestFix = 50

// Fix writes the suggested values: "with batch_size 256". It returns "with the
// fix" when the runs' fixes differ, and "" when one of them has no fix.
func Fix(fixes []trex.RunConfig) string {
	text := ""
	for i, fix := range fixes {
		if len(fix) == 0 {
			return ""
		}
		one := "with " + Clip(Config(fix, slices.Sorted(maps.Keys(fix))), longestFix)
		if i > 0 && one != text {
			return "with the fix"
		}
		text = one
	}
	return text
}
