package metrics

import (
	"math"
	"strconv"
)

// readNumber makes t a number or a fraction when run is one.
func readNumber(run []byte, t *token) {
	if last := len(run) - 1; run[last] == '%' {
		run, t.percent = run[:last], true
	} else if run[last] == '.' { // the end of a sentence
		run = run[:last]
	}
	digits, slash := 0, -1
	t.whole = true
	for i, c := range run {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '/':
			if slash >= 0 {
				return
			}
			slash = i
		case c == '.' || c == 'e' || c == 'E':
			t.whole = false
		case c == '+' || c == '-':
		default:
			if v, ok := special(run); ok {
				t.kind, t.value, t.whole = number, v, false
			}
			return
		}
	}
	if digits == 0 {
		return
	}
	if slash < 0 {
		if v, ok := parseFloat(run); ok {
			t.kind, t.value = number, v
		}
		return
	}
	a, okA := parseFloat(run[:slash])
	if okA && a >= 0 && slash == len(run)-1 {
		t.value, t.open = a, t.whole
		return
	}
	b, okB := parseFloat(run[slash+1:])
	if okA && okB && a >= 0 && b > 0 {
		t.kind, t.value, t.total = fraction, a, b
	}
}

// parseFloat reads a decimal number; one too large for a float64 is infinite.
func parseFloat(s []byte) (float64, bool) {
	if n := len(s); n > 0 && n <= 15 {
		var v int64
		for i, c := range s {
			if c < '0' || c > '9' {
				break
			}
			v = v*10 + int64(c-'0')
			if i == n-1 {
				return float64(v), true
			}
		}
	}
	if len(s) == 0 || len(s) > 400 {
		return 0, false
	}
	v, err := strconv.ParseFloat(string(s), 64)
	if err != nil && !math.IsInf(v, 0) {
		return 0, false
	}
	return v, true
}

// special reads the values that are not numbers, as Python, C and JavaScript
// print them.
func special(s []byte) (float64, bool) {
	sign := 1
	if len(s) > 0 && (s[0] == '-' || s[0] == '+') {
		if s[0] == '-' {
			sign = -1
		}
		s = s[1:]
	}
	switch len(s) {
	case 3:
		if fold(s, "nan") {
			return math.NaN(), true
		}
		if fold(s, "inf") {
			return math.Inf(sign), true
		}
	case 8:
		if fold(s, "infinity") {
			return math.Inf(sign), true
		}
	}
	return 0, false
}

// fold compares s with a lower-case ASCII text, whatever the case of s.
func fold(s []byte, lower string) bool {
	if len(s) != len(lower) {
		return false
	}
	for i, c := range s {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}
