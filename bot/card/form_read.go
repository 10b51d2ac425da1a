package card

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/say"
)

// ReadForm turns a form's fields into configurations. problems says for each field
// what is wrong and what would be right; it is empty when there is no problem.
// Fields that a platform left out keep the proposal's values.
func ReadForm(project *trex.Project, p trex.Proposal, fields map[string]string, maxRuns int) (
	configs []trex.RunConfig, problems map[string]string,
) {
	w := readWritten(project, p, fields)
	lists := make([][]trex.Value, len(project.Params))
	for i, param := range project.Params {
		values, err := readValues(param, w.texts[param.Name])
		if err != nil {
			AddProblem(w.problems, w.from[param.Name], sentenceOf(err))
		}
		lists[i] = values
	}
	if len(w.problems) > 0 {
		return nil, w.problems
	}
	configs, err := combine(project, lists, w.how, maxRuns)
	if err != nil {
		w.problems[firstListed(project, lists, w.from)] = sentenceOf(err)
		return nil, w.problems
	}
	return configs, w.problems
}

// written is the content of a form.
type written struct {
	texts    map[string]string // by parameter; fieldCombine has one too
	from     map[string]string // parameter → its field
	how      string            // how several lists become configurations
	problems map[string]string // by field
}

func readWritten(project *trex.Project, p trex.Proposal, fields map[string]string) written {
	w := written{
		texts: make(map[string]string), from: make(map[string]string), problems: make(map[string]string),
		how: combination(project, p.Configs),
	}
	for _, param := range project.Params {
		w.texts[param.Name] = fieldText(param.Name, p.Configs, w.how)
		w.from[param.Name] = param.Name
	}
	if lines, ok := fields[fieldOthers]; ok {
		w.readLines(project, lines)
	}
	for _, param := range project.Params {
		if text, ok := fields[param.Name]; ok {
			w.texts[param.Name], w.from[param.Name] = text, param.Name
		}
	}
	for _, text := range []string{w.texts[fieldCombine], fields[fieldCombine]} {
		if text = strings.ToLower(strings.TrimSpace(text)); text == combineGrid || text == combinePairs {
			w.how = text
		} else if text != "" {
			AddProblem(w.problems, fieldOthers, fmt.Sprintf("combine must be %q or %q, not %q", combineGrid, combinePairs, say.Clip(text, 40)))
		}
	}
	return w
}

// readLines reads the "name = value" lines.
func (w *written) readLines(project *trex.Project, lines string) {
	for line := range strings.Lines(lines) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		name, text, ok := strings.Cut(line, "=")
		if name = strings.TrimSpace(name); !ok {
			AddProblem(w.problems, fieldOthers, fmt.Sprintf("%q is not a line like lr = 0.1", say.Clip(line, 40)))
			continue
		}
		if _, known := project.Param(name); !known && name == combineLine {
			name = fieldCombine
		} else if !known {
			AddProblem(w.problems, fieldOthers, fmt.Sprintf("%s has no parameter %q", project.Name, say.Clip(name, 40)))
			continue
		}
		w.texts[name], w.from[name] = strings.TrimSpace(text), fieldOthers
	}
}

// AddProblem adds a sentence to the problems of a field.
func AddProblem(problems map[string]string, field, text string) {
	if before := problems[field]; before != "" {
		text = before + "; " + text
	}
	problems[field] = say.Clip(text, 400)
}

func sentenceOf(err error) string {
	text, ok := trex.Sentence(err)
	if !ok {
		return "that is not a value"
	}
	return text
}

