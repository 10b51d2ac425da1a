package web

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// formatNumber writes a metric with four significant digits: 0.1708, 20,480,
// 1.5e-5, NaN, ∞. web/client/src/format.ts does the same.
func formatNumber(f float64) string {
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
		return group(strconv.FormatFloat(f, 'f', 0, 64))
	case a >= 1e7 || a < 1e-3:
		mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(f, 'e', 3, 64), "e")
		if strings.Contains(mantissa, ".") {
			mantissa = strings.TrimRight(strings.TrimRight(mantissa, "0"), ".")
		}
		sign := strings.TrimPrefix(exponent[:1], "+")
		return mantissa + "e" + sign + strings.TrimLeft(exponent[1:], "0")
	default:
		decimals := max(3-int(math.Floor(math.Log10(a))), 0)
		return group(strconv.FormatFloat(f, 'f', decimals, 64))
	}
}

// group puts commas between thousands.
func group(digits string) string {
	whole, rest, hasRest := strings.Cut(digits, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if hasRest {
		rest = "." + rest
	}
	return sign + whole + rest
}

// formatDuration writes 3 s, 2 min 5 s, 4 h 10 min, 3 d 2 h.
func formatDuration(d time.Duration) string {
	s := int64(math.Round(max(d.Seconds(), 0)))
	switch {
	case d < 950*time.Millisecond:
		return fmt.Sprintf("%.1f s", max(d.Seconds(), 0))
	case s < 60:
		return fmt.Sprintf("%d s", s)
	case s < 3600:
		return two(s/60, "min", s%60, "s")
	case s < 86400:
		return two(s/3600, "h", s%3600/60, "min")
	}
	return two(s/86400, "d", s%86400/3600, "h")
}

func two(a int64, unitA string, b int64, unitB string) string {
	if b == 0 {
		return fmt.Sprintf("%d %s", a, unitA)
	}
	return fmt.Sprintf("%d %s %d %s", a, unitA, b, unitB)
}

// formatAgo writes how long ago something was.
func formatAgo(t, now time.Time) string {
	switch d := now.Sub(t); {
	case d < 10*time.Second:
		return "just now"
	case d < time.Minute:
		return fmt.Sprintf("%d s ago", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d min ago", int(d.Minutes()))
	case d < 24*time.Hour:
		return fmt.Sprintf("%d h ago", int(d.Hours()))
	case d < 30*24*time.Hour:
		return fmt.Sprintf("%d d ago", int(d.Hours()/24))
	}
	return t.UTC().Format("2 Jan 2006")
}

// formatBytes writes 512 B, 1.5 MB.
func formatBytes(n int64) string {
	const units = "kMGTPE"
	if n < 1000 {
		return fmt.Sprintf("%d B", n)
	}
	value, unit := float64(n)/1000, 0
	for value >= 999.5 && unit < len(units)-1 {
		value, unit = value/1000, unit+1
	}
	return strconv.FormatFloat(value, 'g', 3, 64) + " " + units[unit:unit+1] + "B"
}

// visible removes what does not show but acts: control characters, and marks
// that turn the direction of writing of what follows.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.Is(unicode.Cc, r), r == '\u061c', r >= '\u200e' && r <= '\u200f', r == '\u2028', r == '\u2029',
			r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\ufeff':
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
}
