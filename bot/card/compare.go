package card

import (
	"fmt"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

// OneExperiment reports whether runs were launched together.
func OneExperiment(runs []trex.Run) bool {
	for _, run := range runs {
		if run.Experiment != runs[0].Experiment {
			return false
		}
	}
	return true
}

// ComparisonHeadline says which run is best, and by how much.
func ComparisonHeadline(runs []trex.Run) string {
	sorted := insight.Ranked(insight.WithValue(runs))
	if len(sorted) < 2 {
		return fmt.Sprintf("%s; too few have reported values to compare", say.Runs(runs, 5))
	}
	first, second := sorted[0], sorted[1]
	line := fmt.Sprintf("%s is best of %d: %s %s", first.ID, len(runs), first.Objective.Metric, say.Among(insight.Values(sorted))(first.Best.Value))
	if text := say.Against(first.Best.Value, second.Best.Value); text != "" {
		line += fmt.Sprintf(", %s %s", text, second.ID)
	}
	return line
}
