package card

import (
	"fmt"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/say"
)

// Baseline is the run with which an experiment's best is compared: the best run
// with the default configuration (with any seed) that was completed before the
// launch, the requester's own if there is one, else anybody's. If there is none,
// it is such a run of the experiment itself.
type Baseline struct {
	Run   trex.Run
	Whose string // "your baseline", "the baseline", "the defaults in"
}

// Compare returns how best compares with the baseline, "" when they cannot be
// compared. l may be nil.
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
