package lex

import (
	"math"
	"strings"

	"github.com/trex-ml/trex/agent/internal/word"
)

// The value of a number word, what a word multiplies by, and what it divides by.
var (
	units      = word.Numbers.Amounts("unit")
	magnitudes = word.Numbers.Amounts("times")
	parts      = word.Numbers.Amounts("part")
)

// Spell replaces spelled numbers with numbers.
func Spell(tokens []Token) []Token {
	out := make([]Token, 0, len(tokens))
	for i := 0; i < len(tokens); {
		num, n := spelled(tokens[i:])
		if n == 0 {
			num, n = percentWord(tokens[i:])
		}
		if n == 0 {
			out = append(out, tokens[i])
			i++
			continue
		}
		out = append(out, merge(tokens[i:i+n], num))
		i += n
	}
	return out
}

func merge(tokens []Token, num Number) Token {
	t := tokens[0]
	t.Kind, t.Num, t.End = Num, num, tokens[len(tokens)-1].End
	texts := make([]string, len(tokens))
	raws := make([]string, len(tokens))
	for i, part := range tokens {
		texts[i], raws[i] = part.Text, part.Raw
	}
	t.Text, t.Raw = strings.Join(texts, " "), strings.Join(raws, " ")
	return t
}

func spelled(t []Token) (Number, int) {
	if len(t) > 2 && t[0].means(word.Half) && t[1].means(word.A) && magnitudes[t[2].Text] > 0 {
		return Number{Value: magnitudes[t[2].Text] / 2, Spelled: true}, 3
	}
	if num, n := toThePower(t); n > 0 {
		return num, n
	}
	if num, n := timesPower(t); n > 0 {
		return num, n
	}
	if num, n := pointed(t); n > 0 {
		return percent(num, t, n)
	}
	if num, n := fraction(t); n > 0 {
		if m := percentOf(t, n); m > n {
			return Number{Value: num.Value, Spelled: true, Percent: true}, m
		}
		return num, n
	}
	value, n := spokenHundreds(t)
	if n == 0 {
		value, n = cardinal(t)
	}
	if n == 0 {
		return Number{}, 0
	}
	return percent(Number{Value: value, Spelled: true}, t, n)
}

func percent(num Number, t []Token, n int) (Number, int) {
	if n < len(t) && t[n].means(word.Percent, "%") {
		num.Percent = true
		n++
	}
	return num, n
}

// percentOf returns the end of "of a percent" at n, or n when the words differ.
func percentOf(t []Token, n int) int {
	m := n
	for m < len(t) && m < n+2 && t[m].means(word.Of, word.Leading) {
		m++
	}
	if m < len(t) && t[m].means(word.Percent) {
		return m + 1
	}
	return n
}

// percentWord reads "20 percent".
func percentWord(t []Token) (Number, int) {
	if len(t) < 2 || t[0].Kind != Num || t[0].Num.Percent {
		return Number{}, 0
	}
	num := t[0].Num
	switch {
	case t[1].means(word.Percent):
		num.Percent = true
		return num, 2
	case t[1].means(word.Per) && len(t) > 2 && t[2].means(word.Cent):
		num.Percent = true
		return num, 3
	case t[1].means(word.Scale) && !num.Times:
		num.Value *= magnitudes[t[1].Text]
		return num, 2
	}
	return Number{}, 0
}

// cardinal reads "twenty five", "twenty-five", "two hundred and fifty", "a
// hundred".
func cardinal(t []Token) (value float64, n int) {
	total, current, seen := 0.0, 0.0, false
	for n < len(t) && t[n].Kind == Word {
		text := t[n].Text
		v, isUnit := unit(text)
		switch {
		case isUnit && (!seen || current == 0 || current >= 20 && math.Mod(current, 10) == 0 && v < 10 || math.Mod(current, 100) == 0 && v < 100):
			current += v
			seen = true
		case magnitudes[text] > 0 && seen && !t[n].means(word.Thousand):
			current = max(current, 1) * magnitudes[text]
			if magnitudes[text] >= 1000 {
				total, current = total+current, 0
			}
		case t[n].means(word.A) && !seen && n+1 < len(t) && magnitudes[t[n+1].Text] > 0:
			current, seen = 1, true
		case magnitudes[text] >= 100 && !seen:
			current, seen = magnitudes[text], true
		case t[n].means(word.Joiner) && seen && current >= 100 && math.Mod(current, 100) == 0 && n+1 < len(t) && isTensOrLess(t[n+1]):
		default:
			return total + current, n
		}
		n++
	}
	return total + current, n
}

func isTensOrLess(t Token) bool {
	_, ok := unit(t.Text)
	return ok && t.Kind == Word
}

// unit reads "five", "twenty", "twenty-five" and "sixtyfour".
func unit(text string) (float64, bool) {
	if v, ok := units[text]; ok {
		return v, true
	}
	for i := range text {
		tens, ones := units[text[:i]], units[strings.TrimPrefix(text[i:], "-")]
		if tens >= 20 && ones > 0 && ones < 10 {
			return tens + ones, true
		}
	}
	return 0, false
}

