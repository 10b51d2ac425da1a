package read

import (
	"math"

	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/word"
)

// progression reads "16, 32, …, 128". The values before the dots give a step or
// a factor, and the one that leads to the last value is used.
func (p *parser) progression(list atom) (atom, int) {
	n := len(list.values)
	dots := p.skip(list.end, ",")
	if n < 2 || !p.is(dots, "..") {
		return list, list.end
	}
	last, end := p.valueAt(p.skip(dots+1, ",", word.Up, word.To, word.Until))
	if last.kind != vNumber || end <= dots+1 || list.values[0].kind != vNumber {
		return list, list.end
	}
	first, to := list.values[0], last.num.Value
	a, b := list.values[n-2].num.Value, list.values[n-1].num.Value
	s := spread{from: first, to: last}
	if step := b - a; step != 0 && integral((to-b)/step) && even(list.values, step) {
		v := value{kind: vNumber, num: lex.Number{Value: math.Abs(step), Percent: last.num.Percent}}
		s.mod.step = &v
	}
	if a > 0 && to > 0 && a != b {
		if factor := b / a; integral(math.Log(to/b)/math.Log(factor)) && geometric(list.values, factor) {
			s.mod.factor = max(factor, 1/factor)
		}
	}
	if s.mod.step == nil && s.mod.factor == 0 {
		return list, list.end
	}
	return atom{kind: aSpread, at: list.at, end: end, spread: s}, end
}

func integral(f float64) bool { return f > -1e-9 && math.Abs(f-math.Round(f)) < 1e-6 && f < 1e6 }

func even(values []value, step float64) bool {
	for i := 1; i < len(values); i++ {
		if math.Abs(values[i].num.Value-values[i-1].num.Value-step) > 1e-9*math.Abs(step) {
			return false
		}
	}
	return true
}

func geometric(values []value, factor float64) bool {
	for i := 1; i < len(values); i++ {
		if math.Abs(values[i].num.Value/values[i-1].num.Value-factor) > 1e-9*factor {
			return false
		}
	}
	return true
}
