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
		z.where(choice.Param, choice.Value)
		return next
	case next > i && found.Param != "":
		param, _ := z.m.voc.Project.Param(found.Param)
		if end := z.bound(param, i, z.connect(next, end), end); end > i {
			return end
		}
		if end := z.list(param, i, z.connect(next, end), end); end > i {
			return end
		}
		return z.given(param, i, next)
	case z.t[i].Kind == lex.Num && i+1 < end: // "0.05 lr"
		if found, next := z.m.meaning(i+1, end); next > i+1 && found.Param != "" {
			param, _ := z.m.voc.Project.Param(found.Param)
			if value, ok := numberOf(param, z.t[i].Num); ok {
				z.where(param.Name, value)
				return next
			}
		}
	}
	return i
}

// bound reads "lr below 0.02".
func (z *selecting) bound(param trex.Param, from, i, end int) int {
	op, next := trex.Less, z.t.At(i, lexicon.Less)
	if greater := z.t.At(i, lexicon.Greater); next == i && greater > i {
		op, next = trex.Greater, greater
	}
	if next == i || next >= end || z.t[next].Kind != lex.Num {
		return from
	}
	value, ok := numberOf(param, z.t[next].Num)
	if !ok {
		return from
	}
	z.s.Where = append(z.s.Where, Condition{Param: param.Name, Op: op, Values: []trex.Value{value}})
	return next + 1
}

// given reads "the one with dropout": the parameter is not at its default.
func (z *selecting) given(param trex.Param, i, next int) int {
	if i == 0 || !z.t.Is(i-1, lexicon.On, lexicon.Off, lexicon.With) {
		return i
	}
	op := trex.NotEqual
	if z.t.Is(i-1, lexicon.Off) {
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
		z.where(param.Name, value)
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
func (z *selecting) where(param string, value trex.Value) {
	at := slices.IndexFunc(z.s.Where, func(c Condition) bool { return c.Param == param && c.Op == trex.Equal })
	if at < 0 {
		z.s.Where = append(z.s.Where, Condition{Param: param, Op: trex.Equal, Values: []trex.Value{value}})
		return
	}
	if c := &z.s.Where[at]; !slices.Contains(c.Values, value) {
		c.Values = append(c.Values, value)
	}
}
