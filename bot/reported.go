package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/look"
	"github.com/trex-ml/trex/say"
)

// reported is what runs reported.
type reported struct {
	metrics []string                // of any run, the objective first
	lack    map[string][]trex.RunID // metric → runs without it
	low     map[string]float64
}

func (a *answers) reported(ctx context.Context, runs []trex.Run) (reported, error) {
	r := reported{lack: map[string][]trex.RunID{}, low: map[string]float64{}}
	has := make([]map[string]bool, len(runs))
	for i := range runs {
		series, err := a.store.ListSeries(ctx, runs[i].ID)
		if err != nil {
			return r, err
		}
		has[i] = make(map[string]bool, len(series))
		for _, s := range series {
			has[i][s.Metric] = true
			if low, seen := r.low[s.Metric]; !seen || s.Min < low {
				r.low[s.Metric] = s.Min
			}
			if !slices.Contains(r.metrics, s.Metric) && !strings.HasPrefix(s.Metric, trex.SystemPrefix) {
				r.metrics = append(r.metrics, s.Metric)
			}
		}
	}
	for _, metric := range r.metrics {
		for i := range runs {
			if !has[i][metric] {
				r.lack[metric] = append(r.lack[metric], runs[i].ID)
			}
		}
	}
	return r, nil
}

// choose sets the metrics of a chart to those of the wanted ones that were reported,
// and returns what is to be said of the rest.
func (r reported) choose(c *look.Chart, wanted []string) (notes []string) {
	if len(wanted) == 0 {
		wanted = []string{c.Runs[0].Objective.Metric}
	}
	for _, name := range wanted {
		metric, ok := look.Likely(name, r.metrics)
		if _, measured := r.low[name]; measured {
			metric, ok = name, true // also what Trex measures itself, which is not listed
		}
		switch {
		case !ok && len(r.metrics) == 0:
			return []string{fmt.Sprintf("%s reported no metric yet", say.Runs(c.Runs, 5))}
		case !ok:
			notes = append(notes, fmt.Sprintf("%s reported no %s, but %s", say.Runs(c.Runs, 5), say.Clip(name, 40), say.List(r.metrics, 10)))
			continue
		case len(r.lack[metric]) > 0:
			notes = append(notes, fmt.Sprintf("%s reported no %s", listIDs(r.lack[metric]), metric))
		}
		if c.Log && !(r.low[metric] > 0) {
			notes = append(notes, fmt.Sprintf("%s has values that are not above 0: its axis is linear", metric))
			c.Log = len(c.Runs) > 1 && len(wanted) > 1 // the other metric has an axis of its own
		}
		c.Metrics = append(c.Metrics, metric)
	}
	if more := len(c.Metrics) - look.MostPanels; more > 0 && len(c.Runs) > 1 {
		notes = append(notes, fmt.Sprintf("ask for %s again by itself: a picture holds %d metrics of several runs",
			say.List(c.Metrics[look.MostPanels:], 3), look.MostPanels))
		c.Metrics = c.Metrics[:look.MostPanels]
	}
	return notes
}
