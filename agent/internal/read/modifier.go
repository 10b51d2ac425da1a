package read

import (
	"strings"

	"github.com/trex-ml/trex/agent/internal/sweep"
)

// modifierAt reads how a range is divided: "in 4 steps", "step 0.1", "powers of
// two", "log-spaced", "doubling".
func (p *parser) modifierAt(i int) int {
	for _, read := range []func(int) (modifier, int){p.inSteps, p.stepSize, p.byFactors, p.spacing} {
		if m, end := read(i); end > i {
			return p.add(atom{kind: aMod, at: i, end: end, mod: m})
		}
	}
	return i
}

func (p *parser) lastIs(kind atomKind) bool {
	for n := len(p.atoms) - 1; n >= max(0, len(p.atoms)-mostSkipped); n-- {
		if k := p.atoms[n].kind; k == aMod || k == aSep && p.atoms[n].sep == sepComma {
			continue
		}
		return p.atoms[n].kind == kind
	}
	return false
}

// lastIsPair reports whether two values in brackets come before. "3 steps" turns
// them into a range.
func (p *parser) lastIsPair() bool {
	n := len(p.atoms) - 1
	for n >= 0 && p.atoms[n].kind == aSep && p.atoms[n].sep == sepComma {
		n--
	}
	return n >= 0 && p.atoms[n].kind == aValues && p.atoms[n].bracket != "" && p.atoms[n].bracket != "{" && len(p.atoms[n].values) == 2
}

// inSteps reads "in 4 steps", "with 5 log-spaced values", "at 3 points".
func (p *parser) inSteps(i int) (modifier, int) {
	j := p.skip(i, "in", "with", "using", "at", "over", "on", "into", "across", "as", "(", "say")
	j = p.skip(j, "exactly", "just", "about", "only", "a", "total", "of", "grid")
	if j == i && !p.lastIs(aSpread) && !p.lastIsPair() {
		return modifier{}, i
	}
	num, ok := p.numberAt(j)
	if ok && !isWhole(num) && num.Value > 0 && p.is(j+1, "steps", "increments", "intervals", "jumps") && p.lastIs(aSpread) { // "in 0.1 steps"
		v, _ := p.valueAt(j)
		return modifier{step: &v}, j + 2
	}
	if !ok || !isWhole(num) || num.Value < 1 {
		return modifier{}, i
	}
	m := modifier{count: int(num.Value)}
	k := p.adjectives(j+1, &m)
	if !p.is(k, valueNouns...) {
		return modifier{}, i
	}
	if p.items[k].isParam() && !p.lastIs(aSpread) || p.is(k, "step", "steps") && !p.lastIs(aSpread) && p.countsSteps(j, k) {
		return modifier{}, i
	}
	end := p.adjectives(k+1, &m)
	if p.is(end, ")") && p.is(j-1, "(") {
		end++
	}
	return m, end
}

// adjectives skips words between a number and its noun, and keeps what they say
// about the spacing.
func (p *parser) adjectives(i int, m *modifier) int {
	for i < len(p.items) {
		if s, end := p.spacing(i); end > i {
			m.spacing = s.spacing
			i = end
			continue
		}
		if !p.is(i, "different", "distinct", "separate", "unique", "independent", "new", "equidistant", "equal", "possible", "grid", "spaced", "total", "full", "quick", "short", "other", "individual", "single", "such", "sensible", "reasonable", "identical") {
			return i
		}
		i++
	}
	return i
}

// divided reports whether the last range already has a spacing.
func (p *parser) divided() bool {
	for n := len(p.atoms) - 1; n >= max(0, len(p.atoms)-mostSkipped); n-- {
		switch a := p.atoms[n]; a.kind {
		case aMod:
			if a.mod.divides() {
				return true
			}
		case aSpread:
			return a.spread.mod.divides() || n > 0 && p.atoms[n-1].kind == aMod && p.atoms[n-1].mod.divides()
		}
	}
	return false
}

// stepSize reads "step 0.1", "in steps of 0.1", "with a step of 16", "every 10",
// "by 0.1".
func (p *parser) stepSize(i int) (modifier, int) {
	j := p.skip(i, "in", "with", "using", "at", "a", "by", "and", "the", "(")
	switch {
	case p.is(j, "step", "steps", "increment", "increments", "stepping", "intervals", "interval", "stride", "jumps", "spacing", "spaced"):
		j = p.skip(j+1, "of", "size", "by", "=", ":", "in", "sizes", "length", "width")
	case p.is(j, "step size", "stepsize", "step-size", "step_size") && p.lastIs(aSpread) && !p.divided():
		j = p.skip(j+1, "of", "=", ":")
	case p.is(i, "every") && p.is(i+2, "from", "between"): // "every 20 from 20 to 100"
		j = i + 1
	case p.lastIs(aSpread) && (p.is(i, "by", "every") || p.is(i, "at") && p.is(i+1, "every")):
		j = p.skip(i+1, "every")
	default:
		return modifier{}, i
	}
	v, end := p.valueAt(j)
	if end == j || v.kind != vNumber || v.num.Value == 0 {
		return modifier{}, i
	}
	if p.is(end, "values", "steps", "points") && isWhole(v.num) {
		return modifier{}, i
	}
	if _, isParam := p.paramAt(end); isParam && !p.lastIs(aSpread) {
		return modifier{}, i
	}
	return modifier{step: &v}, p.skip(end, ")")
}