// pointed reads "point one", "zero point oh five" and "0 point 1".
func pointed(t []Token) (Number, int) {
	n, value := 0, 0.0
	if v, ok := digitWord(t, 0); ok && len(t) > 1 && t[1].means(word.Point) {
		value, n = v, 1
	}
	if n >= len(t) || !t[n].means(word.Point) {
		return Number{}, 0
	}
	n++
	place, first := 0.1, n
	for n < len(t) {
		d, ok := digitWord(t, n)
		if !ok || d > 9 || n > first+8 {
			break
		}
		value += d * place
		place /= 10
		n++
	}
	if n == first {
		return Number{}, 0
	}
	return Number{Value: math.Round(value*1e9) / 1e9, Spelled: true}, n
}

func digitWord(t []Token, i int) (float64, bool) {
	if i >= len(t) {
		return 0, false
	}
	if t[i].Kind == Num && t[i].Num.Value == math.Trunc(t[i].Num.Value) && len(t[i].Text) == 1 {
		return t[i].Num.Value, true
	}
	if t[i].Kind != Word {
		return 0, false
	}
	if t[i].means(word.Nil) {
		return 0, true
	}
	v, ok := units[t[i].Text]
	return v, ok && v < 10
}

// fraction reads "half", "a tenth", "one tenth", "two thirds", "3 quarters".
func fraction(t []Token) (Number, int) {
	over, n := 1.0, 0
	switch {
	case t[0].means(word.A):
		n = 1
	case t[0].Kind == Word && units[t[0].Text] > 0:
		over, n = units[t[0].Text], 1
	case t[0].Kind == Num && !t[0].Num.Percent && !t[0].Num.Times:
		over, n = t[0].Num.Value, 1
	case t[0].Kind == Word && strings.Contains(t[0].Text, "-"): // "one-tenth"
		a, b, _ := strings.Cut(t[0].Text, "-")
		if units[a] > 0 && parts[b] > 0 {
			return Number{Value: units[a] / parts[b], Spelled: true, Fraction: true}, 1
		}
		return Number{}, 0
	case t[0].means(word.Fragment):
	case len(t) > 1 && t[1].means(word.Of) && !t[0].means(word.Second): // "third" alone is an ordinal
	default:
		return Number{}, 0
	}
	if n+1 < len(t) && t[n+1].means(word.Counted) && !t[n].means(word.Fragment) { // "a third one"
		return Number{}, 0
	}
	if n >= len(t) || t[n].Kind != Word || parts[t[n].Text] == 0 {
		return Number{}, 0
	}
	return Number{Value: over / parts[t[n].Text], Spelled: true, Fraction: true}, n + 1
}

// toThePower reads "ten to the minus three", "10 to the power of -3", "2 to the
// 5th" and "1e minus 3".
func toThePower(t []Token) (Number, int) {
	base, ok := small(t[0])
	if !ok || len(t) < 3 {
		return Number{}, 0
	}
	var n int
	scientific := t[1].means(word.Exponent) && (t[2].means(word.Negative) || !t[1].Space)
	switch {
	case scientific:
		n = 2
	case t[1].means(word.To) && t[2].means(word.The):
		n = 3
	default:
		return Number{}, 0
	}
	for n < len(t) && t[n].means(word.Power, word.Of) {
		n++
	}
	exponent, n := signed(t, n)
	switch {
	case n == 0 || math.Abs(exponent) > 300 || exponent != math.Trunc(exponent):
		return Number{}, 0
	case scientific:
		return Number{Value: scale(base, int(exponent))}, n
	}
	return Number{Value: powerOf(base, int(exponent))}, n
}

// timesPower reads "three times ten to the minus four".
func timesPower(t []Token) (Number, int) {
	if len(t) < 5 || !t[1].means(word.Times) {
		return Number{}, 0
	}
	mantissa, ok := small(t[0])
	ok = ok && !t[0].Num.Percent && !t[0].Num.Times
	ten := units[t[2].Text] == 10 && t[2].Kind == Word || t[2].Kind == Num && t[2].Num.Value == 10
	power, n := toThePower(t[2:])
	if !ok || !ten || n == 0 {
		return Number{}, 0
	}
	return Number{Value: scale(mantissa, int(math.Round(math.Log10(power.Value)))), Spelled: t[0].Kind == Word}, n + 2
}

// signed reads the number at n with an optional spelled sign. after is the index
// after it, 0 when there is no number.
func signed(t []Token, n int) (value float64, after int) {
	sign := 1.0
	if n < len(t) && t[n].means(word.Negative) {
		sign = -1
		n++
	}
	if n >= len(t) {
		return 0, 0
	}
	if v, ok := small(t[n]); ok {
		return sign * v, n + 1
	}
	return 0, 0
}

// small returns a number in digits, or a spelled number of one word.
func small(t Token) (value float64, ok bool) {
	if t.Kind == Num {
		return t.Num.Value, true
	}
	value, ok = units[t.Text]
	return value, ok && t.Kind == Word
}
