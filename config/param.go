package config

import (
	"cmp"

	"github.com/trex-ml/trex"
)

func (r *reader) param(path []string, name string, written *paramFile) (trex.Param, error) {
	if !paramName.MatchString(name) || "{"+name+"}" == trex.AllParams {
		return trex.Param{}, r.refuse(path, "%q cannot be the name of a parameter", name)
	}
	param := trex.Param{
		Name:        name,
		Type:        trex.ParamType(written.Type),
		Min:         written.Min.float(),
		Max:         written.Max.float(),
		Above:       written.Above.float(),
		Scale:       trex.Scale(cmp.Or(written.Scale, string(trex.Linear))),
		Aliases:     written.Aliases,
		Description: written.Description,
	}
	switch param.Type {
	case trex.Float, trex.Int, trex.String, trex.Boolean:
	default:
		return trex.Param{}, r.refuse(under(path, "type"), "type must be float, int, string or bool, got %q", written.Type)
	}
	if param.Scale != trex.Linear && param.Scale != trex.Log {
		return trex.Param{}, r.refuse(under(path, "scale"), "scale must be linear or log, got %q", param.Scale)
	}
	if param.Min != nil && param.Max != nil && *param.Min > *param.Max {
		return trex.Param{}, r.refuse(under(path, "min"), "min is above max")
	}
	return r.values(path, param, written)
}

// values reads choices and default. Both must be valid values of the parameter.
func (r *reader) values(path []string, param trex.Param, written *paramFile) (trex.Param, error) {
	var choices []trex.Value
	for _, choice := range written.Choices {
		value, err := param.Check(choice.Value)
		if err != nil {
			return trex.Param{}, r.refuse(under(path, "choices"), "%v", err)
		}
		choices = append(choices, value)
	}
	param.Choices = choices
	if written.Default.IsZero() {
		return trex.Param{}, r.refuse(path, "%s has no default", param.Name)
	}
	value, err := param.Check(written.Default.Value)
	if err != nil {
		return trex.Param{}, r.refuse(under(path, "default"), "the default is wrong: %v", err)
	}
	param.Default = value
	return param, nil
}
