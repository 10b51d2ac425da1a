package read

import (
	"strings"

	"github.com/trex-ml/trex/agent/internal/lex"
)

// factorAt reads sizes relative to present values: "double", "2x", "half the
// default", "twice as many", "10x smaller", "10 times", "tenfold", "20 % more",
// "10 more".
func (p *parser) factorAt(i int) (value, int) {
	v := value{kind: vFactor, at: i}
	var end int
	p.askChain(i)
	switch num, isNum := p.numberAt(i); {
	case p.is(i, "double", "doubled", "doubling", "twice"):
		v.factor, end = 2, i+1
		if p.is(i, "twice") && !p.comparesNext(i+1) {
			return v, i
		}
	case p.is(i, "triple", "tripled", "thrice"):
		v.factor, end = 3, i+1
	case p.is(i, "quadruple", "quadrupled"):
		v.factor, end = 4, i+1
	case p.is(i, "halve", "halved", "halving"):
		v.factor, end = 0.5, i+1
	case p.is(i, "tenfold", "ten-fold", "10-fold"):
		v.factor, end = 10, i+1
	case p.is(i, "in", "by") && p.spelledHalf(i+1):
		v.factor, end = 0.5, i+2
		if p.is(i, "by") && p.dir > 0 {
			v.factor = 1.5
		}
	case p.is(i, "a") && p.is(i+1, "factor") && p.is(i+2, "of") && (p.is(i+4, lesser...) || p.is(i+4, morer...)): // "a factor of 10 below the default"
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
	case isNum && p.is(i+1, "times") && p.comparesNext(i+2) && !p.crosses(i+1):
		v.factor, end = num.Value, i+2
	case isNum && num.Fraction && (p.comparesNext(i+1) && !p.amount(i) || p.spelledHalf(i) && p.afterParam(i)):
		v.factor, end = num.Value, i+1
	case isNum && num.Percent && p.is(i+1, "of"):
		v.factor, end = num.Value/100, i+1
	case isNum && num.Percent && p.is(i+1, morer...), isNum && num.Percent && p.is(i+1, lesser...):
		v.factor, end = 1+num.Value/100, i+2
		if p.is(i+1, lesser...) {
			v.factor = 1 - num.Value/100
		}
		return p.finishFactor(v, p.skip(end, "of", "than"))
	case isNum && p.is(i+1, "more", "extra", "additional", "fewer", "less") && !num.Times && !num.Percent:
		return p.delta(i, num)
	case isNum && num.Value < 1 && num.Value > 0 && p.is(i+1, "of", "times") && p.ofBase(i+2) && !p.crosses(i+1):
		v.factor, end = num.Value, i+1
	default:
		return p.steered(i)
	}
	return p.finishFactor(v, end)
}

// crosses reports whether "times" at i stands between the axes of a grid: "lr
// 1e-2 times bs 32".
func (p *parser) crosses(i int) bool {
	return p.is(i, "times") && p.isName(i+1) && p.takesValue(i+2)
}

// askChain asks about "halve it three times", because that could mean several
// values.
func (p *parser) askChain(i int) {
	if !p.is(i, "double", "doubling", "halve", "halving", "triple", "tripling") {
		return
	}
	j := p.skip(i+1, "it", "that", "this", "them", "the", "each", "value", "lr")
	if _, ok := p.numberAt(j); ok && p.is(j+1, "times") || p.is(j, "twice", "thrice", "both") {
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
	return ok && num.Fraction && num.Spelled && strings.Contains(p.items[i].Text, "half")
}

func (p *parser) afterParam(i int) bool {
	before := p.skipBack(i-1, "by", "in", "to", "at", "=", "is", "the", "should", "be")
	_, ok := p.paramAt(before)
	return ok
}

// comparesNext reports whether the words at i make the number before them a
// factor: "as many", "the default", "smaller", "of the …", a parameter.
func (p *parser) comparesNext(i int) bool {
	if p.is(i, "as", "default", "smaller", "larger", "lower", "higher", "fewer", "less", "bigger", "longer", "shorter", "more", "that", "its", "it", "what", "current", "baseline", "original") {
		return !p.is(i, "as") || p.is(i+1, "many", "much", "large", "big", "high", "long", "low", "small", "few", "wide", "short", "little")
	}
	if p.is(i, "the", "of", "my", "our", "this") {
		return p.ofBase(i)
	}
	_, ok := p.paramAt(i)
	return ok
}

// ofBase reports whether i begins "(of) the default", "of the lr", "of that".
func (p *parser) ofBase(i int) bool {
	i = p.skip(i, "of", "the", "my", "our", "what", "its", "this")
	if p.is(i, "default", "defaults", "current", "previous", "last", "baseline", "standard", "original", "usual", "normal", "that", "it", "old", "existing", "amount", "number", "value", "size") {
		return true
	}
	_, ok := p.paramAt(i)
	return ok
}

// finishFactor reads the base of a factor.
func (p *parser) finishFactor(v value, end int) (value, int) {
	if p.is(end, "as") && p.is(end+1, "many", "much", "large", "big", "high", "long", "low", "small", "few", "wide", "short", "little") {
		if p.is(end+1, "low", "small", "few", "short", "little") && v.factor > 1 {
			v.factor = 1 / v.factor
		}
		end += 2
		if p.is(end, "as") && p.ofBase(end+1) {
			end++
		}
	} else if p.is(end, lesser...) {
		if v.factor > 1 {
			v.factor = 1 / v.factor
		}
		end++
	} else if p.is(end, morer...) {
		end++
	} else if p.dir < 0 && v.factor > 1 {
		v.factor = 1 / v.factor
	}
	end = p.skip(end, "than")
	if j := p.skip(end, "of", "the", "its", "their", "our", "what", "that"); p.is(j, "default", "defaults", "baseline", "standard", "original", "usual", "normal") {
		v.ofDefault = true
		end = p.skip(j+1, "value", "values", "number", "amount", "of")
	} else if p.is(j, "current", "previous", "existing", "old", "last", "number", "amount", "value", "size") {
		end = p.skip(j+1, "of", "value", "the", "number", "amount")
	} else if _, ok := p.paramAt(j); ok {
		end = j
	} else if p.is(end, "that", "it") || p.is(end, "of") && p.is(end+1, "that", "it") {
		end = p.skip(end, "of", "that", "it")
	}
	v.end, v.text = end, p.text(v.at, end)
	v.ofThat = !v.ofDefault && p.is(end-1, "that")
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
	v.ofDefault = p.is(i+3, "than") && p.is(p.skip(i+4, "the", "in"), "default", "defaults", "baseline", "usual")
	if p.is(i+1, "fewer", "less") {
		v.factor = -num.Value
	}
	return v, i + 2
}

func (p *parser) done(v value, end int) (value, int) {
	v.end, v.text = end, p.text(v.at, end)
	return v, end
}
