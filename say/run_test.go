package say

import (
	"math"
	"testing"
)

func TestAgainst(t *testing.T) {
	for _, test := range []struct {
		value, base float64
		want        string
	}{
		{0.171, 0.211, "19 % below"},
		{0.95, 0.9, "6 % above"},
		{0.101, 0.1, "1.0 % above"},
		{0.1, 0.1, "equal to"},
		{-2, -1, "100 % below"},
		{1, 0, ""},
		{math.NaN(), 1, ""},
		{math.Inf(1), 1, ""},
		{100, 1, "far above"},
	} {
		if got := Against(test.value, test.base); got != test.want {
			t.Errorf("against(%v, %v) = %q, want %q", test.value, test.base, got, test.want)
		}
	}
}
