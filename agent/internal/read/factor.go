package read

import (
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/word"
)

// factorAt reads sizes relative to present values: "double", "2x", "half the
// default", "twice as many", "10x smaller", "10 times", "tenfold", "20 % more",
// "10 more".
func (p *parser) factorAt(i int) (value, int) {
	v := value{kind: vFactor, at: i}
	var end int
	p.askChain(i)
	switch num, isNum := p.numberAt(i); {
	case p.is(i, word.Twice) && !p.comparesNext(i+1):
		return v, i
	case p.factorWord(i) > 0:
		v.factor, end = p.factorWord(i), i+1
	case p.is(i, word.In, word.By) && p.spelledHalf(i+1):
		v.factor, end = 0.5, i+2
		if p.is(i, word.By) && p.dir > 0 {
			v.factor = 1.5
		}
	case p.is(i, word.A) && p.is(i+1, word.Factor) && p.is(i+2, word.Of) && (p.is(i+4, word.Lesser) || p.is(i+4, word.Morer)): // "a factor of 10 below the default"
		num, _ := p.numberAt(i + 3)
		v.factor, end = num.Value, i+4
		if num.Value == 0 {
			return v, i
		}
	case p.orders(i) > i:
		return p.magnitudes(i)
	case isNum && (p.items[i].Text[0] == '+' || p.items[i].Text[0] == '-' && num.Percent) && p.afterParam(i):
		return p.signed(i, num)
	case isNum && num.Times:
		v.factor, end = num.Value, i+1
	case isNum && p.is(i+1, word.Times) && p.comparesNext(i+2) && !p.crosses(i+1):
		v.factor, end = num.Value, i+2
	case isNum && num.Fraction && (p.comparesNext(i+1) && !p.amount(i) || p.spelledHalf(i) && p.afterParam(i)):
		v.factor, end = num.Value, i+1
	case isNum && num.Percent && p.is(i+1, word.Of):
		v.factor, end = num.Value/100, i+1
	case isNum && num.Percent && p.is(i+1, word.Morer), isNum && num.Percent && p.is(i+1, word.Lesser):
		v.factor, end = 1+num.Value/100, i+2
		if p.is(i+1, word.Lesser) {
			v.factor = 1 - num.Value/100
		}
		return p.finishFactor(v, p.skip(end, word.Of, word.Than))
	case isNum && p.is(i+1, word.Extra, word.Fewer) && !num.Times && !num.Percent:
		return p.delta(i, num)
	case isNum && num.Value < 1 && num.Value > 0 && p.is(i+1, word.Of, word.Times) && p.ofBase(i+2) && !p.crosses(i+1):
		v.factor, end = num.Value, i+1
	default:
		return p.steered(i)
	}
	return p.finishFactor(v, end)
}

// factorWord returns the factor that the word at i means, 0 when it means none.
func (p *parser) factorWord(i int) float64 {
	for _, f := range []struct {
		word   word.Concept
		factor float64
	}{{word.Double, 2}, {word.Triple, 3}, {word.Quadruple, 4}, {word.Halve, 0.5}, {word.Tenfold, 10}} {
		if p.is(i, f.word) {
			return f.factor
		}
	}
	return 0
}

// crosses reports whether "times" at i stands between the axes of a grid: "lr
// 1e-2 times bs 32".
func (p *parser) crosses(i int) bool {
	return p.is(i, word.Times) && p.isName(i+1) && p.takesValue(i+2)
}

// askChain asks about "halve it three times", because that could mean several
// values.
func (p *parser) askChain(i int) {
	if !p.is(i, word.Chained) {
		return
	}
	j := p.skip(i+1, word.It, word.The, word.Each, word.Amount)
	if _, ok := p.numberAt(j); ok && p.is(j+1, word.Times) || p.is(j, word.Twice, word.Thrice, word.Both) {
		p.s.ask("Which values are “" + p.text(i, min(j+2, len(p.items))) + "”? Say for example “lr 0.4, 0.2 and 0.1” or give a range.")
	}
}

