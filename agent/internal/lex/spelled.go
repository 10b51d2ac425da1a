package lex

import (
	"math"
	"strings"
)

var units = map[string]float64{
	"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
	"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
	"seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50,
	"sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}

var magnitudes = map[string]float64{"hundred": 100, "thousand": 1000, "million": 1e6, "mil": 1e6, "mio": 1e6, "dozen": 12, "k": 1000}

var parts = map[string]float64{
	"half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4,
	"fifth": 5, "fifths": 5, "sixth": 6, "eighth": 8, "eighths": 8, "tenth": 10, "tenths": 10,
	"twentieth": 20, "hundredth": 100, "hundredths": 100, "thousandth": 1000, "thousandths": 1000,
}

// spellNumbers replaces spelled numbers with numbers.
func spellNumbers(tokens []Token) []Token {
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
	if len(t) > 2 && t[0].Is("half") && t[1].Is("a") && magnitudes[t[2].Text] > 0 {
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
	if n < len(t) && t[n].Is("percent", "pct", "%") {
		num.Percent = true
		n++
	}
	return num, n
}

// percentOf returns the end of "of a percent" at n, or n when the words differ.
func percentOf(t []Token, n int) int {
	m := n
	for m < len(t) && m < n+2 && t[m].Is("of", "a", "one") {
		m++
	}
	if m < len(t) && t[m].Is("percent", "pct") {
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
	case t[1].Is("percent", "pct"):
		num.Percent = true
		return num, 2
	case t[1].Is("per") && len(t) > 2 && t[2].Is("cent"):
		num.Percent = true
		return num, 3
	case t[1].Is("hundred", "thousand", "million", "mil", "mio", "dozen") && !num.Times:
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
		word := t[n].Text
		v, isUnit := unit(word)
		switch {
		case isUnit && (!seen || current == 0 || current >= 20 && math.Mod(current, 10) == 0 && v < 10 || math.Mod(current, 100) == 0 && v < 100):
			current += v
			seen = true
		case magnitudes[word] > 0 && seen && word != "k":
			current = max(current, 1) * magnitudes[word]
			if magnitudes[word] >= 1000 {
				total, current = total+current, 0
			}
		case word == "a" && !seen && n+1 < len(t) && magnitudes[t[n+1].Text] > 0:
			current, seen = 1, true
		case magnitudes[word] >= 100 && !seen:
			current, seen = magnitudes[word], true
		case word == "and" && seen && current >= 100 && math.Mod(current, 100) == 0 && n+1 < len(t) && isTensOrLess(t[n+1]):
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

// unit reads "five", "twenty" and "twenty-five".
func unit(word string) (float64, bool) {
	if v, ok := units[word]; ok {
		return v, true
	}
	tens, ones, ok := strings.Cut(word, "-")
	if i := strings.Index(word, "ty"); !ok && i > 0 { // "sixtyfour"
		tens, ones = word[:i+2], word[i+2:]
	}
	a, okTens := units[tens]
	b, okOnes := units[ones]
	return a + b, okTens && okOnes && a >= 20 && b > 0 && b < 10
}

// pointed reads "point one", "zero point oh five" and "0 point 1".
func pointed(t []Token) (Number, int) {
	n, value := 0, 0.0
	if v, ok := digitWord(t, 0); ok && len(t) > 1 && t[1].Is("point") {
		value, n = v, 1
	}
	if n >= len(t) || !t[n].Is("point") {
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
	if t[i].Text == "oh" || t[i].Text == "o" {
		return 0, true
	}
	v, ok := units[t[i].Text]
	return v, ok && v < 10
}

// fraction reads "half", "a tenth", "one tenth", "two thirds", "3 quarters".
func fraction(t []Token) (Number, int) {
	over, n := 1.0, 0
	switch {
	case t[0].Is("a", "an"):
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
	case t[0].Is("half", "halves", "quarter"):
	case len(t) > 1 && t[1].Is("of") && !t[0].Is("second"): // "third" alone is an ordinal
	default:
		return Number{}, 0
	}
	if n+1 < len(t) && t[n+1].Is("one", "run", "config", "experiment") && !t[n].Is("half", "quarter") { // "a third one"
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
	scientific := t[1].Is("e") && (t[2].Is("minus", "negative", "-") || !t[1].Space)
	switch {
	case scientific:
		n = 2
	case t[1].Is("to") && t[2].Is("the"):
		n = 3
	default:
		return Number{}, 0
	}
	for n < len(t) && t[n].Is("power", "of") {
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
	if len(t) < 5 || !t[1].Is("times") {
		return Number{}, 0
	}
	mantissa, ok := small(t[0])
	ok = ok && !t[0].Num.Percent && !t[0].Num.Times
	ten := t[2].Is("ten") || t[2].Kind == Num && t[2].Num.Value == 10
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
	if n < len(t) && t[n].Is("minus", "negative", "-") {
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
