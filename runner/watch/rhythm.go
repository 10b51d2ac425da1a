package watch

import (
	"slices"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/say"
)

const (
	keptGaps = 256
	// fewGaps and leastSpan are how many pauses must have been seen, over what
	// time, before they count as a rhythm. Output of a script that starts, or that
	// Trex reads at once after it was away, has no rhythm.
	fewGaps   = 8
	leastSpan = 9 * time.Minute
	// leastGap is the least time between two beats; closer ones count as one.
	leastGap = time.Second
	// patience is how long a run whose rhythm is not known may be silent: it may
	// be loading data or compiling.
	patience = 30 * time.Minute
	// leastSilence and leastIdling are the pauses that are long for any run:
	// without output, and with output but without metrics.
	leastSilence = 5 * time.Minute
	leastIdling  = 20 * time.Minute
	// A pause is too long when it is so many times the pauses before it.
	silenceFactor = 10
	idlingFactor  = 20
)

// rhythm learns how long the pauses of something usually are.
type rhythm struct {
	last    time.Time // zero: never
	counted time.Time // the last beat that ended a pause
	span    time.Duration
	gaps    []time.Duration
	next    int // where the next goes when gaps is full
}

// begin starts the first pause without a beat.
func (r *rhythm) begin(at time.Time) { r.last, r.counted = at, at }

func (r *rhythm) beat(at time.Time) {
	r.last = at
	if r.counted.IsZero() {
		r.counted = at
	}
	if gap := at.Sub(r.counted); gap >= leastGap {
		r.add(gap)
		r.span += gap
		r.counted = at
	}
}

func (r *rhythm) add(gap time.Duration) {
	if len(r.gaps) < keptGaps {
		r.gaps = append(r.gaps, gap)
		return
	}
	r.gaps[r.next] = gap
	r.next = (r.next + 1) % keptGaps
}

// skip leaves a time out of the current pause.
func (r *rhythm) skip(d time.Duration) {
	if !r.last.IsZero() {
		r.last, r.counted = r.last.Add(d), r.counted.Add(d)
	}
}

// usual returns the pause that only one in twenty exceeds, and the longest; ok
// is false when too few were seen.
func (r *rhythm) usual() (p95, longest time.Duration, ok bool) {
	if len(r.gaps) < fewGaps || r.span < leastSpan {
		return 0, 0, false
	}
	sorted := slices.Sorted(slices.Values(r.gaps))
	return sorted[len(sorted)*95/100], sorted[len(sorted)-1], true
}

// checkStalled warns of a pause that the run's own rhythm does not explain. A
// pause as long as the longest one before is normal: an evaluation every
// hundred steps is rare, but no problem.
func (d *Dog) checkStalled() {
	if d.said[trex.WarnStalled] {
		return
	}
	if silence := d.now.Sub(d.output.last); silence > leastSilence {
		d.checkSilence(silence)
	}
	if idling := d.now.Sub(d.points.last); !d.points.last.IsZero() && idling > leastIdling {
		d.checkIdling(idling)
	}
}

func (d *Dog) checkSilence(silence time.Duration) {
	p95, longest, known := d.output.usual()
	limit := patience
	if known {
		limit = max(leastSilence, silenceFactor*p95, 2*longest)
	}
	if silence <= limit {
		return
	}
	message := "it has printed nothing for " + span(silence)
	if known {
		message += "; before that, something every " + span(p95)
	}
	d.warn(trex.Warning{Kind: trex.WarnStalled, Step: d.step, Message: message})
}

func (d *Dog) checkIdling(idling time.Duration) {
	p95, longest, known := d.points.usual()
	if !known || idling <= max(leastIdling, idlingFactor*p95, 2*longest) {
		return
	}
	d.warn(trex.Warning{Kind: trex.WarnStalled, Step: d.step,
		Message: "it prints, but has reported no metric for " + span(idling) + ", since step " + say.Group(d.step)})
}