// byFactors reads "powers of two", "doubling", "by factors of 10", "per decade".
func (p *parser) byFactors(i int) (modifier, int) {
	j := p.skip(i, "in", "by", "with", "as", "all", "the", "at", "using", "on", "only", "each", "(", "increasing", "going", "one", "every", "a")
	switch {
	case p.is(j, "power", "powers") && p.is(j+1, "of"):
		if num, ok := p.numberAt(j + 2); ok && (num.Value == 2 || num.Value == 10) {
			return modifier{factor: num.Value}, p.closing(j+3, i)
		}
		if p.is(j+2, "twos", "tens") {
			return modifier{factor: map[string]float64{"twos": 2, "tens": 10}[p.items[j+2].Text]}, p.closing(j+3, i)
		}
	case p.is(j, "factor", "factors", "multiples", "ratio", "ratios") && (p.is(j+1, "of") || p.lastIs(aSpread)) && p.dir == 0:
		at := p.skip(j+1, "of", "=")
		if num, ok := p.numberAt(at); ok && num.Value > 1 && !p.is(at+1, lesser...) && !p.is(at+1, morer...) {
			return modifier{factor: num.Value}, p.closing(at+1, i)
		}
	case p.is(j, "doubling", "halving", "doubled", "halved") && (p.lastIs(aSpread) || p.is(j+1, "from", "between")):
		return modifier{factor: 2}, p.closing(j+1, i)
	case p.is(j, "decade", "decades", "tenfold") && (p.lastIs(aSpread) || p.is(j-1, "by", "in", "each", "every")), p.is(j, "per") && p.is(j+1, "decade"):
		return modifier{factor: 10}, p.closing(p.skip(j, "per", "decade", "decades", "tenfold"), i)
	case p.is(j, "order", "orders") && p.is(j+1, "of") && p.is(j+2, "magnitude") && p.lastIs(aSpread):
		return modifier{factor: 10}, p.closing(j+3, i)
	}
	if p.is(j, "dividing", "multiplying", "divided", "multiplied", "scaling") && p.lastIs(aSpread) {
		if num, ok := p.numberAt(p.skip(j+1, "by", "a", "factor", "of")); ok && num.Value > 1 {
			return modifier{factor: num.Value}, p.closing(p.skip(j+1, "by", "a", "factor", "of")+1, i)
		}
	}
	if num, ok := p.numberAt(j); ok && num.Times && num.Value > 1 && p.lastIs(aSpread) && p.adjacent(j) {
		return modifier{factor: num.Value}, p.closing(j+1, i)
	}
	return modifier{}, i
}

// adjacent reports whether item j follows the last atom, with at most a comma
// and small words between them.
func (p *parser) adjacent(j int) bool {
	for _, a := range p.atoms {
		if a.kind == aSpread {
			return j-a.end <= 3
		}
	}
	return false
}

func (p *parser) closing(end, start int) int {
	end = p.skip(end, "each", "time", "every", "step", "steps", "values")
	if p.is(start, "(") {
		return p.skip(end, ")")
	}
	return end
}

// spacing reads "log-spaced", "on a log scale", "logarithmically", "evenly
// spaced", "linearly".
func (p *parser) spacing(i int) (modifier, int) {
	j := p.skip(i, "on", "in", "with", "using", "a", "an", "the", "(")
	if j >= len(p.items) || p.items[j].isParam() || p.is(j, "linearly") && p.is(j+1, "with") {
		return modifier{}, i
	}
	word := strings.ReplaceAll(p.items[j].Text, "-", "")
	scaled := p.is(j+1, "spaced", "scale", "scaled", "spacing", "space", "steps", "uniform", "uniformly", "sampled", "grid", "range", "distributed", "sampling", "sweep", "search", "scan", "ramp", "progression", "interpolation")
	m := modifier{}
	switch word {
	case "logspaced", "logscale", "logscaled", "logarithmic", "logarithmically", "geometric", "geometrically", "geomspaced", "exponentially", "loguniform", "loguniformly", "logspacing", "logsteps", "loguni":
		m.spacing = sweep.Geometric
	case "log", "exponential":
		if !scaled && !p.lastIs(aSpread) && !p.numberFollows(j+1) {
			return m, i
		}
		m.spacing = sweep.Geometric
	case "evenly", "linearly", "equally", "uniformly", "linspaced", "equidistant", "linearscale":
		m.spacing = sweep.Even
	case "linear", "uniform", "even", "equal", "arithmetic":
		if p.items[j].isChoice() && !scaled || !scaled && !p.lastIs(aSpread) && !p.numberFollows(j+1) {
			return m, i
		}
		m.spacing = sweep.Even
	default:
		return m, i
	}
	end := p.skip(j+1, "spaced", "scale", "scaled", "spacing", "space", "steps", "uniform", "uniformly", "sampled", "distributed", "increments", "intervals", "distribution", "in", "sampling")
	for end > j+1 && p.is(end-1, "steps", "in") {
		end--
	}
	if p.is(i, "(") {
		end = p.skip(end, ")")
	}
	return m, end
}

// numberFollows reports whether a range or list begins soon after i.
func (p *parser) numberFollows(i int) bool {
	i = p.skip(i, "from", "between", "values", "grid", "of", "over", "in", "range", "[", "(", "{")
	_, ok := p.numberAt(i)
	return ok
}
