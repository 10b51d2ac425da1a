package agent

import (
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/vocab"
)

// sameMetric are different ways to write a part of a metric's name.
var sameMetric = map[string]string{
	"accuracy": "acc", "validation": "val", "valid": "val", "eval": "val", "training": "train", "error": "err", "perplexity": "ppl",
	"losses": "loss", "rewards": "reward", "returns": "return",
}

func metricPart(word string) string {
	if same, ok := sameMetric[word]; ok {
		return same
	}
	return word
}

// metrics finds the metrics that words from to end name, of those that the runs
// reported and of the projects' objectives.
func (m *message) metrics(from, end int, runs []trex.Run) []string {
	said := make(map[string]bool)
	whole := make(map[string]bool)
	for _, w := range m.text[from:end] {
		if w.Kind == lex.Word {
			whole[w.Text] = true
			for _, part := range vocab.Words(w.Text) {
				said[metricPart(strings.ToLower(part))] = true
			}
		}
	}
	var found, exact []string
	best := 0
	for _, name := range m.metricNames(runs) {
		if whole[strings.ToLower(name)] {
			exact = append(exact, name) // "plot loss and val_loss"
			continue
		}
		parts := metricParts(name)
		if slices.ContainsFunc(parts, func(part string) bool { return !said[part] }) || len(parts) < best {
			continue
		}
		if len(parts) > best {
			found, best = nil, len(parts)
		}
		found = append(found, name)
	}
	if len(exact) > 0 {
		return exact
	}
	return found
}

// metricParts cuts "val/acc" and "val_acc" into words.
func metricParts(name string) []string {
	var parts []string
	for _, part := range vocab.Words(name) {
		parts = append(parts, metricPart(strings.ToLower(part)))
	}
	return parts
}

// metricNames returns what the runs reported, and the objectives.
func (m *message) metricNames(runs []trex.Run) []string {
	var names []string
	add := func(name string) {
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if m.req.Lookup != nil {
		for i := range runs[:min(len(runs), mostMetricRuns)] {
			series, err := m.req.Lookup.ListSeries(m.ctx, runs[i].ID)
			if err != nil {
				m.err = err
				return nil
			}
			for _, s := range series {
				add(s.Metric)
			}
		}
	}
	for _, project := range m.req.Projects {
		add(project.Objective.Metric)
	}
	return names
}

// mostMetricRuns is how many runs are asked for the names of their metrics.
const mostMetricRuns = 4
