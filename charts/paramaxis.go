package charts

import (
	"math"
	"slices"

	"github.com/trex-ml/trex"
)

// paramAxis places the values of a parameter on an axis. Numbers are placed by
// value, or by logarithm when the parameter's scale is log. Texts and booleans
// stand side by side.
type paramAxis struct {
	scale
	param  trex.Param
	zero   float64      // the place of 0 on a log axis; 0: none
	values []trex.Value // distinct, in the axis' order; nil for numbers
	ticks  []Tick
}

// newParamAxis makes the axis for the values of some runs, with at most most
// ticks.
func newParamAxis(param trex.Param, configs []trex.RunConfig, most int) paramAxis {
	a := paramAxis{param: param}
	var numbers []float64
	allNumbers := true
	for _, config := range configs {
		value := config[param.Name]
		number, ok := value.Float()
		allNumbers = allNumbers && ok
		numbers = append(numbers, number)
		if !slices.Contains(a.values, value) {
			a.values = append(a.values, value)
		}
	}
	if !allNumbers || len(numbers) == 0 {
		a.orderValues()
		return a
	}
	a.values = nil
	slices.Sort(numbers)
	numbers = slices.Compact(numbers)
	a.scaleNumbers(numbers, most)
	return a
}

// orderValues orders the values as the parameter's choices do, if it has
// choices.
func (a *paramAxis) orderValues() {
	slices.SortStableFunc(a.values, func(x, y trex.Value) int {
		return slices.Index(a.param.Choices, x) - slices.Index(a.param.Choices, y)
	})
	for i, value := range a.values {
		a.ticks = append(a.ticks, Tick{float64(i), Clean(value.String())})
	}
	a.scale = scale{from: -0.5, to: max(float64(len(a.values)), 1) - 0.5}
}

func (a *paramAxis) scaleNumbers(numbers []float64, most int) {
	low, high := numbers[0], numbers[len(numbers)-1]
	if a.param.Scale == trex.Log && high > 0 && low >= 0 {
		positive := numbers
		if low == 0 { // a log axis has no 0, so it goes one decade below the smallest value
			positive = numbers[1:]
			a.zero = positive[0] / 10
			low = a.zero
		}
		a.scale = scale{low, high, true}.pad(0.06)
		a.ticks = ValueTicks(positive[0], high, true, most)
		if len(positive) <= most {
			a.ticks = valueTicks(positive)
		}
		if a.zero > 0 {
			a.ticks = append([]Tick{{a.zero, "0"}}, a.ticks...)
		}
		return
	}
	a.scale = scale{from: low, to: high}.pad(0.06)
	a.ticks = ValueTicks(low, high, false, most)
	if len(numbers) <= most && evenly(numbers) {
		a.ticks = valueTicks(numbers)
	}
}

// evenly reports whether the numbers are far enough apart for labels that do not
// overlap.
func evenly(numbers []float64) bool {
	span := numbers[len(numbers)-1] - numbers[0]
	for i := 1; i < len(numbers); i++ {
		if numbers[i]-numbers[i-1] < span/float64(2*len(numbers)) {
			return false
		}
	}
	return true
}

func valueTicks(numbers []float64) []Tick {
	ticks := make([]Tick, len(numbers))
	for i, n := range numbers {
		ticks[i] = Tick{n, FormatValue(n)}
	}
	return ticks
}

// value returns a configuration's place in the axis' own units, NaN when it has
// none.
func (a *paramAxis) value(config trex.RunConfig) float64 {
	value := config[a.param.Name]
	if a.values != nil {
		return float64(slices.Index(a.values, value))
	}
	number, ok := value.Float()
	switch {
	case !ok:
		return math.NaN()
	case a.log && number == 0:
		return a.zero
	}
	return number
}

func configsOf(runs []trex.Run) []trex.RunConfig {
	configs := make([]trex.RunConfig, len(runs))
	for i := range runs {
		configs[i] = runs[i].Config
	}
	return configs
}
