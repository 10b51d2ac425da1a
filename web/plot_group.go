package web

import (
	"slices"
	"strings"

	"github.com/trex-ml/trex"
)

// A quantity is a group of metrics of a run that belong in one chart: loss and
// val_loss, train/acc and val/acc.
type quantity struct {
	Name    string   `json:"name"`
	Members []member `json:"members"`
	System  bool     `json:"system,omitempty"`
	Unit    unit     `json:"unit,omitempty"`
}

type member struct {
	Metric string `json:"metric"`
	Label  string `json:"label"`
}

// splits maps a prefix or suffix of a metric's name, which says on which part of
// the data it was measured, to the label in a chart.
var splits = map[string]string{
	"train": "train", "training": "train",
	"val": "validation", "valid": "validation", "validation": "validation", "eval": "validation", "dev": "validation",
	"test": "test",
}

// splitMetric returns the quantity that a metric measures and the part of the
// data, "" when its name does not say.
func splitMetric(metric string) (name, part string) {
	at := strings.IndexAny(metric, "_/.-")
	if at > 0 {
		if part, ok := splits[strings.ToLower(metric[:at])]; ok && at+1 < len(metric) {
			return metric[at+1:], part
		}
	}
	at = strings.LastIndexAny(metric, "_/.-")
	if at > 0 {
		if part, ok := splits[strings.ToLower(metric[at+1:])]; ok {
			return metric[:at], part
		}
	}
	return metric, ""
}

// quantities groups metrics: the objective's quantity first, the metrics that
// Trex measures itself last.
func quantities(metrics []string, objective string) []quantity {
	groups := []quantity{} // an empty list, because the script cannot read null
	for _, metric := range metrics {
		name, part := splitMetric(metric)
		system := strings.HasPrefix(metric, trex.SystemPrefix)
		if system {
			name, part = systemName(metric), systemName(metric)
		}
		at := slices.IndexFunc(groups, func(g quantity) bool { return strings.EqualFold(g.Name, name) })
		if at < 0 {
			groups = append(groups, quantity{Name: name, System: system, Unit: unitOf(metric)})
			at = len(groups) - 1
		}
		if part == "" {
			part = "train" // a name without a part, next to one with a part
		}
		groups[at].Members = append(groups[at].Members, member{Metric: metric, Label: part})
	}
	for i := range groups {
		if len(groups[i].Members) == 1 && !groups[i].System {
			groups[i].Name = groups[i].Members[0].Metric
			groups[i].Members[0].Label = groups[i].Name
		}
		slices.SortStableFunc(groups[i].Members, func(a, b member) int { return rank(a.Label) - rank(b.Label) })
	}
	slices.SortStableFunc(groups, func(a, b quantity) int { return a.weight(objective) - b.weight(objective) })
	return groups
}

func rank(label string) int { return slices.Index([]string{"train", "validation", "test"}, label) }

func (q *quantity) has(metric string) bool {
	return slices.ContainsFunc(q.Members, func(m member) bool { return m.Metric == metric })
}

func (q *quantity) weight(objective string) int {
	switch {
	case q.has(objective):
		return 0
	case q.System:
		return 2
	}
	return 1
}