// readValues reads one value, or several values separated by commas.
func readValues(param trex.Param, text string) ([]trex.Value, error) {
	var values []trex.Value
	for _, part := range splitList(text) {
		value, err := param.Check(trex.Text(part))
		if err != nil && param.Type != trex.String {
			if number, ok := parseNumber(part); ok {
				value, err = param.Check(trex.Number(number))
			}
		}
		if err == nil && len(param.Choices) == 0 {
			values = append(values, value)
			continue
		}
		if value, err = choice(param, part, value, err); err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	if len(values) == 0 {
		return nil, trex.Invalid("%s needs a value; its default is %s", param.Name, say.Value(param.Default))
	}
	return values, nil
}

// choice finds the choice with the text that people saw. Without one it returns
// value and err.
func choice(param trex.Param, text string, value trex.Value, err error) (trex.Value, error) {
	for _, one := range param.Choices {
		if one.String() == text {
			return one, nil
		}
	}
	return value, err
}

// parseNumber reads 1e-3 and the like, a fraction, and a percentage.
func parseNumber(text string) (float64, bool) {
	text = strings.TrimSpace(text)
	if percent, ok := strings.CutSuffix(text, "%"); ok {
		f, err := strconv.ParseFloat(strings.TrimSpace(percent), 64)
		return f / 100, err == nil
	}
	if over, under, ok := strings.Cut(text, "/"); ok {
		a, errA := strconv.ParseFloat(strings.TrimSpace(over), 64)
		b, errB := strconv.ParseFloat(strings.TrimSpace(under), 64)
		return a / b, errA == nil && errB == nil && b != 0
	}
	f, err := strconv.ParseFloat(text, 64)
	return f, err == nil
}

// splitList splits text at commas and line breaks outside double quotes.
func splitList(text string) []string {
	var parts []string
	for text = strings.TrimSpace(text); text != ""; text = strings.TrimSpace(text) {
		if quoted, err := strconv.QuotedPrefix(text); err == nil && text[0] == '"' {
			if part, err := strconv.Unquote(quoted); err == nil {
				parts = append(parts, part)
				text = strings.TrimLeft(text[len(quoted):], " \t\r\n")
				text = strings.TrimPrefix(text, ",")
				continue
			}
		}
		end := strings.IndexAny(text, ",\n")
		if end < 0 {
			end = len(text)
		}
		if part := strings.TrimSpace(text[:end]); part != "" {
			parts = append(parts, part)
		}
		text = text[min(end+1, len(text)):]
	}
	return parts
}

// combine makes configurations from one list of values for each parameter.
func combine(project *trex.Project, lists [][]trex.Value, how string, maxRuns int) ([]trex.RunConfig, error) {
	n := 1
	for i, list := range lists {
		switch {
		case how == combineGrid:
			n *= len(list)
		case len(list) > 1 && n > 1 && len(list) != n:
			return nil, trex.Invalid("side by side needs lists of one length: %s has %d values, another parameter %d",
				project.Params[i].Name, len(list), n)
		default:
			n = max(n, len(list))
		}
		if n > maxRuns {
			return nil, trex.Invalid("these are more than %d configurations, the most for one experiment", maxRuns)
		}
	}
	configs := make([]trex.RunConfig, n)
	for c := range configs {
		config := make(trex.RunConfig, len(lists))
		each := n // in a grid: how many configurations share the values set so far
		for i, list := range lists {
			index := min(c, len(list)-1)
			if how == combineGrid {
				each /= len(list)
				index = c / each % len(list)
			}
			config[project.Params[i].Name] = list[index]
		}
		configs[c] = config
	}
	return withoutTwins(configs), nil
}

func withoutTwins(configs []trex.RunConfig) []trex.RunConfig {
	var kept []trex.RunConfig
	for _, config := range configs {
		if !slices.ContainsFunc(kept, config.Equal) {
			kept = append(kept, config)
		}
	}
	return kept
}

// firstListed returns the field under which to show a problem of several lists: the
// first with several values.
func firstListed(project *trex.Project, lists [][]trex.Value, from map[string]string) string {
	for i, list := range lists {
		if len(list) > 1 {
			return from[project.Params[i].Name]
		}
	}
	return from[project.Params[0].Name]
}
