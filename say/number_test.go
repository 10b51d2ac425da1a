package say

import (
	"math"
	"testing"
)

func TestNumber(t *testing.T) {
	for in, want := range map[float64]string{
		0: "0", 0.18349: "0.1835", 2.4137: "2.414", 97.26: "97.26", 1234.6: "1,235", 20480: "20,480", 0.00012346: "1.235e-4",
		1.5e-5: "1.5e-5", 1.5e7: "1.5e7", 123456.7: "123,457", -0.5: "-0.5000", -1234567: "-1,234,567", 0.99999: "1.000", 9999.96: "10,000",
		math.NaN(): "NaN", math.Inf(1): "∞", math.Inf(-1): "−∞",
	} {
		if got := Number(in); got != want {
			t.Errorf("Number(%v) = %q, want %q", in, got, want)
		}
	}
}

func TestAmong(t *testing.T) {
	for _, test := range []struct {
		values []float64
		want   string // of the first
	}{
		{[]float64{0.18349, 0.2}, "0.1835"},
		{[]float64{0.183491, 0.183492}, "0.183491"},
		{[]float64{0.1834, 0.18342}, "0.18340"},
		{[]float64{0.5, 0.5}, "0.5000"},
		{[]float64{0.12345678, 0.12345679}, "0.123457"},
		{nil, ""},
	} {
		write := Among(test.values)
		got := ""
		if len(test.values) > 0 {
			got = write(test.values[0])
		}
		if got != test.want {
			t.Errorf("Among(%v) writes %q, want %q", test.values, got, test.want)
		}
	}
}

func TestGroup(t *testing.T) {
	for in, want := range map[int64]string{0: "0", 999: "999", 1240: "1,240", -1234567: "-1,234,567", -123: "-123"} {
		if got := Group(in); got != want {
			t.Errorf("Group(%d) = %q, want %q", in, got, want)
		}
	}
}

func TestBytes(t *testing.T) {
	for in, want := range map[int64]string{0: "0 B", 999: "999 B", 1500: "1.5 kB", 999_600: "1 MB", 1_500_000: "1.5 MB", 2e9: "2 GB"} {
		if got := Bytes(in); got != want {
			t.Errorf("Bytes(%d) = %q, want %q", in, got, want)
		}
	}
}
