package charts

import (
	"math"
	"strconv"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/say"
)

// Tick is a labelled place on an axis.
type Tick struct {
	Value float64
	Label string
}

// StepTicks returns at most most ticks between two steps, at round whole
// numbers: 5, 10, 15, 20 or 20k, 40k.
func StepTicks(from, to float64, most int) []Tick {
	return linearTicks(from, to, most, 1)
}

// ValueTicks returns at most most ticks between two values, at round numbers. On
// a log axis it uses powers of ten, and also 2 and 5 times them when there are
// few. Both ends of a log axis must be above 0.
func ValueTicks(from, to float64, log bool, most int) []Tick {
	if log {
		return logTicks(from, to, most)
	}
	return linearTicks(from, to, most, 0)
}

func linearTicks(from, to float64, most int, least float64) []Tick {
	span := to - from
	if most < 1 || !(span >= 0) || math.IsInf(span, 0) {
		return nil
	}
	step := max(niceStep(span/float64(most)), least)
	if step == 0 {
		return []Tick{{from, FormatValue(from)}}
	}
	first, last := multiples(from, to, step)
	if last-first >= float64(most) { // there is one tick more than there are intervals
		step = niceStep(step * 1.5)
		first, last = multiples(from, to, step)
	}
	if math.IsInf(step, 0) || max(math.Abs(first), math.Abs(last)) > 1e15 {
		// Too large for a next round number, or too close together for one.
		return nil
	}
	largest := step * max(math.Abs(first), math.Abs(last))
	var ticks []Tick
	for i := first; i <= last; i++ {
		ticks = append(ticks, Tick{i * step, formatTick(i*step, step, largest)})
	}
	return ticks
}

// multiples returns the first and the last multiple of a step between two
// values. A small tolerance accepts ends with a rounding error in their last
// bit.
func multiples(from, to, step float64) (first, last float64) {
	return math.Ceil(from/step - 1e-9), math.Floor(to/step + 1e-9)
}

// niceStep returns the smallest value of at least raw that is 1, 2 or 5 times a
// power of ten.
func niceStep(raw float64) float64 {
	if raw < 1e-300 { // powers of ten cannot be much smaller
		return 0
	}
	power := math.Pow(10, math.Floor(math.Log10(raw)))
	for _, factor := range []float64{1, 2, 5} {
		if factor*power >= raw*(1-1e-9) {
			return factor * power
		}
	}
	return 10 * power
}

func logTicks(from, to float64, most int) []Tick {
	if most < 1 || !(from > 0) || !(to >= from) || math.IsInf(to, 0) {
		return nil
	}
	lo, hi := math.Log10(from), math.Log10(to)
	factors := []float64{1}
	every := max(1, niceStep((hi-lo)/float64(most)))
	for _, finer := range [][]float64{{1, 2, 5}, {1, 3}} {
		if (hi-lo)*float64(len(finer)) <= float64(most) {
			factors = finer
			break
		}
	}
	var ticks []Tick
	for power := math.Floor(lo/every) * every; power <= hi; power += every {
		for _, factor := range factors {
			value := factor * math.Pow(10, power)
			if value >= from*(1-1e-9) && value <= to*(1+1e-9) {
				ticks = append(ticks, Tick{value, FormatValue(value)})
			}
		}
	}
	if len(ticks) < 2 { // less than a decade, with no round number in it
		return linearTicks(from, to, most, 0)
	}
	return ticks
}

// formatTick writes value with enough decimals to tell it from its neighbours.
// The largest tick of the axis decides the notation of all ticks.
func formatTick(value, step, largest float64) string {
	if value == 0 {
		return "0"
	}
	if largest >= 1000 || largest < 1e-3 && step < 1e-4 {
		return FormatValue(value)
	}
	decimals := max(0, int(math.Ceil(-math.Log10(step)-1e-9)))
	return strconv.FormatFloat(value, 'f', min(decimals, 6), 64)
}

// FormatValue writes a number briefly for an axis, with at most four digits:
// 0.17, 20k, 1.5M, 1e-5, NaN, ∞.
func FormatValue(value float64) string {
	value = fourDigits(value)
	switch size := math.Abs(value); {
	case size >= 1e12 || size != 0 && size < 1e-3 || math.IsNaN(value):
		return say.Number(value)
	case size >= 1e9:
		return trex.FormatNumber(fourDigits(value/1e9)) + "G"
	case size >= 1e6:
		return trex.FormatNumber(fourDigits(value/1e6)) + "M"
	case size >= 1e3:
		return trex.FormatNumber(fourDigits(value/1e3)) + "k"
	}
	return trex.FormatNumber(value)
}

func fourDigits(value float64) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(value, 'g', 4, 64), 64)
	if err != nil { // the largest numbers round to infinity
		return value
	}
	return rounded
}
