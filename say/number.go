package say

import (
	"math"
	"strconv"
	"strings"
)

// significant is how many significant digits a metric is written with.
const significant = 4

// Number writes a metric: 0.1708, 20,480, 1.5e-5, NaN, ∞. Whole numbers below
// ten million are written in full.
func Number(f float64) string { return Digits(f, significant) }

// Digits is Number with n significant digits.
func Digits(f float64, n int) string {
	switch a := math.Abs(f); {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "∞"
	case math.IsInf(f, -1):
		return "−∞"
	case f == 0:
		return "0"
	case f == math.Trunc(f) && a < 1e7:
		return Group(int64(f))
	case a >= 1e7 || a < 1e-3:
		return exponential(f, n)
	}
	return plain(f, n)
}

func exponential(f float64, n int) string {
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(f, 'e', n-1, 64), "e")
	if strings.Contains(mantissa, ".") {
		mantissa = strings.TrimRight(strings.TrimRight(mantissa, "0"), ".")
	}
	sign := strings.TrimPrefix(exponent[:1], "+")
	return mantissa + "e" + sign + strings.TrimLeft(exponent[1:], "0")
}

func plain(f float64, n int) string {
	size := math.Abs(f)
	if rounded, err := strconv.ParseFloat(strconv.FormatFloat(size, 'e', n-1, 64), 64); err == nil {
		size = rounded // 0.99999 has as many decimals as 1.000
	}
	decimals := max(n-1-int(math.Floor(math.Log10(size))), 0)
	whole, rest, _ := strings.Cut(strconv.FormatFloat(f, 'f', decimals, 64), ".")
	if rest != "" {
		rest = "." + rest
	}
	return grouped(whole) + rest
}

// mostDigits is how many significant digits Among goes up to.
const mostDigits = 6

// Among returns a function that writes the numbers of a set like Number does. It
// uses up to six digits when different numbers would otherwise look equal.
func Among(values []float64) func(float64) string {
	n := significant
	for n < mostDigits && !apart(values, n) {
		n++
	}
	return func(f float64) string { return Digits(f, n) }
}

func apart(values []float64, n int) bool {
	seen := make(map[string]float64, len(values))
	for _, f := range values {
		text := Digits(f, n)
		if other, ok := seen[text]; ok && other != f {
			return false
		}
		seen[text] = f
	}
	return true
}

// Count writes "1 run", "3 runs".
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return Group(int64(n)) + " " + noun + "s"
}

// Group writes 1240 as 1,240.
func Group(n int64) string { return grouped(strconv.FormatInt(n, 10)) }

func grouped(digits string) string {
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// Bytes writes 512 B, 1.5 MB.
func Bytes(n int64) string {
	const units = "kMGTPE"
	if n < 1000 {
		return strconv.FormatInt(n, 10) + " B"
	}
	value, unit := float64(n)/1000, 0
	for value >= 999.5 && unit < len(units)-1 {
		value, unit = value/1000, unit+1
	}
	return strconv.FormatFloat(value, 'g', 3, 64) + " " + units[unit:unit+1] + "B"
}
