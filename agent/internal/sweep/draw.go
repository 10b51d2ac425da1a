package sweep

import (
	"maps"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/say"
)

// mostTries is how often a repeated value is drawn again.
const mostTries = 200

// draw returns p.Random configurations drawn from the axes: uniformly from a
// list, and from a range according to its scale.
func (p Plan) draw(project *trex.Project, base trex.RunConfig, axes []Axis) ([]trex.RunConfig, error) {
	if p.Random > p.Max {
		return nil, tooMany(p.Random, p.Max)
	}
	rng := rand.New(rand.NewPCG(p.Seed, 0x7265787472657874))
	sources := make([]*source, len(axes))
	for i, axis := range axes {
		s, err := p.newSource(project, base, axis)
		if err != nil {
			return nil, err
		}
		sources[i] = s
	}
	seen := make(map[string]bool, p.Random)
	configs := make([]trex.RunConfig, 0, p.Random)
	for tries := 0; len(configs) < p.Random; tries++ {
		if tries > p.Random*mostTries {
			return nil, trex.Invalid("there are only %s to draw from, not %d", say.Count(len(configs), "different configuration"), p.Random)
		}
		config := maps.Clone(base)
		for _, s := range sources {
			config[s.param.Name] = s.draw(rng)
		}
		if slices.ContainsFunc(p.Except, func(c Combination) bool { return c.In(project, config) }) {
			continue
		}
		if k := key(config, nil); !seen[k] {
			seen[k] = true
			configs = append(configs, config)
		}
	}
	return configs, nil
}

// source draws the values of one axis.
type source struct {
	param    trex.Param
	list     []trex.Value // nil: draw from the range
	from, to float64
	log      bool
	used     map[float64]bool
}

func (p Plan) newSource(project *trex.Project, base trex.RunConfig, axis Axis) (*source, error) {
	param, err := Param(project, axis.Param)
	if err != nil {
		return nil, err
	}
	s := &source{param: param, used: make(map[float64]bool)}
	if spread := axis.Spread; spread != nil && spread.Count == 0 && spread.Step == 0 && spread.Factor == 0 {
		from, to, err := spread.ends(param, base[param.Name])
		s.from, s.to = min(from, to), max(from, to)
		s.log = err == nil && spread.geometric(param, s.from, s.to)
		return s, err
	}
	list, err := axis.values(param, base[param.Name], p.Max*mostWaste)
	s.list = list
	return s, err
}

// draw prefers a value that it has not drawn yet.
func (s *source) draw(rng *rand.Rand) trex.Value {
	if s.list != nil {
		return s.list[rng.IntN(len(s.list))]
	}
	f := s.from
	for range mostTries {
		f = s.between(rng.Float64())
		if !s.used[f] {
			break
		}
	}
	s.used[f] = true
	return trex.Number(f)
}

func (s *source) between(t float64) float64 {
	f := s.from + (s.to-s.from)*t
	if s.log {
		f = math.Exp(math.Log(s.from)*(1-t) + math.Log(s.to)*t)
	}
	if s.param.Type == trex.Int {
		f = math.Round(f)
	} else {
		f = Round(f, 3)
	}
	return min(max(f, s.from), s.to)
}
