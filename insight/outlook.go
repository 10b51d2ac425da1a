package insight

import (
	"slices"
	"time"

	"github.com/trex-ml/trex"
)

// Outlook holds what is needed to estimate when the runs of an experiment are
// done.
type Outlook struct {
	Runs    []trex.Run
	Typical time.Duration // how long such runs took earlier, 0: not known
	Slots   int           // how many of them run at once, 0: not known
	Busy    int           // how many slots are in use, by these runs and by others
	Now     time.Time
}

// Each estimates how long one of the runs takes: from the completed runs and the
// pace of the active ones, else from earlier runs. It returns 0 when nothing is
// known.
func (o Outlook) Each() time.Duration {
	var known []time.Duration
	for i := range o.Runs {
		run := &o.Runs[i]
		if run.Status == trex.Completed && !run.StartedAt.IsZero() {
			known = append(known, run.FinishedAt.Sub(run.StartedAt))
		} else if remaining, ok := Remaining(run, o.Now); ok {
			known = append(known, o.Now.Sub(run.StartedAt)+remaining)
		}
	}
	if len(known) == 0 {
		return o.Typical
	}
	slices.Sort(known)
	return known[len(known)/2]
}

// Left estimates how long until all runs are done. ok is false when there is
// nothing to estimate from.
func (o Outlook) Left() (left time.Duration, ok bool) {
	each := o.Each()
	var busy []time.Duration
	waiting := 0
	for i := range o.Runs {
		run := &o.Runs[i]
		switch run.Status {
		case trex.Pending:
			waiting++
		case trex.Running:
			remaining, known := o.remaining(run, each)
			if !known {
				return 0, false
			}
			busy = append(busy, remaining)
		case trex.Completed, trex.Failed, trex.Cancelled:
		}
	}
	if waiting == 0 {
		return FinishIn(len(busy), busy, 0, 0), len(busy) > 0
	}
	if each == 0 || o.Slots < 1 {
		return 0, false
	}
	others := max(o.Busy-len(busy), 0)
	return FinishIn(max(o.Slots-others, 1), busy, waiting, each), true
}

// remaining estimates how long an active run still takes. It is unknown for a
// run that reports no pace and already took much longer than earlier runs.
func (o Outlook) remaining(run *trex.Run, each time.Duration) (time.Duration, bool) {
	if remaining, known := Remaining(run, o.Now); known {
		return remaining, true
	}
	spent := o.Now.Sub(run.StartedAt)
	return max(each-spent, 0), each > 0 && spent < each+each/2
}
