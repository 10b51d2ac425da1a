package bot

import (
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/say"
)

// checkGPUs refuses what could never start.
func checkGPUs(project *trex.Project, capacity trex.Capacity) error {
	if want := project.Resources.GPUs; card.OnThisMachine(project) && capacity.Slots > 0 && want > capacity.GPUs {
		have := "none"
		if capacity.GPUs > 0 {
			have = say.Count(capacity.GPUs, "GPU")
		}
		return trex.Invalid("a run of %s asks for %s and this machine has %s: change resources.gpus of %s in trex.yaml",
			project.Name, say.Count(want, "GPU"), have, project.Name)
	}
	return nil
}
