package runner

import (
	"math"
	"time"

	"github.com/trex-ml/trex"
)

// rate measures the pace of a run from its reported progress. It counts from
// the first progress that it sees: a download, or the epochs before a
// checkpoint that training continues from, say nothing about the rest. Progress
// from further back than half of the way since then counts less and less. So a
// changing pace is followed, and evaluations in between are included. It is
// saved as JSON.
type rate struct {
	Unit    string    `json:"unit,omitempty"`
	Total   float64   `json:"total,omitempty"`
	First   float64   `json:"first,omitempty"` // done when measuring began
	Done    float64   `json:"done,omitempty"`  // at the end of the last stretch
	At      time.Time `json:"at"`              // the time of Done
	Units   float64   `json:"units,omitempty"` // the weighted progress, with its time
	Seconds float64   `json:"seconds,omitempty"`
	Opening float64   `json:"opening,omitempty"` // seconds to the first progress, where that was one epoch; 0: it was not
}

// shortest is the least length of a stretch that the pace is measured on: logs
// are read four times a second.
const shortest = time.Second

// observe notes progress of a run that began at began and returns the pace as
// in trex.Progress.
func (r *rate) observe(p trex.Progress, began time.Time) float64 {
	if r.At.IsZero() || p.Unit != r.Unit || p.Total != r.Total || p.Done < r.Done {
		*r = rate{Unit: p.Unit, Total: p.Total, First: p.Done, Done: p.Done, At: p.At}
		if since := p.At.Sub(began).Seconds(); p.Unit == "epoch" && p.Done == 1 && !began.IsZero() && since > 0 {
			r.Opening = since
		}
		return r.pace()
	}
	took, units := p.At.Sub(r.At), p.Done-r.Done
	if took < 0 { // the clock was set back
		r.At = p.At
	}
	if took < shortest || units <= 0 {
		return r.pace()
	}
	keep := math.Exp(-2 * units / (p.Done - r.First))
	r.Units = keep*r.Units + units
	r.Seconds = keep*r.Seconds + took.Seconds()
	r.Done, r.At = p.Done, p.At
	return r.pace()
}

func (r *rate) pace() float64 {
	switch {
	case r.Units > 0:
		return r.Seconds / r.Units
	case r.Opening > 0:
		return r.Opening
	}
	return -1
}
