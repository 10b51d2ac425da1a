package bot

import (
	"math"
	"testing"
	"time"
)

func TestNumber(t *testing.T) {
	for in, want := range map[float64]string{
		0: "0", 0.18349: "0.183", 2.4137: "2.41", 97.26: "97.3", 1234.6: "1235", 0.00012345: "1.23e-4", 1.5e7: "1.50e7",
		-0.5: "-0.500", math.NaN(): "NaN", math.Inf(1): "∞", math.Inf(-1): "-∞", 0.9999: "1.00",
	} {
		if got := number(in); got != want {
			t.Errorf("number(%v) = %q, want %q", in, got, want)
		}
	}
}

func TestDuration(t *testing.T) {
	for in, want := range map[time.Duration]string{
		0: "0 s", 300 * time.Millisecond: "1 s", 12 * time.Second: "12 s", 99 * time.Second: "99 s", 150 * time.Second: "3 min",
		99 * time.Minute: "99 min", 2 * time.Hour: "2 h", 150 * time.Minute: "2.5 h", 26 * time.Hour: "26 h", 72 * time.Hour: "3 days",
	} {
		if got := duration(in); got != want {
			t.Errorf("duration(%v) = %q, want %q", in, got, want)
		}
	}
}

func TestList(t *testing.T) {
	for want, in := range map[string][]string{
		"": nil, "a": {"a"}, "a and b": {"a", "b"}, "a, b and c": {"a", "b", "c"}, "a, b, c and 2 more": {"a", "b", "c", "d", "e"},
	} {
		if got := list(in, 3); got != want {
			t.Errorf("list(%v) = %q, want %q", in, got, want)
		}
	}
}

func TestFinishIn(t *testing.T) {
	const s = time.Second
	for _, test := range []struct {
		slots   int
		busy    []time.Duration
		waiting int
		each    time.Duration
		want    time.Duration
	}{
		{2, nil, 3, 12 * s, 24 * s},
		{2, []time.Duration{6 * s, 8 * s}, 1, 12 * s, 18 * s},
		{1, []time.Duration{5 * s}, 0, 0, 5 * s},
		{0, nil, 2, 10 * s, 20 * s},
		{8, nil, 3, 10 * s, 10 * s},
	} {
		if got := finishIn(test.slots, test.busy, test.waiting, test.each); got != test.want {
			t.Errorf("finishIn(%d, %v, %d, %v) = %v, want %v", test.slots, test.busy, test.waiting, test.each, got, test.want)
		}
	}
}

func TestGroup(t *testing.T) {
	for in, want := range map[int64]string{0: "0", 999: "999", 1240: "1,240", -1234567: "-1,234,567"} {
		if got := group(in); got != want {
			t.Errorf("group(%d) = %q, want %q", in, got, want)
		}
	}
}
