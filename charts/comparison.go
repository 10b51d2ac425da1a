package charts

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/insight"
)

// result is the result of one configuration: of one run, or of several that
// differ only in ignored parameters.
type result struct {
	label  string
	config trex.RunConfig
	runs   []trex.Run
	values []float64 // the best value of each run that has one
}

// mean, low and high return NaN when there are no values.
func (r *result) mean() float64 {
	if len(r.values) == 0 {
		return math.NaN()
	}
	mean, _ := insight.Spread(r.values)
	return mean
}

func (r *result) low() float64  { return edge(r.values, slices.Min[[]float64]) }
func (r *result) high() float64 { return edge(r.values, slices.Max[[]float64]) }

func edge(values []float64, of func([]float64) float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	return of(values)
}

// shown returns the parameters that are not ignored and not equal in all runs.
func (c Comparison) shown() []trex.Param {
	var shown []trex.Param
	for _, param := range c.Params {
		differs := slices.ContainsFunc(c.Runs, func(r trex.Run) bool {
			return r.Config[param.Name] != c.Runs[0].Config[param.Name]
		})
		if differs && !slices.Contains(c.Ignore, param.Name) {
			shown = append(shown, param)
		}
	}
	return shown
}

// results groups the runs by configuration, in the order of the runs.
func (c Comparison) results() []result {
	var results []result
	params := c.shown()
	for _, run := range c.Runs {
		config := run.Config.Clone()
		for _, name := range c.Ignore {
			delete(config, name)
		}
		i := slices.IndexFunc(results, func(r result) bool { return r.config.Equal(config) })
		if i < 0 {
			i = len(results)
			results = append(results, result{label: configLabel(config, params), config: config})
		}
		r := &results[i]
		r.runs = append(r.runs, run)
		if _, ok := run.Score(); ok {
			r.values = append(r.values, run.Best.Value)
		}
	}
	for i := range results {
		if r := &results[i]; r.label == "" {
			r.label = cmp.Or(Clean(r.runs[0].Name), string(r.runs[0].ID))
		}
	}
	return results
}

// ranked orders results by their mean, best first. Results without a value come
// last.
func (c Comparison) ranked() []result {
	results := c.results()
	slices.SortStableFunc(results, func(a, b result) int {
		return insight.Order(c.Objective, a.mean(), b.mean())
	})
	return results
}

// configLabel names a configuration by its values of the given parameters: "lr
// 0.1 hidden 64".
func configLabel(config trex.RunConfig, params []trex.Param) string {
	parts := make([]string, len(params))
	for i, p := range params {
		parts[i] = p.Name + " " + config[p.Name].String()
	}
	return Clean(strings.Join(parts, " "))
}

// span returns the lowest and highest value of all results.
func span(results []result) (low, high float64, ok bool) {
	low, high = math.Inf(1), math.Inf(-1)
	for i := range results {
		for _, v := range results[i].values {
			low, high = min(low, v), max(high, v)
		}
	}
	return low, high, low <= high
}

// objectiveScale spans the values of all results. Like the scale of curves, it
// leaves out values that exploded.
func (c Comparison) objectiveScale(results []result) scale {
	tracks := make([]track, len(results))
	for i := range results {
		tracks[i].values = results[i].values
	}
	return valueScale(tracks, c.Objective.Goal, false)
}
