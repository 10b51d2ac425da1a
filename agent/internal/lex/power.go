package lex

import "strconv"

// mostExponentDigits keeps an exponent small enough to compute with. A longer
// exponent exceeds every float.
const mostExponentDigits = 4

// power reads the exponent in 10^-3, 10**-3, 10^{-3}, 10^(-3) and 10⁻³.
func (s *scanner) power(i int) (exponent, end int, ok bool) {
	if exponent, end, ok = s.superscripts(i); ok {
		return exponent, end, true
	}
	switch {
	case s.at(i) == '^':
		i++
	case s.at(i) == '*' && s.at(i+1) == '*':
		i += 2
	default:
		return 0, i, false
	}
	closing := map[rune]rune{'{': '}', '(': ')'}[s.at(i)]
	if closing != 0 {
		i++
	}
	exponent, end, ok = s.integer(i)
	if ok && closing != 0 {
		if s.at(end) != closing {
			return 0, i, false
		}
		end++
	}
	return exponent, end, ok
}

func (s *scanner) superscripts(i int) (exponent, end int, ok bool) {
	text, end := "", i
	if s.at(end) == '⁻' || s.at(end) == '⁺' {
		if s.at(end) == '⁻' {
			text = "-"
		}
		end++
	}
	digits := 0
	for {
		d, isSuper := superscript(s.at(end))
		if !isSuper {
			break
		}
		text += string(d)
		digits++
		end++
	}
	if digits == 0 || digits > mostExponentDigits {
		return 0, i, false
	}
	exponent, err := strconv.Atoi(text)
	return exponent, end, err == nil
}

func (s *scanner) integer(i int) (n, end int, ok bool) {
	end = i
	if s.at(end) == '-' || s.at(end) == '+' {
		end++
	}
	first := end
	for isDigit(s.at(end)) {
		end++
	}
	if end == first || end-first > mostExponentDigits {
		return 0, i, false
	}
	n, err := strconv.Atoi(string(s.runes[i:end]))
	return n, end, err == nil
}

// timesTen reads the rest of 3x10^-4, 3 × 10⁻⁴, 3*10**-4 and 3x10-4.
func (s *scanner) timesTen(i int) (exponent, end int, ok bool) {
	j := s.skipSpaces(i)
	switch s.at(j) {
	case 'x', 'X', '×', '*':
		j = s.skipSpaces(j + 1)
	default:
		return 0, i, false
	}
	if s.at(j) != '1' || s.at(j+1) != '0' {
		return 0, i, false
	}
	if exponent, end, ok = s.power(j + 2); ok {
		return exponent, end, true
	}
	if s.at(j+2) == '-' {
		return s.integer(j + 2)
	}
	return 0, i, false
}
