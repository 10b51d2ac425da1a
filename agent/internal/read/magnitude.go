package read

import (
	"math"

	"github.com/trex-ml/trex/agent/internal/sweep"
	"github.com/trex-ml/trex/agent/internal/word"
)

// steered reads numbers that verbs and operators make relative: "by 10x", "by
// 5", "times 10", "divided by 10", "/ 10" directly after a parameter.
func (p *parser) steered(i int) (value, int) {
	v := value{kind: vFactor, at: i}
	if p.is(i, word.By) && (p.dir != 0 || p.scales != nil) {
		return p.steeredBy(i)
	}
	op, at := p.operationAt(i)
	switch {
	case at > i && op.lists && !p.is(i, "*"), p.is(i, "*", "×", word.X) && p.afterParam(i):
	case p.is(i, "/") && p.operand(i):
		op, at = operations[0], i+1
	default:
		return v, i
	}
	if at == i {
		op, at = operations[1], i+1
	}
	num, ok := p.numberAt(at)
	if !ok || num.Value == 0 || p.countEnd(at) > at {
		return v, i
	}
	v.factor, v.op = op.apply(1, num.Value), op.apply
	return p.done(v, at+1)
}

// steeredBy reads "by 10x", "by 5" and "by 20%" after "increase", "divide" and
// the like.
func (p *parser) steeredBy(i int) (value, int) {
	v := value{kind: vFactor, at: i}
	j := p.skip(i+1, word.A, word.Factor, word.Of)
	num, ok := p.numberAt(j)
	if !ok || j+1 < len(p.items) && p.is(j+1, word.Steps) {
		return v, i
	}
	switch {
	case p.scales != nil && num.Value != 0:
		v.factor, v.op = p.scales(1, num.Value), p.scales
	case num.Percent:
		v.factor = 1 + float64(p.dir)*num.Value/100
	case num.Times || p.is(i+1, word.A, word.Factor) && !num.Fraction || p.is(j+1, word.Times):
		v.factor = num.Value
		if p.dir < 0 {
			v.factor = 1 / num.Value
		}
	case num.Fraction:
		v.factor = 1 + float64(p.dir)*num.Value
	default:
		v.kind, v.factor = vDelta, float64(p.dir)*num.Value
	}
	return p.done(v, p.skip(j+1, word.Times))
}

// operand reports whether "/" at i divides a parameter by a number: "lr/10".
func (p *parser) operand(i int) bool {
	_, after := p.numberAt(i + 1)
	_, before := p.paramAt(i - 1)
	return before && after && !p.is(i+2, "/", ",", word.And)
}

// orders returns the end of "an order of magnitude", "two orders of magnitude".
func (p *parser) orders(i int) int {
	j := i
	if _, ok := p.numberAt(j); ok || p.is(j, word.A, word.By) {
		j = p.skip(j+1, word.A)
		if p.is(j-1, word.By) && p.is(j, word.A) {
			j++
		}
	}
	if p.is(j, word.Order) && p.is(j+1, word.Of) && p.is(j+2, word.Magnitude) {
		return j + 3
	}
	return i
}

func (p *parser) magnitudes(i int) (value, int) {
	v := value{kind: vFactor, at: i, factor: 10}
	if num, ok := p.numberAt(i); ok && num.Value > 0 && num.Value < 10 {
		v.factor = sweep.Round(math.Pow(10, num.Value), 7)
	}
	end := p.orders(i)
	if !p.is(end, word.Lesser) && !p.is(end, word.Morer) && p.dir == 0 && !p.is(end, word.Than) {
		return v, i
	}
	return p.finishFactor(v, end)
}
