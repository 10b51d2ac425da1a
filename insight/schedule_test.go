package insight

import (
	"testing"
	"time"
)

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
		if got := FinishIn(test.slots, test.busy, test.waiting, test.each); got != test.want {
			t.Errorf("finishIn(%d, %v, %d, %v) = %v, want %v", test.slots, test.busy, test.waiting, test.each, got, test.want)
		}
	}
}
