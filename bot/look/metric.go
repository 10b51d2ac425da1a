package look

import (
	"context"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/insight"
)

// Measured is what a run reported of one metric.
type Measured struct {
	Metric   string
	Last     float64 // may be NaN or infinite
	LastStep int64
	Low      trex.Best // the smallest and the largest finite value
	High     trex.Best
	Finite   bool // there is a finite value
	// Best is the best value, nil when the metric does not say which values are
	// better, or has no finite one.
	Best *trex.Best
}

// Metric reads a metric of a run. If the run did not report it, found is nil and
// names are the metrics that it reported. A name is also found when it differs only
// in case and separators: "val acc" is val_acc.
func (r *Reader) Metric(ctx context.Context, run *trex.Run, name string) (found *Measured, names []string, err error) {
	series, err := r.store.ListSeries(ctx, run.ID)
	if err != nil {
		return nil, nil, err
	}
	for _, s := range series {
		if !strings.HasPrefix(s.Metric, trex.SystemPrefix) || strings.HasPrefix(name, trex.SystemPrefix) {
			names = append(names, s.Metric)
		}
	}
	metric, ok := Likely(name, names)
	if !ok {
		return nil, names, nil
	}
	s := series[slices.IndexFunc(series, func(s trex.Series) bool { return s.Metric == metric })]
	m := &Measured{
		Metric: metric, Last: s.Last, LastStep: s.LastStep,
		Low: trex.Best{Value: s.Min, Step: s.MinStep}, High: trex.Best{Value: s.Max, Step: s.MaxStep}, Finite: s.Min <= s.Max,
	}
	if goal, known := insight.GoalOf(run.Objective, metric); known && m.Finite {
		m.Best = &m.Low
		if goal == trex.Maximize {
			m.Best = &m.High
		}
	}
	return m, names, nil
}

// Likely finds a name among names, the same one if it is there, else the only one
// that differs in nothing but case and separators.
func Likely(name string, names []string) (string, bool) {
	if slices.Contains(names, name) {
		return name, true
	}
	var alike []string
	for _, other := range names {
		if plain(other) == plain(name) {
			alike = append(alike, other)
		}
	}
	if len(alike) != 1 {
		return "", false
	}
	return alike[0], true
}

func plain(name string) string {
	return strings.NewReplacer("_", "", "-", "", "/", "", ".", "", " ", "").Replace(strings.ToLower(name))
}
