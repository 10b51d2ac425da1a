package card

import (
	"fmt"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/say"
)

// Baseline is the run an experiment's best is compared with: the best run with
// the default configuration (whatever its seed) that was completed before the
// experiment was launched, the requester's own if there is one, else anybody's;
// failing that, such a run of the experiment itself.
type Baseline struct {
	Run   trex.Run
	Whose string // "your baseline", "the baseline", "the defaults in"
}

// Compare says how best stands against the baseline, "" when there is nothing
// to say. It is safe on nil.
func (l *Baseline) Compare(best *trex.Run) string {
	if l == nil || l.Run.ID == best.ID || l.Run.Objective != best.Objective {
		return ""
	}
	text := say.Against(best.Best.Value, l.Run.Best.Value)
	if text == "" {
		return ""
	}
	return fmt.Sprintf("%s %s %s", text, l.Whose, l.Run.ID)
}
