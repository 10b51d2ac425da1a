package lex

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// number reads one number written in digits: 1e-3, .001, 3x10^-4, 3·10⁻⁴,
// 10**-3, 1/10, ½, 20%, 1k, 2x, ×2, 1_000, 1,000, 0,1.
func (s *scanner) number() bool {
	start := s.pos
	if s.factorPrefix() {
		return true
	}
	i, sign := start, 1.0
	if (s.at(i) == '-' || s.at(i) == '+') && s.signAllowed() {
		if s.at(i) == '-' {
			sign = -1
		}
		i++
	}
	num, end, ok := s.magnitude(i)
	if !ok {
		return false
	}
	if after := s.dotted(start, end); after > end { // "0.1.2" is no number
		s.emit(Word, strings.ToLower(string(s.runes[start:after])), after, Number{})
		return true
	}
	num.Value *= sign
	num, end = s.suffix(num, end)
	if math.IsInf(num.Value, 0) {
		num.Value = math.Copysign(math.MaxFloat64, num.Value)
	}
	s.emit(Num, strings.ToLower(string(s.runes[start:end])), end, num)
	return true
}

// dotted returns the end of a text like "0.1.2", or end without a second point.
func (s *scanner) dotted(start, end int) int {
	if s.at(end) != '.' || !isDigit(s.at(end+1)) || !slices.Contains(s.runes[start:end], '.') {
		return end
	}
	for end++; isDigit(s.at(end)) || s.at(end) == '.' && isDigit(s.at(end+1)); end++ {
	}
	return end
}

// signAllowed tells "-1" from the dash in "1-5".
func (s *scanner) signAllowed() bool {
	n := len(s.tokens)
	return n == 0 || s.space || s.tokens[n-1].Kind == Mark
}

// factorPrefix reads ×2 and x10.
func (s *scanner) factorPrefix() bool {
	if r := s.at(s.pos); (r != '×' && r != 'x' && r != 'X') || !s.space || !isDigit(s.at(s.pos+1)) {
		return false
	}
	value, end, ok := s.decimal(s.pos + 1)
	if !ok || s.latin(end) {
		return false
	}
	s.emit(Num, string(s.runes[s.pos:end]), end, Number{Value: value, Times: true})
	return true
}

func (s *scanner) magnitude(i int) (Number, int, bool) {
	if f, ok := vulgarFractions[s.at(i)]; ok {
		return Number{Value: f, Fraction: true}, i + 1, true
	}
	if num, end, ok := s.grouped(i); ok {
		return num, end, true
	}
	value, end, ok := s.decimal(i)
	if !ok {
		return Number{}, i, false
	}
	if f, ok := vulgarFractions[s.at(end)]; ok {
		return Number{Value: value + f}, end + 1, true
	}
	if exponent, after, ok := s.power(end); ok {
		return Number{Value: powerOf(value, exponent)}, after, true
	}
	if exponent, after, ok := s.timesTen(end); ok {
		return Number{Value: scale(value, exponent)}, after, true
	}
	if num, after, ok := s.ratio(i, end, value); ok {
		return num, after, true
	}
	return Number{Value: value}, end, true
}

// decimal reads digits with a point, underscores between digits and an
// exponent.
func (s *scanner) decimal(i int) (value float64, end int, ok bool) {
	end = i
	digits, point := 0, false
	for ; ; end++ {
		r := s.at(end)
		switch {
		case isDigit(r):
			digits++
			continue
		case r == '_' && isDigit(s.at(end-1)) && isDigit(s.at(end+1)):
			continue
		case r == '.' && !point && isDigit(s.at(end+1)):
			point = true
			continue
		case r == '.' && !point && digits > 0 && s.exponentAt(end+1):
			point = true
			continue
		}
		break
	}
	if digits == 0 || (end > i && s.at(i) == '_') {
		return 0, i, false
	}
	text := string(s.runes[i:end])
	if s.exponentAt(end) {
		from := end
		for end += 2; isDigit(s.at(end)); end++ {
		}
		text += string(s.runes[from:end])
	}
	value, err := strconv.ParseFloat(strings.ReplaceAll(text, "_", ""), 64)
	if err != nil && !math.IsInf(value, 0) {
		return 0, i, false
	}
	return value, end, true
}

// exponentAt reports whether e-3, E3 or e+3, not part of a word, begins at i.
func (s *scanner) exponentAt(i int) bool {
	if r := s.at(i); r != 'e' && r != 'E' {
		return false
	}
	i++
	if r := s.at(i); r == '-' || r == '+' {
		i++
	}
	if !isDigit(s.at(i)) {
		return false
	}
	for isDigit(s.at(i)) {
		i++
	}
	return !s.latin(i)
}

// suffix reads what follows the digits: %, k, M, x, st, nd, rd, th.
func (s *scanner) suffix(num Number, end int) (Number, int) {
	if s.at(end) == '%' || s.at(end) == ' ' && s.at(end+1) == '%' {
		num.Percent = true
		return num, end + 1 + btoi(s.at(end) == ' ')
	}
	word := end
	for s.latin(word) || s.at(word) == '×' {
		word++
	}
	if isDigit(s.at(word)) {
		return num, end
	}
	switch text := string(s.runes[end:word]); text {
	case "k", "K":
		num.Value *= 1e3
	case "M":
		num.Value *= 1e6
	case "x", "X", "×":
		num.Times = true
	case "st", "nd", "rd", "th":
		num.Ordinal = true
	default:
		return num, end
	}
	return num, word
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func powerOf(base float64, exponent int) float64 {
	if base == 10 {
		return scale(1, exponent)
	}
	return math.Pow(base, float64(exponent))
}

// scale returns value·10^exponent exactly as its decimal notation would be read.
func scale(value float64, exponent int) float64 {
	mantissa, exp, _ := strings.Cut(strconv.FormatFloat(value, 'e', -1, 64), "e")
	e, _ := strconv.Atoi(exp)
	f, _ := strconv.ParseFloat(mantissa+"e"+strconv.Itoa(e+exponent), 64)
	return f
}

func (s *scanner) skipSpaces(i int) int {
	for unicode.IsSpace(s.at(i)) && s.at(i) != '\n' {
		i++
	}
	return i
}
