package bot

import (
	"slices"
	"time"

	"github.com/trex-ml/trex"
)

// finishIn estimates when waiting runs of length each are done: every slot
// takes the next one when its current run ends. busy holds what the runs in
// slots have left.
func finishIn(slots int, busy []time.Duration, waiting int, each time.Duration) time.Duration {
	slots = max(slots, len(busy), 1)
	ends := make([]time.Duration, slots)
	copy(ends, busy)
	for range waiting {
		slices.Sort(ends)
		ends[0] += each
	}
	return slices.Max(ends)
}

// slotsFor is how many runs of project the machine takes at once.
func slotsFor(project *trex.Project, capacity trex.Capacity) int {
	if gpus := project.Resources.GPUs; gpus > 0 {
		return min(capacity.Slots, capacity.GPUs/gpus)
	}
	return capacity.Slots
}

// checkGPUs refuses what could never start.
func checkGPUs(project *trex.Project, capacity trex.Capacity) error {
	if want := project.Resources.GPUs; project.Local() && capacity.Slots > 0 && want > capacity.GPUs {
		have := "none"
		if capacity.GPUs > 0 {
			have = count(capacity.GPUs, "GPU")
		}
		return trex.Invalid("a run of %s asks for %s and this machine has %s: change resources.gpus of %s in trex.yaml",
			project.Name, count(want, "GPU"), have, project.Name)
	}
	return nil
}
