package sweep

import (
	"slices"
	"strings"

	"github.com/trex-ml/trex"
)

// Axis is one parameter and its values.
type Axis struct {
	Param  string
	Terms  []Term // explicit values
	Spread *Spread
	All    bool         // every choice
	Except []trex.Value // none of these
	Random bool         // values are drawn, not listed
}

// byOne returns the axis with step 1 when its range has no spacing. Seeds are
// counted in this way.
func (a Axis) byOne() Axis {
	if s := a.Spread; s != nil && s.Count == 0 && s.Factor == 0 && s.Step == 0 {
		spread := *s
		spread.Step = 1
		a.Spread = &spread
	}
	return a
}

// values lists the values of the axis for one base configuration.
func (a Axis) values(param trex.Param, base trex.Value, most int) ([]trex.Value, error) {
	var values []trex.Value
	switch {
	case a.Spread != nil:
		numbers, err := a.Spread.values(param, base, most)
		if err != nil {
			return nil, err
		}
		for _, f := range numbers {
			values = append(values, trex.Number(f))
		}
	case a.All:
		all, err := allOf(param)
		if err != nil {
			return nil, err
		}
		values = all
	}
	for _, term := range a.Terms {
		value, err := term.resolve(param, base)
		if err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return a.checked(param, values)
}

func (a Axis) checked(param trex.Param, values []trex.Value) ([]trex.Value, error) {
	var kept []trex.Value
	for _, value := range values {
		value, err := param.Check(value)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(kept, value) && !slices.Contains(a.Except, value) {
			kept = append(kept, value)
		}
	}
	if len(kept) == 0 {
		return nil, trex.Invalid("no value of %s is left; %s", param.Name, Wants(param))
	}
	return kept, nil
}

// Param returns the parameter with that name, or an invalid error that lists the
// parameters.
func Param(project *trex.Project, name string) (trex.Param, error) {
	param, ok := project.Param(name)
	if !ok {
		_, err := project.Complete(trex.RunConfig{name: trex.Bool(true)})
		return param, err
	}
	return param, nil
}

func allOf(param trex.Param) ([]trex.Value, error) {
	if param.Type == trex.Boolean {
		return []trex.Value{trex.Bool(true), trex.Bool(false)}, nil
	}
	if len(param.Choices) == 0 {
		return nil, trex.Invalid("which values of %s? It has no list of choices: %s", param.Name, Wants(param))
	}
	return param.Choices, nil
}

// Wants describes the values that a parameter accepts: "lr is a number above 0,
// at most 10".
func Wants(param trex.Param) string {
	if len(param.Choices) > 0 {
		names := make([]string, len(param.Choices))
		for i, choice := range param.Choices {
			names[i] = choice.String()
		}
		return param.Name + " is one of " + strings.Join(names, ", ")
	}
	var bounds []string
	if param.Above != nil {
		bounds = append(bounds, "above "+number(*param.Above))
	}
	if param.Min != nil {
		bounds = append(bounds, "at least "+number(*param.Min))
	}
	if param.Max != nil {
		bounds = append(bounds, "at most "+number(*param.Max))
	}
	kind := map[trex.ParamType]string{
		trex.Float: "a number", trex.Int: "a whole number", trex.Boolean: "true or false", trex.String: "a text",
	}[param.Type]
	if len(bounds) == 0 {
		return param.Name + " is " + kind
	}
	return param.Name + " is " + kind + " " + strings.Join(bounds, " and ")
}
