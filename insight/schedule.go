package insight

import (
	"slices"
	"time"

	"github.com/trex-ml/trex"
)

// FinishIn estimates when waiting runs, each of the given length, are done.
// Every slot takes the next one when its current run ends. busy holds the
// remaining times of the active runs.
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

// Slots returns how many runs of project a machine executes at once.
func Slots(project *trex.Project, capacity trex.Capacity) int {
	if gpus := project.Resources.GPUs; gpus > 0 {
		return min(capacity.Slots, capacity.GPUs/gpus)
	}
	return capacity.Slots
}
