package say

import (
	"fmt"
	"math"
	"strconv"
	"time"
)

// Duration writes how long something took, in its two largest units: 0.4 s,
// 12 s, 2 min 5 s, 4 h 10 min, 3 d 2 h.
func Duration(d time.Duration) string {
	s := int64(math.Round(max(d.Seconds(), 0)))
	switch {
	case d < 950*time.Millisecond:
		return fmt.Sprintf("%.1f s", max(d.Seconds(), 0))
	case s < 60:
		return fmt.Sprintf("%d s", s)
	case s < 3600:
		return twoUnits(s/60, "min", s%60, "s")
	case s < 86400:
		return twoUnits(s/3600, "h", s%3600/60, "min")
	}
	return twoUnits(s/86400, "d", s%86400/3600, "h")
}

func twoUnits(a int64, unitA string, b int64, unitB string) string {
	if b == 0 {
		return fmt.Sprintf("%d %s", a, unitA)
	}
	return fmt.Sprintf("%d %s %d %s", a, unitA, b, unitB)
}

// Rough writes an estimated duration in one unit, because the estimate is no
// more precise: 8 s, 3 min, 2.5 h, 3 d.
func Rough(d time.Duration) string {
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
	return strconv.Itoa(int(math.Round(d.Hours()/24))) + " d"
}

// About is Rough for an estimate that is shown repeatedly. It rounds coarsely,
// so that a message does not change every second.
func About(d time.Duration) string {
	switch {
	case d < 5*time.Second:
		return "~5 s"
	case d < time.Minute:
		d = d.Round(5 * time.Second)
	case d < 100*time.Second:
		d = d.Round(10 * time.Second)
	}
	return "~" + Rough(d)
}

// Ago writes how long before now t was: just now, 45 s ago, 5 min ago, 3 d ago.
// After a month it writes the date.
func Ago(t, now time.Time) string {
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

// Clock writes a time of day in the time zone of now, with the date when it is
// not today.
func Clock(at, now time.Time) string {
	at = at.In(now.Location())
	if at.YearDay() == now.YearDay() && at.Year() == now.Year() {
		return at.Format("15:04")
	}
	return at.Format("2 Jan 15:04")
}
