package paste

import (
	"math"
	"slices"
	"strings"
)

// form is how the functions of search-space libraries give their values. Bounds
// are found by name or by place. Names and meanings are those of the libraries'
// documentation: Ray Tune, Optuna, Hyperopt, Keras Tuner, scikit-optimize, SciPy,
// NumPy, Hydra.
type form struct {
	lists     bool // the argument lists the values
	fixed     bool // the argument is the one value
	drawn     bool // values are drawn, not all taken
	log       bool
	uniform   bool
	exclusive bool // the upper bound is not a value itself
	spaced    func(low, high, n float64) []float64
}

var forms = map[string]form{
	"grid_search": {lists: true},
	"choice":      {lists: true, drawn: true},
	"uniform":     {drawn: true, uniform: true}, "quniform": {drawn: true, uniform: true},
	"loguniform": {drawn: true, log: true}, "qloguniform": {drawn: true, log: true},
	"randint": {drawn: true, uniform: true, exclusive: true}, "qrandint": {drawn: true, uniform: true},
	"lograndint": {drawn: true, log: true, exclusive: true}, "qlograndint": {drawn: true, log: true},

	"suggest_float": {drawn: true, uniform: true}, "suggest_int": {drawn: true, uniform: true},
	"suggest_categorical": {lists: true, drawn: true}, "suggest_uniform": {drawn: true, uniform: true},
	"suggest_loguniform": {drawn: true, log: true}, "suggest_discrete_uniform": {drawn: true, uniform: true},
	"FloatDistribution": {drawn: true, uniform: true}, "IntDistribution": {drawn: true, uniform: true},
	"CategoricalDistribution": {lists: true, drawn: true},

	"Choice": {lists: true, drawn: true}, "Float": {drawn: true, uniform: true}, "Int": {drawn: true, uniform: true},
	"Fixed": {fixed: true}, "Boolean": {lists: true, drawn: true},
	"Real": {drawn: true, uniform: true}, "Integer": {drawn: true, uniform: true}, "Categorical": {lists: true, drawn: true},

	"linspace": {spaced: linear}, "logspace": {spaced: exponents}, "geomspace": {spaced: geometric},
	"arange": {spaced: steps}, "range": {spaced: steps},
	"interval": {drawn: true, uniform: true}, // of Hydra
}

// labelled are the functions whose first argument is the name.
func labelled(n node) (string, node) {
	args := n.positional()
	if name, ok := n.get("name"); ok && name.quoted {
		return name.text, n
	}
	if len(args) == 0 || !args[0].quoted || len(n.items) < 2 && last(n.text) != "Boolean" {
		return "", n
	}
	i := slices.Index(n.keys, "")
	n.keys, n.items = slices.Delete(slices.Clone(n.keys), i, i+1), slices.Delete(slices.Clone(n.items), i, i+1)
	return args[0].text, n
}

// spread reads a call that gives values. name is "" unless the call has it.
func spread(n node) (s setting, drawn, ok bool) {
	f, known := forms[last(n.text)]
	if n.kind != call || !known {
		return setting{}, false, false
	}
	name, n := labelled(n)
	s = setting{name: name}
	args := n.positional()
	switch {
	case f.lists:
		return listed(s, n, f)
	case f.fixed:
		value, ok := n.get("value")
		if !ok && len(args) > 0 {
			value, ok = args[0], true
		}
		s.values = []node{value}
		return s, false, ok && value.kind == scalar
	case f.spaced != nil:
		s.values, ok = between(n, f)
		return s, false, ok
	}
	return bounded(s, n, f)
}

func listed(s setting, n node, f form) (setting, bool, bool) {
	args := n.positional()
	values, ok := n.get("values", "choices", "categories", "options")
	switch {
	case ok:
	case last(n.text) == "Boolean":
		values = node{kind: list, items: []node{{text: "true"}, {text: "false"}}}
	case len(args) == 1 && args[0].kind == call: // tune.choice(range(1, 4))
		inner, _, ok := spread(args[0])
		s.values = inner.values
		return s, f.drawn, ok && len(inner.values) > 0
	case len(args) == 1 && args[0].kind == list:
		values = args[0]
	default: // choice(0.1, 0.01)
		values = node{kind: list, items: args}
		f.drawn = false
	}
	s.values = values.items
	return s, f.drawn, values.scalars()
}

