package card

import (
	"fmt"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/say"
)

// The edit form has one field for each parameter; values separated by commas make a
// grid. Where a platform's forms hold fewer fields, the most important parameters
// get one each, and all others share one field of "name = value" lines.
const (
	fieldOthers  = "_others"  // the "name = value" lines
	fieldCombine = "_combine" // how several lists become configurations
)

// combineLine is the name that fieldCombine has in those lines.
const combineLine = "combine"

const (
	combineGrid  = "every combination"
	combinePairs = "side by side"
)

// EditForm makes a form of a proposal's values with at most most fields.
func EditForm(project *trex.Project, p trex.Proposal, most int) chat.Form {
	form := chat.Form{
		Title:  say.Clip(fmt.Sprintf("Edit %s · %s", p.ID, project.Name), 24),
		Action: chat.Action{Name: chat.ActEdit, Subject: string(p.ID), Version: p.Version},
		Submit: "Update",
	}
	own, others := fieldParams(project, p.Configs, most)
	how := combination(project, p.Configs)
	for _, param := range own {
		form.Fields = append(form.Fields, paramField(param, fieldText(param.Name, p.Configs, how)))
	}
	if len(others) > 0 {
		lines := make([]string, 0, len(others)+1)
		for _, param := range others {
			lines = append(lines, param.Name+" = "+fieldText(param.Name, p.Configs, how))
		}
		if _, taken := project.Param(combineLine); !taken {
			lines = append(lines, combineLine+" = "+how)
		}
		form.Fields = append(form.Fields, chat.Field{
			Name: fieldOthers, Label: "all other parameters", Value: strings.Join(lines, "\n"), Long: true,
			Hint: "one a line, name = value; commas make several runs; combine is every combination or side by side",
		})
		return form
	}
	form.Fields = append(form.Fields, chat.Field{
		Name: fieldCombine, Label: "several values make", Value: how, Choices: []string{combineGrid, combinePairs},
		Hint: "side by side takes the first of each, then the second, …",
	})
	return form
}

// fieldParams divides the parameters into those with their own field and those that
// share one. Parameters that differ get a field first, then those that are not at
// their defaults.
func fieldParams(project *trex.Project, configs []trex.RunConfig, most int) (own, others []trex.Param) {
	if len(project.Params)+1 <= most {
		return project.Params, nil
	}
	rank := func(p trex.Param) int {
		switch {
		case len(trex.Distinct(configs, p.Name)) > 1:
			return 0
		case configs[0][p.Name] != p.Default:
			return 1
		}
		return 2
	}
	params := slices.Clone(project.Params)
	slices.SortStableFunc(params, func(a, b trex.Param) int { return rank(a) - rank(b) })
	n := max(most-1, 0)
	return params[:min(n, len(params))], params[min(n, len(params)):]
}

func paramField(param trex.Param, value string) chat.Field {
	f := chat.Field{Name: param.Name, Label: say.Clip(param.Name, 45), Hint: fieldHint(param), Value: value}
	switch {
	case param.Type == trex.Boolean:
		f.Choices, f.Multi = []string{"true", "false"}, true
	case len(param.Choices) > 0:
		f.Multi = true
		for _, choice := range param.Choices {
			f.Choices = append(f.Choices, choice.String())
		}
	}
	return f
}

func fieldHint(param trex.Param) string {
	hint := say.Allowed(param) + ", default " + say.Value(param.Default)
	if param.Description != "" {
		hint = param.Description + "; " + hint
	}
	return say.Clip(hint, 100)
}

// combination says how a proposal's lists make its configurations.
func combination(project *trex.Project, configs []trex.RunConfig) string {
	differing := project.Differing(configs)
	n := 1
	for _, name := range differing {
		n *= len(trex.Distinct(configs, name))
		if n > len(configs) {
			return combinePairs
		}
	}
	if n != len(configs) {
		return combinePairs
	}
	for i, config := range configs {
		if slices.ContainsFunc(configs[:i], config.Equal) {
			return combinePairs
		}
	}
	return combineGrid
}

// fieldText writes a parameter's values: in a grid each different value once, side
// by side one value for each configuration, or a single value when all are equal.
func fieldText(name string, configs []trex.RunConfig, how string) string {
	values := trex.Distinct(configs, name)
	if how == combinePairs && len(values) > 1 {
		values = values[:0:0]
		for _, config := range configs {
			values = append(values, config[name])
		}
	}
	texts := make([]string, len(values))
	for i, value := range values {
		texts[i] = quoteComma(value.String())
	}
	return strings.Join(texts, ", ")
}

// quoteComma quotes a text with commas, quotes or line breaks, so that it stays one
// value.
func quoteComma(text string) string {
	if text == "" || strings.ContainsAny(text, ",\"\n\r") || text != strings.TrimSpace(text) {
		return fmt.Sprintf("%q", text)
	}
	return text
}
