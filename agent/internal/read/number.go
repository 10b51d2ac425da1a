package read

import (
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/word"
)

// valueAt reads one value: a number, a choice, "the default", "off".
func (p *parser) valueAt(i int) (value, int) {
	if v, end := p.factorAt(i); end > i {
		return v, end
	}
	if i >= len(p.items) {
		return value{}, i
	}
	it := p.items[i]
	switch {
	case p.is(i, word.Single) && p.countable(i+1): // "a single epoch"
		return value{kind: vNumber, num: lex.Number{Value: 1, Spelled: true}, text: it.Raw, at: i, end: i + 1}, i + 1
	case it.isNumber() && !it.Num.Ordinal && !it.Num.Times:
		if p.anyOf(i, word.One) && !p.oneIsValue(i) {
			return value{}, i
		}
		if it.isParam() || p.isPronoun(i) {
			return value{}, i
		}
		return value{kind: vNumber, num: it.Num, text: it.Raw, at: i, end: i + 1}, i + 1
	case it.isChoice() && !(it.isParam() && p.takesValue(i+1)):
		return value{kind: vChoice, choices: it.meaning.Choices, text: it.Raw, at: i, end: i + 1}, i + 1
	}
	return p.wordValue(i)
}

// countable reports whether the name at i is a singular noun that can be
// counted: "epoch".
func (p *parser) countable(i int) bool {
	param, ok := p.paramAt(i)
	return ok && param.Type == trex.Int && strings.HasSuffix(param.Name, "s") && !strings.HasSuffix(p.items[i].Text, "s")
}

// isPronoun reports whether the number at i belongs to a pronoun: "those two".
func (p *parser) isPronoun(i int) bool {
	return p.items[i].Num.Spelled && p.is(i-1, word.PickEnd, word.All, word.Both, word.The) && !p.items[i].Num.Fraction
}

// oneIsValue distinguishes "one epoch" and "lr one" from "that one" and "one
// run".
func (p *parser) oneIsValue(i int) bool {
	if _, ok := p.paramAt(i + 1); ok || p.is(i+1, word.Of) {
		return ok
	}
	before := p.skipBack(i-1, word.Link)
	_, ok := p.paramAt(before)
	return ok
}

// takesValue reports whether a number or a word for a value stands at i, with or
// without "=".
func (p *parser) takesValue(i int) bool {
	i = p.skip(i, word.Link)
	_, ok := p.numberAt(i)
	return ok || p.is(i, word.Default, word.Switch)
}

// wordValue reads "default". It also reads on and off where a parameter's value
// is expected.
func (p *parser) wordValue(i int) (value, int) {
	if j := p.skip(i, word.The, word.Own); (p.is(j, word.Default) || p.is(j, word.Usual) && p.is(i-1, word.To) && p.is(i-2, word.Back)) && !p.severalBaselines() && (!p.is(j+1, word.WholeNoun) || p.items[j+1].isParam()) && p.besideParam(i, j+1) {
		return value{kind: vDefault, text: p.text(i, j+1), at: i, end: p.skip(j+1, word.Amount, word.One)}, p.skip(j+1, word.Amount, word.One)
	}
	if j := p.skip(i, word.The); p.is(j, word.Default) && p.is(j+1, ",", "/", word.And, word.Versus, word.Or) && p.sizes(p.skip(j+1, ",", "/", word.And, word.Versus, word.Or, word.Also)) {
		return value{kind: vDefault, text: p.text(i, j+1), at: i, end: j + 1}, j + 1
	}
	if p.is(i, word.On) && i+1 < len(p.items) && p.items[i+1].isChoice() { // "no reward norm on hopper"
		return value{}, i
	}
	if !p.is(i, word.OnWord, word.OffWord) || !p.followsSwitch(i, 0) {
		return value{}, i
	}
	kind := vOn
	if p.is(i, word.OffWord) {
		kind = vOff
	}
	return value{kind: kind, text: p.items[i].Raw, at: i, end: i + 1}, i + 1
}

// severalBaselines reports whether the message names the baseline more than once:
// then it is a configuration and no value.
func (p *parser) severalBaselines() bool {
	n := 0
	for _, it := range p.items {
		n += btoi(it.is(word.Baseline))
	}
	return n > 1
}

// sizes reports whether a relative size begins at i: "half", "double", "2x".
func (p *parser) sizes(i int) bool {
	num, ok := p.numberAt(i)
	return p.is(i, word.Double, word.Triple, word.Half, word.Quadruple) || ok && (num.Times || p.spelledHalf(i))
}

// besideParam reports whether a parameter's name stands before i or at end, or
// whether a list of values continues at i.
func (p *parser) besideParam(i, end int) bool {
	if _, ok := p.paramAt(p.skip(end, word.Amount, word.For, word.Of, word.The)); ok {
		return true
	}
	before := p.skipBack(i-1, word.Link, word.The, word.Own, word.In, word.Open, ",", word.And, word.Versus, word.Or, word.Staying)
	if before < 0 {
		return false
	}
	_, ok := p.paramAt(before)
	if _, counted := p.numberAt(before - 1); counted { // "5 epochs of the baseline"
		return false
	}
	return ok && !p.isSeed(before) || before < i-1 && p.items[before].isNumber()
}

// mostSwitches is the longest list of on and off.
const mostSwitches = 8

// followsSwitch reports whether item i follows a parameter or another on or off.
func (p *parser) followsSwitch(i, depth int) bool {
	before := p.skipBack(i-1, word.Link, word.Setting, word.Both, word.In, word.Open)
	param, ok := p.paramAt(before)
	if ok && (param.Type == trex.Boolean || !p.is(i, word.Yes)) {
		return true
	}
	if p.is(before, word.OnWord, word.OffWord) && before == i-1 { // "true false"
		return depth < mostSwitches && p.followsSwitch(before, depth+1)
	}
	for p.is(before, word.And, word.Or, word.Versus, "/", ",", word.Than, word.Works) {
		before--
		if p.is(before, word.OnWord, word.OffWord) {
			return depth < mostSwitches && p.followsSwitch(before, depth+1)
		}
		if param, ok := p.paramAt(before); ok && p.is(i, word.Absent) {
			return param.Type != trex.String || len(param.Choices) > 0
		}
	}
	return false
}
