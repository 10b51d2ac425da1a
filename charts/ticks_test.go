package charts

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func labelsOf(ticks []Tick) string {
	labels := make([]string, len(ticks))
	for i, t := range ticks {
		labels[i] = t.Label
	}
	return strings.Join(labels, " ")
}

func TestStepTicks(t *testing.T) {
	for _, test := range []struct {
		from, to float64
		most     int
		want     string
	}{
		{1, 20, 6, "5 10 15 20"},
		{1, 3, 8, "1 2 3"},
		{1, 2, 8, "1 2"},
		{7, 7, 8, "7"},
		{0, 99_990, 6, "0 20k 40k 60k 80k"},
		{0, 1500, 4, "0 500 1k 1.5k"},
		{0, 3_000_000, 4, "0 1M 2M 3M"},
		{1240, 1260, 4, "1.24k 1.25k 1.26k"},
		{-3, 3, 4, "-2 0 2"},
		{5, 1, 4, ""},
		{0, 10, 0, ""},
	} {
		if got := labelsOf(StepTicks(test.from, test.to, test.most)); got != test.want {
			t.Errorf("StepTicks(%v, %v, %d) = %q, want %q", test.from, test.to, test.most, got, test.want)
		}
	}
}

func TestValueTicks(t *testing.T) {
	for _, test := range []struct {
		from, to float64
		log      bool
		want     string
	}{
		{0.1, 2.5, false, "0.5 1.0 1.5 2.0 2.5"},
		{0, 1, false, "0 0.2 0.4 0.6 0.8 1.0"},
		{0.95, 1, false, "0.95 0.96 0.97 0.98 0.99 1.00"},
		{9e-4, 1.1e-3, false, "0.00090 0.00095 0.00100 0.00105 0.00110"},
		{0, 1e-5, false, "0 2e-6 4e-6 6e-6 8e-6 1e-5"},
		{-40_000, 40_000, false, "-40k -20k 0 20k 40k"},
		{0.003, 0.4, true, "0.005 0.01 0.02 0.05 0.1 0.2"},
		{1e-5, 10, true, "1e-5 1e-4 0.001 0.01 0.1 1 10"},
		{1e27, 1e308, true, "1e50 1e100 1e150 1e200 1e250 1e300"},
		{0.2, 0.4, true, "0.20 0.25 0.30 0.35 0.40"},
		{0, 10, true, ""},
		{math.NaN(), 1, false, ""},
		{0, math.Inf(1), false, ""},
	} {
		most := 6
		if test.log {
			most = 7
		}
		if got := labelsOf(ValueTicks(test.from, test.to, test.log, most)); got != test.want {
			t.Errorf("ValueTicks(%v, %v, %v) = %q, want %q", test.from, test.to, test.log, got, test.want)
		}
	}
}

func TestFormatValue(t *testing.T) {
	got := map[float64]string{}
	want := map[float64]string{
		0: "0", 0.17083: "0.1708", 1: "1", -2.5: "-2.5", 64: "64", 999.96: "1k", 1240: "1.24k", 20_000: "20k",
		1_500_000: "1.5M", 2e9: "2G", 3e12: "3e12", 1e-5: "1e-5", 0.00012345: "1.234e-4", 0.001: "0.001",
		math.Inf(1): "∞", math.Inf(-1): "−∞", 999_999: "1M", math.MaxFloat64: "1.798e308", 5e-324: "4.941e-324",
	}
	for value := range want {
		got[value] = FormatValue(value)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := FormatValue(math.NaN()); got != "NaN" {
		t.Error(got)
	}
}

// For all ends, ticks lie between them, ascend, are few and have different
// labels.
func FuzzTicks(f *testing.F) {
	f.Add(0.0, 1.0, 6, false)
	f.Add(1e-300, 1e300, 3, true)
	f.Add(-1e308, 1e308, 5, false)
	f.Add(0.1, 0.10000000000000002, 6, false)
	f.Add(1e15, 1e15+1, 8, true)
	f.Fuzz(func(t *testing.T, from, to float64, most int, log bool) {
		most = min(most, 20)
		ticks := ValueTicks(from, to, log, most)
		if len(ticks) > max(most, 1)+1 {
			t.Errorf("%d ticks, at most %d were asked for", len(ticks), most)
		}
		slack := 1e-6 * (math.Abs(from) + math.Abs(to))
		for i, tick := range ticks {
			if tick.Value < from-slack || tick.Value > to+slack {
				t.Errorf("tick %v outside of %v to %v", tick, from, to)
			}
			if i > 0 && tick.Value <= ticks[i-1].Value {
				t.Errorf("tick %v after %v", tick, ticks[i-1])
			}
			if tick.Label == "" {
				t.Errorf("no label at %v", tick.Value)
			}
		}
		for _, tick := range StepTicks(math.Trunc(from), math.Trunc(to), most) {
			if tick.Value != math.Trunc(tick.Value) {
				t.Errorf("half a step: %v", tick)
			}
		}
	})
}
