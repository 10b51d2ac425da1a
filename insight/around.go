package insight

import (
	"math"
	"slices"
	"strconv"

	"github.com/trex-ml/trex"
)

// Around makes configurations near the best of an experiment's runs, changing
// one parameter at a time. Each number that was varied moves half-way towards
// its next tried neighbours. When the best value is at the edge, it also moves
// beyond the tried range. An invalid error says why there is none.
func Around(project *trex.Project, runs []trex.Run) ([]trex.RunConfig, error) {
	best := Best(runs)
	if best == nil {
		return nil, noValue(project)
	}
	tried := trex.Configs(runs)
	seed, _ := Seed(project)
	params := numericParams(project, project.Differing(tried), seed.Name)
	if len(params) == 0 {
		params = numericParams(project, project.ParamNames(), seed.Name)
		params = slices.DeleteFunc(params, func(p trex.Param) bool {
			value, _ := best.Config[p.Name].Float()
			return p.Scale != trex.Log || p.Type != trex.Float || value == 0
		})
	}
	var configs []trex.RunConfig
	for _, param := range params {
		for _, value := range near(param, best.Config, tried) {
			config := best.Config.Clone()
			config[param.Name] = value
			if !slices.ContainsFunc(tried, config.Equal) && !slices.ContainsFunc(configs, config.Equal) {
				configs = append(configs, config)
			}
		}
	}
	if len(configs) == 0 {
		return nil, trex.Invalid("there is no untried number near %s: say what to vary", best.ID)
	}
	return configs, nil
}

func numericParams(project *trex.Project, names []string, except string) []trex.Param {
	var params []trex.Param
	for _, name := range names {
		param, ok := project.Param(name)
		numeric := param.Type == trex.Float || param.Type == trex.Int
		if ok && numeric && len(param.Choices) == 0 && name != except {
			params = append(params, param)
		}
	}
	return params
}

// near returns the values just below and above the best run's value that are
// worth trying.
func near(param trex.Param, best trex.RunConfig, tried []trex.RunConfig) []trex.Value {
	at, _ := best[param.Name].Float()
	below, above := math.Inf(-1), math.Inf(1)
	for _, config := range tried {
		value, _ := config[param.Name].Float()
		if value < at {
			below = max(below, value)
		} else if value > at {
			above = min(above, value)
		}
	}
	var values []trex.Value
	for _, candidate := range []float64{toward(param, at, below, above), toward(param, at, above, below)} {
		value, err := param.Check(trex.Number(rounded(param, candidate)))
		if err == nil && value != best[param.Name] && !slices.Contains(values, value) {
			values = append(values, value)
		}
	}
	return values
}

// toward moves half-way from at to the neighbour. When there is no neighbour on
// that side, it moves half the distance to the other neighbour, in the opposite
// direction.
func toward(param trex.Param, at, neighbour, other float64) float64 {
	log := param.Scale == trex.Log && at > 0
	side := math.Copysign(1, neighbour-at)
	if math.IsInf(neighbour, 0) {
		switch {
		case log && !math.IsInf(other, 0) && other > 0:
			return at * math.Sqrt(at/other)
		case log:
			return at * math.Pow(2, side)
		case !math.IsInf(other, 0):
			return at + (at-other)/2
		case at == 0:
			return at + side*0.1
		}
		return at + side*math.Abs(at)/2
	}
	if log && neighbour > 0 {
		return math.Sqrt(at * neighbour)
	}
	return (at + neighbour) / 2
}

// rounded keeps two significant digits: 0.0316 becomes 0.032.
func rounded(param trex.Param, f float64) float64 {
	if param.Type == trex.Int && math.Abs(f) < 100 {
		return math.Round(f)
	}
	if f == 0 || math.IsInf(f, 0) || math.IsNaN(f) {
		return f
	}
	scale := math.Pow(10, math.Floor(math.Log10(math.Abs(f)))-1)
	if param.Type == trex.Int {
		return math.Round(math.Round(f/scale) * scale)
	}
	// Format and parse, because multiplying gives 0.032000000000000001.
	short, err := strconv.ParseFloat(strconv.FormatFloat(f, 'g', 2, 64), 64)
	if err != nil {
		return f
	}
	return short
}