// between lists evenly spaced values.
func between(n node, f form) ([]node, bool) {
	var numbers []float64
	for i, item := range n.items {
		number, ok := item.number()
		if n.keys[i] == "" || n.keys[i] == "num" {
			if !ok {
				return nil, false
			}
			numbers = append(numbers, number)
		}
	}
	name := last(n.text)
	stepped := name == "range" || name == "arange"
	switch {
	case stepped && len(numbers) == 1:
		numbers = []float64{0, numbers[0], 1}
	case stepped && len(numbers) == 2:
		numbers = append(numbers, 1)
	}
	if len(numbers) != 3 {
		return nil, false
	}
	var values []node
	for _, v := range f.spaced(numbers[0], numbers[1], numbers[2]) {
		values = append(values, numeral(v))
	}
	return values, len(values) > 0
}

// mostListed limits how many values a range is written out to.
const mostListed = 1000

func linear(low, high, n float64) []float64 {
	return spaced(n, func(t float64) float64 { return low + (high-low)*t })
}

func exponents(low, high, n float64) []float64 {
	return spaced(n, func(t float64) float64 { return math.Pow(10, low+(high-low)*t) })
}

func geometric(low, high, n float64) []float64 {
	return spaced(n, func(t float64) float64 { return low * math.Pow(high/low, t) })
}

func spaced(n float64, at func(t float64) float64) []float64 {
	if n < 1 || n > mostListed || n != math.Trunc(n) {
		return nil
	}
	values := make([]float64, int(n))
	for i := range values {
		values[i] = at(float64(i) / max(n-1, 1))
	}
	return values
}

// steps lists low, low+step, … below high.
func steps(low, high, step float64) []float64 {
	n := math.Ceil((high-low)/step - 1e-9)
	if step == 0 || n < 1 || n > mostListed {
		return nil
	}
	values := make([]float64, int(n))
	for i := range values {
		values[i] = low + float64(i)*step
	}
	return values
}

// bounded reads a range that values are drawn from.
func bounded(s setting, n node, f form) (setting, bool, bool) {
	low, ok := argument(n, 0, "low", "lower", "min_value", "min", "start")
	high, ok2 := argument(n, 1, "high", "upper", "max_value", "max", "end")
	if !ok || !ok2 {
		return s, false, false
	}
	if s.name != "" && strings.HasPrefix(n.text, "hp.") && f.log { // Hyperopt takes the logarithms
		low, high = math.Exp(low), math.Exp(high)
	}
	if (n.text == "stats.uniform" || n.text == "scipy.stats.uniform" || n.text == "st.uniform") && !n.has("high") { // loc and scale
		high += low
	}
	if f.exclusive {
		high--
	}
	log := f.log || option(n, "log") || option(n, "log_scale")
	if sampling, ok := n.get("sampling", "prior"); ok {
		log = log || strings.HasPrefix(sampling.text, "log")
	}
	s.setRange(low, high, log, f.uniform)
	if step := quantum(n); step > 0 {
		for _, v := range steps(low, high+step/2, step) {
			s.values = append(s.values, numeral(v))
		}
		if len(s.values) == 0 {
			return s, true, false
		}
		s.low = ""
	}
	return s, true, true
}

func (s *setting) setRange(low, high float64, log, uniform bool) {
	s.low, s.high = numeral(low).text, numeral(high).text
	switch {
	case log:
		s.scale = "log-uniform"
	case uniform:
		s.scale = "uniform"
	}
}

// argument returns a number by one of its names or by its place.
func argument(n node, place int, names ...string) (float64, bool) {
	if item, ok := n.get(names...); ok {
		return item.number()
	}
	args := n.positional()
	if place >= len(args) {
		return 0, false
	}
	return args[place].number()
}

func option(n node, name string) bool {
	item, ok := n.get(name)
	return ok && item.truth()
}

// quantum returns the distance between the values of a range, 0 for none.
func quantum(n node) float64 {
	if item, ok := n.get("step", "q"); ok {
		f, _ := item.number()
		return f
	}
	quantized := strings.HasPrefix(last(n.text), "q") || last(n.text) == "suggest_discrete_uniform"
	if args := n.positional(); quantized && len(args) > 2 {
		f, _ := args[2].number()
		return f
	}
	return 0
}
