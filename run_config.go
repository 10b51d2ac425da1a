package trex

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// RunConfig is one value for each hyperparameter of a project.
type RunConfig map[string]Value

func (c RunConfig) Clone() RunConfig { return maps.Clone(c) }

func (c RunConfig) Equal(other RunConfig) bool { return maps.Equal(c, other) }

// Complete returns a copy of config in which missing parameters have their
// default and every value has its parameter's type. An invalid error names the
// first mistake and says what would be right.
func (p *Project) Complete(config RunConfig) (RunConfig, error) {
	for _, name := range slices.Sorted(maps.Keys(config)) {
		if _, ok := p.Param(name); !ok {
			return nil, Invalid("%s has no parameter %q; it has: %s",
				p.Name, excerpt(name), strings.Join(p.ParamNames(), ", "))
		}
	}
	complete := make(RunConfig, len(p.Params))
	for _, param := range p.Params {
		value, given := config[param.Name]
		if !given {
			value = param.Default
		}
		checked, err := param.Check(value)
		if err != nil {
			return nil, err
		}
		complete[param.Name] = checked
	}
	return complete, nil
}

// Check returns value in the parameter's type ("64" becomes 64 for an int), or
// an invalid error that says what would be right.
func (p Param) Check(value Value) (Value, error) {
	given := value
	value, ok := p.convert(value)
	if !ok {
		return Value{}, Invalid("%s must be %s, got %s", p.Name, p.wants(), shown(given))
	}
	if len(p.Choices) > 0 && !slices.Contains(p.Choices, value) {
		return Value{}, Invalid("%s must be %s, got %s", p.Name, p.wants(), shown(value))
	}
	if number, isNumber := value.Float(); isNumber {
		if err := p.checkBounds(number); err != nil {
			return Value{}, err
		}
	}
	return value, nil
}

func (p Param) checkBounds(number float64) error {
	got := FormatNumber(number)
	switch {
	case p.Above != nil && number <= *p.Above:
		return Invalid("%s must be above %s, got %s", p.Name, FormatNumber(*p.Above), got)
	case p.Min != nil && number < *p.Min:
		return Invalid("%s must be at least %s, got %s", p.Name, FormatNumber(*p.Min), got)
	case p.Max != nil && number > *p.Max:
		return Invalid("%s must be at most %s, got %s", p.Name, FormatNumber(*p.Max), got)
	}
	return nil
}

// largestExactInt is the limit up to which float64 holds every integer exactly.
const largestExactInt = 1 << 53

func (p Param) convert(value Value) (Value, bool) {
	text, isText := value.Text()
	number, isNumber := value.Float()
	switch p.Type {
	case Float, Int:
		if isText {
			f, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
			if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
				return value, false
			}
			number, isNumber = f, true
		}
		whole := number == math.Trunc(number) && math.Abs(number) <= largestExactInt
		if !isNumber || (p.Type == Int && !whole) {
			return value, false
		}
		return Number(number), true
	case Boolean:
		if _, isBool := value.Bool(); isBool {
			return value, true
		}
		switch strings.ToLower(strings.TrimSpace(value.String())) {
		case "true", "yes", "on", "1":
			return Bool(true), true
		case "false", "no", "off", "0":
			return Bool(false), true
		}
		return value, false
	case String:
		if strings.ContainsRune(value.String(), 0) || value.IsZero() {
			return value, false
		}
		return Text(value.String()), true
	}
	return value, false
}

func (p Param) wants() string {
	if len(p.Choices) > 0 {
		names := make([]string, len(p.Choices))
		for i, choice := range p.Choices {
			names[i] = choice.String()
		}
		return "one of " + strings.Join(names, ", ")
	}
	switch p.Type {
	case Int:
		return "a whole number"
	case Float:
		return "a number"
	case Boolean:
		return "true or false"
	case String:
	}
	return "a text"
}

func shown(value Value) string {
	if value.IsZero() {
		return "nothing"
	}
	if text, ok := value.Text(); ok {
		return strconv.Quote(excerpt(text))
	}
	return value.String()
}

// Differing returns the names of the parameters, in the project's order, whose
// values are not the same in all configs.
func (p *Project) Differing(configs []RunConfig) []string {
	var names []string
	for _, param := range p.Params {
		for _, config := range configs {
			if config[param.Name] != configs[0][param.Name] {
				names = append(names, param.Name)
				break
			}
		}
	}
	return names
}

// Distinct returns the values that one parameter has in configs, in the order in
// which they first occur.
func Distinct(configs []RunConfig, name string) []Value {
	var values []Value
	for _, config := range configs {
		if !slices.Contains(values, config[name]) {
			values = append(values, config[name])
		}
	}
	return values
}

// Configs returns the configurations of runs, in their order.
func Configs(runs []Run) []RunConfig {
	configs := make([]RunConfig, len(runs))
	for i := range runs {
		configs[i] = runs[i].Config
	}
	return configs
}
