package agent

import (
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
)

// values reads conditions on parameters: "lr 0.05", "batch 512", "adam or sgd",
// "0.05 lr".
func (z *selecting) values(i, end int) int {
	found, next := z.m.meaning(i, end)
	switch {
	case next > i && len(found.Choices) == 1 && !z.valueAt(z.connect(next, end), end):
		choice := found.Choices[0]
		z.where(choice.Param, choice.Value, z.denied(i))
		return next
	case next > i && found.Param != "":
		param, _ := z.m.voc.Project.Param(found.Param)
		from := z.connect(next, end)
		for _, at := range []int{next, from} { // "at least" begins like "at 0.1"
			if end := z.bound(param, i, at, end); end > i {
				return end
			}
		}
		if end := z.list(param, i, from, end); end > i {
			return end
		}
		return z.given(param, i, next)
	case z.t[i].Kind == lex.Num && i+1 < end: // "0.05 lr"
		if found, next := z.m.meaning(i+1, end); next > i+1 && found.Param != "" {
			param, _ := z.m.voc.Project.Param(found.Param)
			if value, ok := numberOf(param, z.t[i].Num); ok {
				z.where(param.Name, value, z.denied(i))
				return next
			}
		}
	}
	return i
}

// denied reports whether what is at i is denied: "not using adam", "without adam".
func (z *selecting) denied(i int) bool {
	for i > z.from && z.t.Is(i-1, lexicon.With, lexicon.Article, lexicon.Be, lexicon.Try) && !z.t.Is(i-1, lexicon.Not) {
		i--
	}
	return i > z.from && z.t.Is(i-1, lexicon.Not, lexicon.Off)
}

// bound reads "lr below 0.02".
func (z *selecting) bound(param trex.Param, from, i, end int) int {
	for _, bound := range bounds {
		if next := z.t.At(i, bound.concept); next > i && z.compared(param, bound.op, next, end) {
			return next + 1
		}
	}
	if next := z.t.At(i, lexicon.Unequal); next > i {
		return z.unequal(param, from, next, end)
	}
	next := z.t.At(i, lexicon.Between)
	if next == i || next+2 >= end || !z.t.Is(next+1, lexicon.And, lexicon.To) || !z.valueAt(next+2, end) ||
		!z.compared(param, trex.GreaterEqual, next, end) || !z.compared(param, trex.LessEqual, next+2, end) {
		return from
	}
	return next + 3
}

// bounds are the words that compare a value.
var bounds = []struct {
	concept lexicon.Concept
	op      trex.Op
}{{lexicon.Less, trex.Less}, {lexicon.AtMost, trex.LessEqual}, {lexicon.Greater, trex.Greater}, {lexicon.AtLeast, trex.GreaterEqual}}

// compared adds a comparison with the number at i.
func (z *selecting) compared(param trex.Param, op trex.Op, i, end int) bool {
	if i >= end || z.t[i].Kind != lex.Num {
		return false
	}
	value, ok := numberOf(param, z.t[i].Num)
	if ok {
		z.s.Where = append(z.s.Where, Condition{Param: param.Name, Op: op, Values: []trex.Value{value}})
	}
	return ok
}

// unequal reads "lr other than 0.1" from its value at i.
func (z *selecting) unequal(param trex.Param, from, i, end int) int {
	if i >= end {
		return from
	}
	value, next, ok := z.value(param, i, end)
	if !ok {
		return from
	}
	z.where(param.Name, value, true)
	return next
}

// given reads "the one with dropout": the parameter is not at its default.
func (z *selecting) given(param trex.Param, i, next int) int {
	if i == 0 || !z.t.Is(i-1, lexicon.On, lexicon.Off, lexicon.With) {
		return i
	}
	op := trex.NotEqual
	if z.denied(i) {
		op = trex.Equal
	}
	z.s.Where = append(z.s.Where, Condition{Param: param.Name, Op: op, Values: []trex.Value{param.Default}})
	return next
}

// connect skips what stands between a name and its value.
func (z *selecting) connect(i, end int) int {
	for i < end && z.t.Is(i, lexicon.Equals) {
		i = z.t.At(i, lexicon.Equals)
	}
	return i
}

func (z *selecting) valueAt(i, end int) bool { return i < end && z.m.isNumber(i) }

// list reads the values of a parameter from i; from is its name. It returns from
// when there is none.
func (z *selecting) list(param trex.Param, from, i, end int) int {
	last := from
	for i < end {
		value, next, ok := z.value(param, i, end)
		if !ok {
			break
		}
		z.where(param.Name, value, z.denied(from))
		last, i = next, next
		for i < end && z.t.Is(i, lexicon.Join) {
			i = z.t.At(i, lexicon.Join)
		}
	}
	return last
}

// value reads one value of a parameter.
func (z *selecting) value(param trex.Param, i, end int) (value trex.Value, next int, ok bool) {
	if z.t[i].Kind == lex.Num {
		value, ok = numberOf(param, z.t[i].Num)
		return value, i + 1, ok
	}
	if found, next := z.m.meaning(i, end); next > i {
		for _, choice := range found.Choices {
			if choice.Param == param.Name {
				return choice.Value, next, true
			}
		}
	}
	if param.Type == trex.Boolean {
		switch {
		case z.t.Is(i, lexicon.On):
			return trex.Bool(true), z.t.At(i, lexicon.On), true
		case z.t.Is(i, lexicon.Off):
			return trex.Bool(false), z.t.At(i, lexicon.Off), true
		}
	}
	return value, i, false
}

func numberOf(param trex.Param, n lex.Number) (trex.Value, bool) {
	if n.Percent {
		n.Value /= 100
	}
	value, err := param.Check(trex.Number(n.Value))
	return value, err == nil
}

// where adds a value to the condition of its parameter.
func (z *selecting) where(param string, value trex.Value, denied bool) {
	op := trex.Equal
	if denied {
		op = trex.NotEqual
	}
	at := slices.IndexFunc(z.s.Where, func(c Condition) bool { return c.Param == param && c.Op == op })
	if at < 0 {
		z.s.Where = append(z.s.Where, Condition{Param: param, Op: op, Values: []trex.Value{value}})
		return
	}
	if c := &z.s.Where[at]; !slices.Contains(c.Values, value) {
		c.Values = append(c.Values, value)
	}
}
