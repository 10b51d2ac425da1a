package insight

import (
	"slices"
	"time"

	"github.com/trex-ml/trex"
)

// FinishIn estimates when waiting runs of length each are done: every slot
// takes the next one when its current run ends. busy holds what the runs in
// slots have left.
func FinishIn(slots int, busy []time.Duration, waiting int, each time.Duration) time.Duration {
	slots = max(slots, len(busy), 1)
	ends := make([]time.Duration, slots)
	copy(ends, busy)
	for range waiting {
		slices.Sort(ends)
		ends[0] += each
	}
	return slices.Max(ends)
}

// Slots is how many runs of project a machine takes at once.
func Slots(project *trex.Project, capacity trex.Capacity) int {
	if gpus := project.Resources.GPUs; gpus > 0 {
		return min(capacity.Slots, capacity.GPUs/gpus)
	}
	return capacity.Slots
}
