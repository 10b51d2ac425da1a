package bot

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// count writes "1 run", "3 runs".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return group(int64(n)) + " " + noun + "s"
}

// group writes 1240 as 1,240.
func group(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// number writes a metric with three significant digits, as people say it.
func number(f float64) string { return digits(f, 3) }

func digits(f float64, n int) string {
	switch a := math.Abs(f); {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "∞"
	case math.IsInf(f, -1):
		return "-∞"
	case f == 0:
		return "0"
	case a >= 1e6 || a < 1e-3:
		s := strconv.FormatFloat(f, 'e', n-1, 64)
		mantissa, exponent, _ := strings.Cut(s, "e")
		sign := strings.TrimPrefix(exponent[:1], "+")
		return mantissa + "e" + sign + strings.TrimLeft(exponent[1:], "0")
	default:
		if rounded, err := strconv.ParseFloat(strconv.FormatFloat(a, 'e', n-1, 64), 64); err == nil {
			a = rounded // 0.9999 has as many decimals as 1.00
		}
		decimals := max(n-1-int(math.Floor(math.Log10(a))), 0)
		return strconv.FormatFloat(f, 'f', decimals, 64)
	}
}

// enoughDigits returns how many significant digits tell the values apart, from
// 3 to 6.
func enoughDigits(values []float64) int {
	for n := 3; n < 6; n++ {
		if apart(values, n) {
			return n
		}
	}
	return 6
}

func apart(values []float64, n int) bool {
	seen := make(map[string]float64, len(values))
	for _, f := range values {
		if other, ok := seen[digits(f, n)]; ok && other != f {
			return false
		}
		seen[digits(f, n)] = f
	}
	return true
}

// duration writes how long something takes, to the precision a person cares
// for: 8 s, 3 min, 4 h, 2 days.
func duration(d time.Duration) string {
	switch {
	case d > 0 && d < time.Second:
		return "1 s"
	case d < 100*time.Second:
		return strconv.Itoa(int(math.Round(d.Seconds()))) + " s"
	case d < 100*time.Minute:
		return strconv.Itoa(int(math.Round(d.Minutes()))) + " min"
	case d < 10*time.Hour:
		return strconv.FormatFloat(math.Round(d.Hours()*2)/2, 'f', -1, 64) + " h"
	case d < 48*time.Hour:
		return strconv.Itoa(int(math.Round(d.Hours()))) + " h"
	}
	return strconv.Itoa(int(math.Round(d.Hours()/24))) + " days"
}

// about is duration for an estimate that is shown again and again: rounded
// coarsely, so that a message does not change every second.
func about(d time.Duration) string {
	switch {
	case d < 5*time.Second:
		return "~5 s"
	case d < time.Minute:
		d = d.Round(5 * time.Second)
	case d < 100*time.Second:
		d = d.Round(10 * time.Second)
	}
	return "~" + duration(d)
}

// ago writes "an hour ago".
func ago(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "just now"
	case d < 90*time.Minute && d >= 45*time.Minute:
		return "an hour ago"
	case d < 90*time.Second:
		return "a minute ago"
	}
	return duration(d) + " ago"
}

// clock writes a time of day, with the date when it is not today.
func clock(at, now time.Time) string {
	at = at.In(now.Location())
	if at.YearDay() == now.YearDay() && at.Year() == now.Year() {
		return at.Format("15:04")
	}
	return at.Format("2 Jan 15:04")
}

// list writes "a, b and c", and no more than most of them.
func list(items []string, most int) string {
	if len(items) > most {
		rest := len(items) - most
		return strings.Join(items[:most], ", ") + " and " + strconv.Itoa(rest) + " more"
	}
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + " and " + items[last]
}

// clip cuts text to at most n characters, with an ellipsis for the rest.
func clip(text string, n int) string {
	if r := []rune(text); len(r) > n {
		return strings.TrimRight(string(r[:n-1]), " ") + "…"
	}
	return text
}

func sortedNames(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
