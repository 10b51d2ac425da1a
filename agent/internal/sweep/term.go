package sweep

import (
	"math"
	"slices"
	"strconv"

	"github.com/trex-ml/trex"
)

// TermKind says how a term gives its value.
type TermKind uint8

const (
	Absolute TermKind = iota // Value
	Scaled                   // the base's value times Factor
	Shifted                  // the base's value plus Add
	Default                  // the parameter's default
	Off                      // 0 or false
	On                       // true
)

// Term is one requested value. The zero Term is no value.
type Term struct {
	Kind      TermKind
	Value     trex.Value
	Factor    float64
	Add       float64
	OfDefault bool   // Scaled and Shifted start from the default instead of the base
	Of        string // Scaled starts from this parameter of the same configuration
}

// Abs returns the term of a fixed value.
func Abs(v trex.Value) Term { return Term{Kind: Absolute, Value: v} }

// resolve returns the term's value for one parameter. base is the parameter's
// value in the base configuration.
func (t Term) resolve(param trex.Param, base trex.Value) (trex.Value, error) {
	switch t.Kind {
	case Default:
		return param.Default, nil
	case Off:
		return off(param)
	case On:
		if param.Type != trex.Boolean {
			return trex.Value{}, trex.Invalid("which value of %s?", param.Name)
		}
		return trex.Bool(true), nil
	case Scaled, Shifted:
		if t.OfDefault {
			base = param.Default
		}
		return t.relative(param, base)
	case Absolute:
	}
	return param.Check(t.Value)
}

func off(param trex.Param) (trex.Value, error) {
	if param.Type == trex.Boolean {
		return trex.Bool(false), nil
	}
	for _, choice := range []string{"none", "no", "off"} {
		if slices.Contains(param.Choices, trex.Text(choice)) {
			return trex.Text(choice), nil
		}
	}
	value, err := param.Check(trex.Number(0))
	if err != nil || param.Type == trex.String {
		return trex.Value{}, trex.Invalid("%s cannot be left out: %s", param.Name, Wants(param))
	}
	return value, nil
}

func (t Term) relative(param trex.Param, base trex.Value) (trex.Value, error) {
	number, ok := base.Float()
	if !ok {
		return trex.Value{}, trex.Invalid("%s is %s; it cannot be multiplied or added to", param.Name, base)
	}
	if number == 0 && t.Kind == Scaled {
		return trex.Value{}, trex.Invalid("%s is 0, and any multiple of that is 0 too; which value do you want?", param.Name)
	}
	if t.Kind == Scaled {
		number = Round(number*t.Factor, 12)
	} else {
		number = Round(number+t.Add, 12)
	}
	if param.Type == trex.Int {
		number = wholeNearby(number)
	}
	return param.Check(trex.Number(number))
}

// wholeNearby removes the rounding error of a product that should be whole, and
// rounds a fraction to the nearest whole number. It keeps a fraction below one,
// so that the check rejects it.
func wholeNearby(f float64) float64 {
	if math.Abs(f) < 1 {
		return f
	}
	return math.Round(f)
}

// Round returns f with that many significant digits.
func Round(f float64, digits int) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(f, 'g', digits, 64), 64)
	if err != nil {
		return f
	}
	return rounded
}
