package sweep

import (
	"math"

	"github.com/trex-ml/trex"
)

// Spacing says how a range is divided, and can override the parameter's scale.
type Spacing uint8

const (
	ByScale   Spacing = iota // by the parameter's scale
	Even                     // evenly
	Geometric                // evenly in the logarithm
)

// Spread is a range with both ends included.
type Spread struct {
	From, To Term
	Count    int     // number of values; 0: Step, Factor or the ends decide
	Step     float64 // distance between two values
	Factor   float64 // ratio between two values
	Spacing  Spacing
}

// significant is how many digits a computed value keeps: enough to be accurate,
// and few enough to read.
const significant = 7

// ends returns both ends as numbers, the lower first unless they descend.
func (s Spread) ends(param trex.Param, base trex.Value) (from, to float64, err error) {
	values := [2]float64{}
	for i, term := range [2]Term{s.From, s.To} {
		v, err := term.resolve(param, base)
		if err != nil {
			return 0, 0, err
		}
		f, ok := v.Float()
		if !ok {
			return 0, 0, trex.Invalid("%s has no range: %s", param.Name, Wants(param))
		}
		values[i] = f
	}
	return values[0], values[1], nil
}

func (s Spread) geometric(param trex.Param, from, to float64) bool {
	if from <= 0 || to <= 0 {
		return false
	}
	return s.Spacing == Geometric || s.Spacing == ByScale && param.Scale == trex.Log
}

// values lists at most most values of the range.
func (s Spread) values(param trex.Param, base trex.Value, most int) ([]float64, error) {
	from, to, err := s.ends(param, base)
	if err != nil {
		return nil, err
	}
	switch {
	case s.Count > most:
		return nil, tooMany(s.Count, most)
	case s.Count == 1 && from != to:
		return nil, trex.Invalid("one value of %s from %s to %s: which one?", param.Name, number(from), number(to))
	case s.Count > 0:
		return s.divide(param, from, to, s.Count)
	case s.Factor > 0:
		return s.byFactor(param, from, to, most)
	case s.Step != 0:
		return s.byStep(param, from, to, most)
	}
	return s.suggested(param, from, to, most)
}

// natural reports whether people who say a range and a count within a factor of ten
// mean even steps, whatever the scale: from 0.1 to 0.4 in 4 steps is 0.1, 0.2, 0.3, 0.4.
func natural(from, to float64, n int) bool {
	step := (to - from) / float64(n-1)
	multiple := from / step
	return max(from, to) < 10*min(from, to) && math.Abs(multiple-math.Round(multiple)) < 1e-6
}

func (s Spread) divide(param trex.Param, from, to float64, n int) ([]float64, error) {
	if n == 1 {
		return []float64{from}, nil
	}
	values := make([]float64, 0, n)
	geometric := s.geometric(param, from, to) && (s.Spacing == Geometric || !natural(from, to, n))
	for i := range n {
		t := float64(i) / float64(n-1)
		v := from + (to-from)*t
		if geometric {
			v = math.Exp(math.Log(from)*(1-t) + math.Log(to)*t)
		}
		v = Round(v, significant)
		if scale := max(math.Abs(from), math.Abs(to)); math.Abs(v) < scale*1e-9 && !geometric {
			v = 0
		}
		if i == 0 {
			v = from
		}
		if i == n-1 {
			v = to
		}
		if param.Type == trex.Int {
			v = math.Round(v)
		}
		if len(values) > 0 && values[len(values)-1] == v {
			return nil, trex.Invalid("there are no %d different values of %s from %s to %s",
				n, param.Name, number(from), number(to))
		}
		values = append(values, v)
	}
	return values, nil
}

func (s Spread) byFactor(param trex.Param, from, to float64, most int) ([]float64, error) {
	factor := s.Factor
	if factor < 1 {
		factor = 1 / factor
	}
	if factor == 1 || from <= 0 || to <= 0 {
		return nil, trex.Invalid("%s cannot go from %s to %s by factors of %s",
			param.Name, number(from), number(to), number(s.Factor))
	}
	if from > to {
		factor = 1 / factor
	}
	var values []float64
	for i := 0; ; i++ {
		v := Round(from*math.Pow(factor, float64(i)), significant)
		if (from <= to && v > to*(1+1e-9)) || (from > to && v < to*(1-1e-9)) {
			return whole(param, values), nil
		}
		if len(values) == most {
			return nil, trex.Invalid("that is more than %d values of %s", most, param.Name)
		}
		values = append(values, v)
	}
}

func (s Spread) byStep(param trex.Param, from, to float64, most int) ([]float64, error) {
	step := math.Abs(s.Step)
	n := math.Floor(math.Abs(to-from)/step + 1e-9)
	if n+1 > float64(most) {
		return nil, trex.Invalid("steps of %s from %s to %s are %s values of %s; one experiment has at most %d runs",
			number(step), number(from), number(to), number(n+1), param.Name, most)
	}
	if from > to {
		step = -step
	}
	values := make([]float64, 0, int(n)+1)
	for i := range int(n) + 1 {
		values = append(values, Round(from+float64(i)*step, 12))
	}
	return values, nil
}

// mostCounted is how many whole numbers a range without a spacing lists.
const mostCounted = 10

// suggested lists a range whose ends allow only one reading: powers of two or
// ten on a logarithmic scale, and a few whole numbers. For any other range it
// asks.
func (s Spread) suggested(param trex.Param, from, to float64, most int) ([]float64, error) {
	if param.Type == trex.Int && param.Scale != trex.Log && s.Spacing != Geometric && math.Abs(to-from) < mostCounted {
		s.Step = 1
		return s.byStep(param, from, to, most)
	}
	if s.geometric(param, from, to) {
		for _, factor := range []float64{10, 2} {
			n := math.Log(max(from, to)/min(from, to)) / math.Log(factor)
			if n > 0.5 && math.Abs(n-math.Round(n)) < 1e-9 && (factor == 10 || param.Type == trex.Int) {
				s.Factor = factor
				return s.byFactor(param, from, to, most)
			}
		}
	}
	return nil, trex.Invalid("%s from %s to %s in how many values? Say for example “%s from %s to %s in 4 steps”",
		param.Name, number(from), number(to), param.Name, number(from), number(to))
}

func whole(param trex.Param, values []float64) []float64 {
	if param.Type == trex.Int {
		for i := range values {
			values[i] = math.Round(values[i])
		}
	}
	return values
}

// number writes a value in full, as a person would type it.
func number(f float64) string { return trex.FormatNumber(f) }
