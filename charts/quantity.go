package charts

import (
	"slices"
	"strings"
)

// Quantity splits the name of a metric into what is measured and on which
// data: "val_loss", "eval/loss" and "loss_val" are the loss on validation data.
// A name that says nothing of data is of training.
func Quantity(metric string) (quantity, part string) {
	words := strings.FieldsFunc(metric, func(r rune) bool { return strings.ContainsRune("_/.- ", r) })
	if len(words) < 2 {
		return metric, Train
	}
	first, last := words[0], words[len(words)-1]
	if part, ok := parts[strings.ToLower(first)]; ok && strings.HasPrefix(metric, first) {
		return metric[len(first)+1:], part
	}
	if part, ok := parts[strings.ToLower(last)]; ok && strings.HasSuffix(metric, last) {
		return metric[:len(metric)-len(last)-1], part
	}
	return metric, Train
}

// The parts a metric is measured on, as labels for its lines.
const (
	Train      = "train"
	Validation = "validation"
	Test       = "test"
)

var parts = map[string]string{
	"train": Train, "training": Train,
	"val": Validation, "valid": Validation, "validation": Validation, "eval": Validation, "dev": Validation,
	"test": Test,
}

// Group is the metrics of one quantity, to be drawn in one chart.
type Group struct {
	Quantity string
	Metrics  []string // training first, then validation and test
}

// GroupMetrics puts training, validation and test of each quantity together,
// in the order in which the quantities come; the objective's group is first.
func GroupMetrics(metrics []string, objective string) []Group {
	var groups []Group
	for _, metric := range metrics {
		quantity, _ := Quantity(metric)
		i := slices.IndexFunc(groups, func(g Group) bool { return g.Quantity == quantity })
		if i < 0 {
			i = len(groups)
			groups = append(groups, Group{Quantity: quantity})
		}
		groups[i].Metrics = append(groups[i].Metrics, metric)
	}
	for _, g := range groups {
		slices.SortStableFunc(g.Metrics, func(a, b string) int { return partOrder(a) - partOrder(b) })
	}
	slices.SortStableFunc(groups, func(a, b Group) int {
		return btoi(slices.Contains(b.Metrics, objective)) - btoi(slices.Contains(a.Metrics, objective))
	})
	return groups
}

func partOrder(metric string) int {
	_, part := Quantity(metric)
	return slices.Index([]string{Train, Validation, Test}, part)
}
