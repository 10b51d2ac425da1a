package card

import (
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/say"
)

func IDs(runs []trex.Run, most int) string {
	ids := make([]string, len(runs))
	for i, run := range runs {
		ids[i] = string(run.ID)
	}
	return say.List(ids, most)
}

// Named gives runs of different experiments names that tell them apart here.
func Named(project *trex.Project, runs []trex.Run) []trex.Run {
	configs := make([]trex.RunConfig, len(runs))
	for i := range runs {
		configs[i] = runs[i].Config
	}
	for i, name := range say.Names(project, configs) {
		runs[i].Name = name
	}
	return runs
}
