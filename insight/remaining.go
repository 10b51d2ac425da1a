package insight

import (
	"time"

	"github.com/trex-ml/trex"
)

// Remaining estimates the time until a run is done from its pace. Without a
// measured pace it uses the average since the start. Both use this machine's
// clock. ok is false when there is nothing to estimate from, as for a run whose
// next report is long overdue.
func Remaining(r *trex.Run, now time.Time) (left time.Duration, ok bool) {
	p := r.Progress
	fraction, known := p.Fraction()
	if r.Status != trex.Running || !known || fraction == 0 || p.Pace < 0 || r.StartedAt.IsZero() {
		return 0, false
	}
	pace := p.Pace
	if pace == 0 {
		pace = max(p.At.Sub(r.StartedAt).Seconds(), 0) / p.Done
	}
	units := max(p.Total-p.Done, 0)
	seconds := pace*units - max(now.Sub(p.At), 0).Seconds() // the clock may jump back
	if late := -seconds; late > lateUnits*pace+lateSeconds || !(seconds < mostLeft.Seconds()) {
		return 0, false
	}
	return time.Duration(max(seconds, 0) * float64(time.Second)), true
}

// A run that is later than this is stuck, evaluates, or waits.
const (
	lateUnits   = 2
	lateSeconds = 10
)

// mostLeft is the longest estimate that is given: nobody trains for ten years.
const mostLeft = 10 * 365 * 24 * time.Hour
