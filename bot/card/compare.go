package card

import (
	"fmt"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

// ComparisonHeadline says which run is best, and by how much.
func ComparisonHeadline(runs []trex.Run) string {
	sorted := insight.Ranked(insight.WithValue(runs))
	if len(sorted) == 1 && len(runs) == 2 {
		return loneHeadline(sorted[0], runs)
	}
	if len(sorted) < 2 {
		return fmt.Sprintf("%s; too few have reported values to compare", say.Runs(runs, 5))
	}
	first, second := sorted[0], sorted[1]
	if len(runs) == 2 {
		return pairHeadline(first, second)
	}
	line := fmt.Sprintf("%s is best of %d: %s %s", first.ID, len(runs), first.Objective.Metric, say.Among(insight.Values(sorted))(first.Best.Value))
	if text := say.Against(first.Best.Value, second.Best.Value); text != "" {
		line += fmt.Sprintf(", %s %s", text, second.ID)
	}
	return line
}

// loneHeadline says that only one of two runs has a value.
func loneHeadline(with trex.Run, runs []trex.Run) string {
	other := runs[0]
	if other.ID == with.ID {
		other = runs[1]
	}
	return fmt.Sprintf("%s has %s %s; %s (%s) has none to compare", with.ID, with.Objective.Metric, say.Number(with.Best.Value),
		other.ID, say.Status(other.Status))
}

// pairHeadline says which of two runs is better, in their order.
func pairHeadline(first, second trex.Run) string {
	number := say.Among([]float64{first.Best.Value, second.Best.Value})
	metric := first.Objective.Metric
	if first.Best.Value == second.Best.Value {
		return fmt.Sprintf("%s and %s are equal: %s %s", first.ID, second.ID, metric, number(first.Best.Value))
	}
	side := "lower"
	if first.Objective.Goal == trex.Maximize {
		side = "higher"
	}
	return fmt.Sprintf("%s%s has the %s %s: %s against %s of %s%s%s", first.ID, inBrackets(first.Name), side, metric,
		number(first.Best.Value), number(second.Best.Value), second.ID, inBrackets(second.Name), apartBy(first.Best.Value, second.Best.Value))
}

func apartBy(a, b float64) string {
	if text := say.Against(a, b); text != "" {
		return ", " + text
	}
	return ""
}

func inBrackets(name string) string {
	if name == "" {
		return ""
	}
	return " (" + say.Clip(name, 40) + ")"
}
