package read

import (
	"math"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/sweep"
	"github.com/trex-ml/trex/agent/internal/vocab"
)

type valueKind uint8

const (
	vNumber valueKind = iota
	vChoice
	vDefault
	vOff
	vOn
	vFactor // times num
	vDelta  // plus num
)

// value is one value as typed. The meaning of a number depends on its parameter,
// which is decided later.
type value struct {
	kind      valueKind
	num       lex.Number
	factor    float64
	choices   []vocab.Choice
	text      string
	ofDefault bool
	of        string                     // the parameter whose value it is a multiple of
	ofThat    bool                       // of the value named before: "twice that"
	computed  bool                       // the result of typed numbers
	op        func(a, b float64) float64 // of a vFactor that an operation makes
	at, end   int                        // indices of items
}

// belongs reports whether the value has a kind that the parameter accepts.
func (v value) belongs(param trex.Param) bool {
	switch v.kind {
	case vChoice:
		return slices.ContainsFunc(v.choices, func(c vocab.Choice) bool { return c.Param == param.Name })
	case vOn:
		return param.Type == trex.Boolean
	case vOff:
		return param.Type == trex.Boolean || numeric(param) || len(param.Choices) > 0
	case vNumber:
		return numeric(param) || param.Type == trex.String
	case vFactor, vDelta:
		return numeric(param)
	}
	return true
}

// terms returns the meaning of the value for a parameter. A number that is a
// list for this parameter ("16/32") gives several terms. question is not "" when
// only the person can decide.
func (v value) terms(param trex.Param) (terms []sweep.Term, question string) {
	one := func(t sweep.Term) ([]sweep.Term, string) { return []sweep.Term{t}, "" }
	switch v.kind {
	case vChoice:
		return v.choiceTerms(param)
	case vDefault:
		return one(sweep.Term{Kind: sweep.Default})
	case vOff:
		return one(sweep.Term{Kind: sweep.Off})
	case vOn:
		return one(sweep.Term{Kind: sweep.On})
	case vFactor:
		return one(sweep.Term{Kind: sweep.Scaled, Factor: v.factor, Of: v.of, OfDefault: v.ofDefault})
	case vDelta:
		return one(sweep.Term{Kind: sweep.Shifted, Add: v.factor, OfDefault: v.ofDefault})
	}
	return v.numberTerms(param)
}

func (v value) choiceTerms(param trex.Param) ([]sweep.Term, string) {
	switch own := v.choicesOf(param); len(own) {
	case 0:
		return []sweep.Term{sweep.Abs(trex.Text(v.text))}, ""
	case 1:
		return []sweep.Term{sweep.Abs(own[0])}, ""
	default:
		return nil, Choice{Text: v.text, Options: own}.Question()
	}
}

// choicesOf returns the choices of a parameter that the value can be.
func (v value) choicesOf(param trex.Param) []trex.Value {
	var own []trex.Value
	for _, c := range v.choices {
		if c.Param == param.Name {
			own = append(own, c.Value)
		}
	}
	return own
}

// Either writes "a, b or c".
func Either(texts []string) string {
	last := len(texts) - 1
	if last < 1 {
		return strings.Join(texts, "")
	}
	return strings.Join(texts[:last], ", ") + " or " + texts[last]
}

func (v value) numberTerms(param trex.Param) ([]sweep.Term, string) {
	n := v.num
	if n.Percent {
		n.Value = sweep.Round(n.Value/100, 12)
	}
	if param.Type == trex.String {
		return []sweep.Term{sweep.Abs(trex.Text(v.text))}, ""
	}
	if n.Fraction && n.Spelled {
		return v.spelledFraction(param)
	}
	single := []sweep.Term{sweep.Abs(trex.Number(n.Value))}
	if len(n.List) == 0 {
		return single, ""
	}
	list := make([]sweep.Term, len(n.List))
	listFits := true
	for i, f := range n.List {
		list[i] = sweep.Abs(trex.Number(f))
		_, err := param.Check(trex.Number(f))
		listFits = listFits && err == nil
	}
	_, err := param.Check(trex.Number(n.Value))
	switch {
	case err != nil:
		return list, ""
	case !listFits, n.Fraction:
		return single, ""
	}
	return nil, "“" + v.text + "”: is that " + trex.FormatNumber(n.Value) + ", or " +
		trex.FormatNumber(n.List[0]) + " and " + trex.FormatNumber(n.List[1]) + "?"
}

// spelledFraction reads "half" and "one tenth". It means a part of the present
// value when it cannot be a value itself. When it can be both, it asks.
func (v value) spelledFraction(param trex.Param) ([]sweep.Term, string) {
	base, _ := param.Default.Float()
	_, err := param.Check(trex.Number(v.num.Value))
	switch {
	case err != nil:
		return []sweep.Term{{Kind: sweep.Scaled, Factor: v.num.Value}}, ""
	case base == 0, v.num.Value < 0.1: // "a hundredth"
		return []sweep.Term{sweep.Abs(trex.Number(v.num.Value))}, ""
	}
	return nil, "“" + v.text + "”: is that " + param.Name + " " + trex.FormatNumber(sweep.Round(v.num.Value, 6)) +
		", or that part of the default " + param.Default.String() + "?"
}

// fits reports whether every value would pass the parameter's check, as far as
// that is known without a base.
func fits(values []value, param trex.Param) bool {
	for _, v := range values {
		if !v.belongs(param) {
			return false
		}
		terms, question := v.terms(param)
		if question != "" {
			continue
		}
		for _, t := range terms {
			if t.Kind != sweep.Absolute {
				continue
			}
			if _, err := param.Check(t.Value); err != nil {
				return false
			}
		}
	}
	return true
}

func isWhole(n lex.Number) bool {
	return n.Value == math.Trunc(n.Value) && !n.Percent && !n.Times && !n.Fraction && !n.Ordinal && n.Value >= 0 && n.Value <= 1e9
}
