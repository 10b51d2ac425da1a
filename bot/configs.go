package bot

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/trex-ml/trex"
)

// longList is how many configurations or runs a message shows before the rest
// goes into a file or a sentence.
const longList = 10

// summary writes what configurations have in common and where they differ:
// "lr ∈ 0.1, 0.03 · batch_size 64 (rest default)".
func summary(project *trex.Project, configs []trex.RunConfig) string {
	var parts []string
	for _, name := range project.Differing(configs) {
		parts = append(parts, name+" ∈ "+valuesOf(configs, name))
	}
	rest := 0
	for _, param := range project.Params {
		value := configs[0][param.Name]
		switch {
		case differs(configs, param.Name):
		case value == param.Default:
			rest++
		default:
			parts = append(parts, param.Name+" "+shownValue(value))
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

func differs(configs []trex.RunConfig, name string) bool {
	return slices.ContainsFunc(configs, func(c trex.RunConfig) bool { return c[name] != configs[0][name] })
}

// distinct returns the values of one parameter in the order they first occur.
func distinct(configs []trex.RunConfig, name string) []trex.Value {
	var values []trex.Value
	for _, config := range configs {
		if !slices.Contains(values, config[name]) {
			values = append(values, config[name])
		}
	}
	return values
}

func valuesOf(configs []trex.RunConfig, name string) string {
	values := distinct(configs, name)
	const most = 8
	texts := make([]string, 0, most+1)
	for i, value := range values {
		if i == most {
			texts = append(texts, "… ("+strconv.Itoa(len(values))+" values)")
			break
		}
		texts = append(texts, shownValue(value))
	}
	return strings.Join(texts, ", ")
}

// shownValue writes a value for a line of text: a text that could be misread
// is quoted, a long one cut. The file of a card has every value in full.
func shownValue(value trex.Value) string {
	text := value.String()
	if text == "" || strings.ContainsAny(text, " ,·\n\t") {
		return strconv.Quote(clip(text, widestValue))
	}
	return clip(text, widestValue)
}

// widestValue is how many characters of a value a line shows.
const widestValue = 60

// anyClipped reports whether a line shows some value not in full.
func anyClipped(configs []trex.RunConfig) bool {
	for _, config := range configs {
		for _, value := range config {
			if text, ok := value.Text(); ok && utf8.RuneCountInString(text) > widestValue {
				return true
			}
		}
	}
	return false
}

// fixedPart writes the parameters that are the same in all configurations and
// at their defaults, so that a card shows each one completely.
func fixedPart(project *trex.Project, configs []trex.RunConfig) string {
	var parts []string
	for _, param := range project.Params {
		value := configs[0][param.Name]
		if !differs(configs, param.Name) && value == param.Default {
			parts = append(parts, param.Name+" "+shownValue(value))
		}
	}
	return strings.Join(parts, " · ")
}

// label names one configuration by the given parameters: "lr 0.1 · seed 2".
func label(config trex.RunConfig, names []string) string {
	parts := make([]string, len(names))
	for i, name := range names {
		parts[i] = name + " " + shownValue(config[name])
	}
	return strings.Join(parts, " · ")
}

// runNames says what each configuration differs in from its siblings, or, for
// one alone, from the defaults.
func runNames(project *trex.Project, configs []trex.RunConfig) []string {
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
		names[i] = label(config, differing)
		if len(differing) == 0 {
			names[i] = "default"
		}
	}
	return names
}

// configTable shows the first configurations, with only the columns that
// differ.
func configTable(project *trex.Project, configs []trex.RunConfig) *Table {
	columns := project.Differing(configs)
	table := &Table{Columns: append([]string{"#"}, columns...)}
	for i, config := range configs[:min(len(configs), longList)] {
		row := []string{strconv.Itoa(i + 1)}
		for _, name := range columns {
			row = append(row, shownValue(config[name]))
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// configFile is every value of every configuration.
func configFile(name string, project *trex.Project, configs []trex.RunConfig) File {
	var content bytes.Buffer
	w := csv.NewWriter(&content)
	w.Write(append([]string{"#"}, project.ParamNames()...)) //nolint:errcheck // a Buffer takes everything
	for i, config := range configs {
		row := []string{strconv.Itoa(i + 1)}
		for _, param := range project.Params {
			row = append(row, config[param.Name].String())
		}
		w.Write(row) //nolint:errcheck // a Buffer takes everything
	}
	w.Flush()
	return File{Name: name, Content: content.Bytes()}
}