// amount reports whether the fraction at i is the value itself. For a dropout
// that is 0 by default, "1/3 dropout" does not mean a third of 0.
func (p *parser) amount(i int) bool {
	param, ok := p.paramAt(i + 1)
	base, _ := param.Default.Float()
	return ok && base == 0 && !p.spelledHalf(i)
}

func (p *parser) spelledHalf(i int) bool {
	num, ok := p.numberAt(i)
	return ok && num.Fraction && num.Spelled && p.anyOf(i, word.Half)
}

func (p *parser) afterParam(i int) bool {
	before := p.skipBack(i-1, word.By, word.In, word.Link, word.The, word.Setting)
	_, ok := p.paramAt(before)
	return ok
}

// comparesNext reports whether the words at i make the number before them a
// factor: "as many", "the default", "smaller", "of the …", a parameter.
func (p *parser) comparesNext(i int) bool {
	if p.is(i, word.As, word.Default, word.Usual, word.Current, word.Lesser, word.Morer, word.It, word.Own, word.What) {
		return !p.is(i, word.As) || p.is(i+1, word.SizeWord)
	}
	if p.is(i, word.The, word.Of, word.Own, word.It) {
		return p.ofBase(i)
	}
	_, ok := p.paramAt(i)
	return ok
}

// ofBase reports whether i begins "(of) the default", "of the lr", "of that".
func (p *parser) ofBase(i int) bool {
	i = p.skip(i, word.Of, word.The, word.Own, word.What)
	if p.is(i, word.Default, word.Usual, word.Current, word.It, word.Amount, word.Size) {
		return true
	}
	_, ok := p.paramAt(i)
	return ok
}

// finishFactor reads the base of a factor.
func (p *parser) finishFactor(v value, end int) (value, int) {
	if p.is(end, word.As) && p.is(end+1, word.SizeWord) {
		if p.is(end+1, word.SmallWord) && v.factor > 1 {
			v.factor = 1 / v.factor
		}
		end += 2
		if p.is(end, word.As) && p.ofBase(end+1) {
			end++
		}
	} else if p.is(end, word.Lesser) {
		if v.factor > 1 {
			v.factor = 1 / v.factor
		}
		end++
	} else if p.is(end, word.Morer) {
		end++
	} else if p.dir < 0 && v.factor > 1 {
		v.factor = 1 / v.factor
	}
	end = p.skip(end, word.Than)
	if j := p.skip(end, word.Of, word.The, word.Own, word.What, word.That); p.is(j, word.Default, word.Usual) {
		v.ofDefault = true
		end = p.skip(j+1, word.Amount, word.Of)
	} else if p.is(j, word.Current, word.Amount, word.Size) {
		end = p.skip(j+1, word.Of, word.The, word.Amount)
	} else if _, ok := p.paramAt(j); ok {
		end = j
	} else if p.is(end, word.It) || p.is(end, word.Of) && p.is(end+1, word.It) {
		end = p.skip(end, word.Of, word.It)
	}
	v.end, v.text = end, p.text(v.at, end)
	v.ofThat = !v.ofDefault && p.is(end-1, word.That)
	return v, end
}

// signed reads "epochs +10", "lr +50%" and "lr -50%".
func (p *parser) signed(i int, num lex.Number) (value, int) {
	v := value{kind: vDelta, factor: num.Value, at: i}
	if num.Percent {
		v.kind, v.factor = vFactor, 1+num.Value/100
	}
	return p.done(v, i+1)
}

// delta reads "10 more epochs" and "5 fewer epochs". Other code counts more
// seeds and runs.
func (p *parser) delta(i int, num lex.Number) (value, int) {
	if _, ok := p.paramAt(i + 2); !ok {
		return value{}, i
	}
	v := value{kind: vDelta, factor: num.Value, at: i, end: i + 2, text: p.text(i, i+2)}
	v.ofDefault = p.is(i+3, word.Than) && p.is(p.skip(i+4, word.The, word.In), word.Default, word.Usual)
	if p.is(i+1, word.Fewer) {
		v.factor = -num.Value
	}
	return v, i + 2
}

func (p *parser) done(v value, end int) (value, int) {
	v.end, v.text = end, p.text(v.at, end)
	return v, end
}
