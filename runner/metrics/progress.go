package metrics

import (
	"math"

	"github.com/trex-ml/trex"
)

// progress tells how far the run is after a line that named an epoch or, in
// inner, a step that steps counted. done says that the line also had metrics, as
// it has at the end of an epoch rather than at its beginning.
func (p *Parser) progress(inner mark, steps counter, done bool) {
	t := &p.track
	next := trex.Progress{At: p.at}
	switch {
	case t.Epoch != nil && t.Epochs > 0 && !(steps.Global && inner.total > 0):
		next.Unit, next.Total = "epoch", t.Epochs
		next.Done = min(p.epochsDone(inner, done), t.Epochs)
	case inner.set && inner.total > 0 && (t.Epoch == nil || t.LeadSteps || t.passedEpochs()) && steps.Base == 0:
		next.Unit, next.Done, next.Total = "step", min(inner.value, inner.total), inner.total
	case t.Epoch != nil && !t.FromSteps:
		next.Unit, next.Done = "epoch", *t.Epoch
	case t.Current != nil && t.FromSteps:
		next.Unit, next.Done = "step", float64(*t.Current)
		if inner.total > 0 && steps.Global {
			next.Total = inner.total
		}
	default:
		return
	}
	if last := t.Progress; last != nil && last.Unit == next.Unit && last.Total == next.Total && next.Done < last.Done {
		return // said again, of something that is over
	}
	if t.Progress == nil {
		t.Progress = new(trex.Progress)
	}
	if p.out.Progress == nil {
		p.out.Progress = new(trex.Progress)
	}
	*t.Progress, *p.out.Progress = next, next
}

// passedEpochs reports whether an epoch is over. Steps that did not begin anew
// then are those of the whole training.
func (t *track) passedEpochs() bool {
	first := 1.0
	if t.ZeroBased {
		first = 0
	}
	return *t.Epoch > first
}

func (p *Parser) epochsDone(inner mark, done bool) float64 {
	epoch := *p.track.Epoch
	if epoch != math.Trunc(epoch) {
		return epoch
	}
	if !p.track.ZeroBased {
		epoch--
	}
	switch {
	case inner.set && inner.total > 0:
		return max(epoch, 0) + min(inner.value/inner.total, 1)
	case done && !inner.set:
		return epoch + 1
	}
	return max(epoch, 0)
}
