package read

import (
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/sweep"
	"github.com/trex-ml/trex/agent/internal/word"
)

// operation is arithmetic that people write between numbers.
type operation struct {
	words word.Concept
	apply func(a, b float64) float64
	lists bool // several second numbers give several results
}

var operations = []operation{
	{word.DividedBy, func(a, b float64) float64 { return a / b }, true},
	{word.MultipliedBy, func(a, b float64) float64 { return a * b }, true},
	{word.Less, func(a, b float64) float64 { return a - b }, false},
}

// operationAt returns the operation at i and its end, or i when there is none.
func (p *parser) operationAt(i int) (operation, int) {
	for _, op := range operations {
		if end := p.phrase(i, op.words); end > i && end < len(p.items) {
			return op, end
		}
	}
	return operation{}, i
}

// computed reads "0.1 divided by 2, 4 and 8" and "2e-5 * {1, 2, 4}" as the
// results.
func (p *parser) computed(i int) (atom, int) {
	base, ok := p.plainNumber(i)
	op, at := p.operationAt(i + 1)
	if quotient, end := p.quotient(i); end > i {
		return quotient, end
	}
	if !ok || at == i+1 || !op.lists && p.continuesList(i) {
		return atom{}, i
	}
	operands, end := p.operands(at, op.lists)
	a := atom{kind: aValues, at: i, end: end}
	for k, operand := range operands {
		join := sepComma
		if k == 0 {
			join = 0
		}
		a.values, a.joins = append(a.values, p.result(i, end, op.apply(base.Value, operand))), append(a.joins, join)
	}
	if len(a.values) == 0 {
		return atom{}, i
	}
	return a, end
}

func (p *parser) result(at, end int, f float64) value {
	return value{kind: vNumber, num: lex.Number{Value: sweep.Round(f, 12)}, text: p.text(at, end), at: at, end: end, computed: true}
}

// plainNumber returns the number at i when it is neither a factor, a percentage
// nor a count.
func (p *parser) plainNumber(i int) (lex.Number, bool) {
	num, ok := p.numberAt(i)
	return num, ok && !num.Times && !num.Percent && !num.Ordinal && len(num.List) == 0 && p.countEnd(i) == i
}

// continuesList reports whether the number at i is not the first of its list.
// "16, 32, 64 minus 32" leaves a value out.
func (p *parser) continuesList(i int) bool {
	_, before := p.numberAt(p.skipBack(i-1, ",", "/", word.And, word.Or))
	return before
}

// operands reads the second numbers of an operation. A number that counts
// something or comes before a name is none of them.
func (p *parser) operands(i int, several bool) (operands []float64, end int) {
	bracketed := p.is(i, word.Open)
	if bracketed {
		i++
	}
	for next := i; ; next = p.skip(end, ",", "/", word.And, word.Or, word.By, word.Times) {
		num, ok := p.plainNumber(next)
		if !ok || num.Value == 0 || len(operands) > 0 && (next == end || p.isName(next+1) || !several) {
			break
		}
		operands, end = append(operands, num.Value), next+1
	}
	if len(operands) > 0 && bracketed {
		end = p.skip(end, word.Close)
	}
	return operands, end
}

// quotient reads "0.1/4" after a name: a fraction of a whole number. "0.1/0.01"
// and "0.1/32" after two names are lists.
func (p *parser) quotient(i int) (atom, int) {
	over, ok := p.plainNumber(i)
	under, whole := p.plainNumber(i + 2)
	if !ok || !whole || !p.is(i+1, "/") || p.items[i+1].Space != p.items[i+2].Space || over.Value >= 1 || !isWhole(under) || under.Value < 2 || p.is(i+3, "/") {
		return atom{}, i
	}
	name := p.skipBack(i-1, word.Link)
	if !p.isName(name) || p.is(name-1, word.And, "/", ",") {
		return atom{}, i
	}
	return atom{kind: aValues, at: i, end: i + 3, values: []value{p.result(i, i+3, over.Value/under.Value)}, joins: []seps{0}}, i + 3
}

// aroundDefault reads "default batch size minus 8" and "default lr divided by 2
// and 4" as a parameter and its changes.
func (p *parser) aroundDefault(i int) int {
	name := p.skip(i, word.The, word.Own, word.Default, word.Usual)
	if name == i || p.is(name-1, word.The, word.Own) || !p.isName(name) {
		return i
	}
	a := atom{kind: aValues, at: name + 1}
	op, at := p.operationAt(name + 1)
	kind, sign := vFactor, 1.0
	switch {
	case p.is(name+1, word.Plus):
		kind, at = vDelta, name+2
	case p.is(name+1, word.Minus):
		kind, sign, at = vDelta, -1, name+2
	case p.is(name+1, "/"):
		op, at = operations[0], name+2
	case at == name+1:
		return i
	}
	if part, ok := p.numberAt(at); ok && kind == vDelta && (part.Fraction || part.Percent) { // "minus a quarter"
		share := part.Value
		if part.Percent {
			share /= 100
		}
		p.add(atom{kind: aParam, at: i, end: name + 1, param: p.items[name].meaning.Param})
		v, end := p.done(value{kind: vFactor, factor: 1 + sign*share, ofDefault: true, at: name + 1}, at+1)
		return p.add(atom{kind: aValues, at: name + 1, end: end, values: []value{v}, joins: []seps{0}})
	}
	operands, end := p.operands(at, kind == vFactor)
	if len(operands) == 0 || p.isName(end) {
		return i
	}
	for k, operand := range operands {
		v := value{kind: kind, factor: sign * operand, ofDefault: true, at: name + 1, end: end, text: p.text(name+1, end)}
		if kind == vFactor {
			v.factor = op.apply(1, operand)
		}
		a.values, a.joins = append(a.values, v), append(a.joins, sepComma*seps(min(k, 1)))
	}
	a.end = end
	p.add(atom{kind: aParam, at: i, end: name + 1, param: p.items[name].meaning.Param})
	return p.add(a)
}

// alikeOf turns a number after "lr divided by 2" into a result of the same
// operation: "lr divided by 2 and 4".
func (v value) alikeOf(first value) value {
	if first.op == nil || v.kind != vNumber || v.num.Value == 0 {
		return v
	}
	v.kind, v.factor, v.op = vFactor, first.op(1, v.num.Value), first.op
	return v
}

// alsoScaled gives "the lr" in "double the batch size and the lr" the factor of
// the parameter before it.
func (p *parser) alsoScaled(a *Assign, pr pair) bool {
	n := len(p.s.Assigns)
	if n == 0 || len(p.s.Assigns[n-1].Axis.Terms) != 1 {
		return false
	}
	last := p.s.Assigns[n-1]
	param, _ := p.project.Param(pr.param)
	before := p.skipBack(p.atoms[pr.first].at-1, word.The, word.And)
	_, follows := p.paramAt(before)
	if !follows || before == p.atoms[pr.first].at-1 || last.Axis.Terms[0].Kind != sweep.Scaled || last.values[0].at >= before || !numeric(param) {
		return false
	}
	a.Axis, a.values = sweep.Axis{Param: pr.param, Terms: last.Axis.Terms}, last.values
	return true
}
