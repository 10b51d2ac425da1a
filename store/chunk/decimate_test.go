package chunk

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDecimate(t *testing.T) {
	for _, count := range []int{1, 2, 3, 10, 999, 1000, 1001, 5000, 100_000} {
		for _, limit := range []int{1, 2, 3, 4, 5, 10, 100, 999, 1000} {
			samples := noise(count)
			if count > 50 {
				samples[count/3].Value = -1e9
				samples[count/2].Value = 1e9
			}
			got := Decimate(samples, limit)
			if len(got) > limit {
				t.Fatalf("%d of %d: got %d", limit, count, len(got))
			}
			if count <= limit && len(got) != count {
				t.Fatalf("%d of %d: got only %d", limit, count, len(got))
			}
			if got[len(got)-1] != samples[count-1] {
				t.Errorf("%d of %d: the last point is gone", limit, count)
			}
			if limit > 1 && got[0] != samples[0] {
				t.Errorf("%d of %d: the first point is gone", limit, count)
			}
			if limit >= 4 && count > 50 && (!slices.Contains(got, samples[count/3]) || !slices.Contains(got, samples[count/2])) {
				t.Errorf("%d of %d: an extreme is gone", limit, count)
			}
			if !slices.IsSortedFunc(got, func(a, b Sample) int { return int(a.Step - b.Step) }) {
				t.Errorf("%d of %d: out of order", limit, count)
			}
			if len(slices.Compact(slices.Clone(got))) != len(got) {
				t.Errorf("%d of %d: a point is there twice", limit, count)
			}
		}
	}
}

func TestDecimateShowsWhereNaNBegins(t *testing.T) {
	samples := noise(10_000)
	for i := 6000; i < len(samples); i++ {
		samples[i].Value = math.NaN()
	}
	got := Decimate(samples, 200)
	first := slices.IndexFunc(got, func(s Sample) bool { return math.IsNaN(s.Value) })
	if first < 0 || got[first].Step < 6000 || got[first].Step > 6200 {
		t.Errorf("the first NaN is at %v", got[max(first, 0)])
	}
}

func TestThinnerFromSummaries(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	samples := noise(50_000)
	for _, limit := range []int{10, 40, 100} {
		thinner := NewThinner(limit, int64(len(samples)))
		low, high := math.Inf(1), math.Inf(-1)
		for rest := samples; len(rest) > 0; {
			n := min(1+random.IntN(MaxSamples), len(rest))
			thinner.Add(Summarize(rest[:n]))
			rest = rest[n:]
		}
		for _, s := range samples {
			low, high = min(low, s.Value), max(high, s.Value)
		}
		got := thinner.Samples()
		gotLow, gotHigh := math.Inf(1), math.Inf(-1)
		for _, s := range got {
			gotLow, gotHigh = min(gotLow, s.Value), max(gotHigh, s.Value)
		}
		if len(got) > limit || gotLow != low || gotHigh != high {
			t.Errorf("limit %d: %d points from %g to %g, want from %g to %g", limit, len(got), gotLow, gotHigh, low, high)
		}
	}
}

func TestThinnerCopesWithMoreThanAnnounced(t *testing.T) {
	samples := noise(3000)
	thinner := NewThinner(20, 100)
	for rest := samples; len(rest) > 0; rest = rest[min(10, len(rest)):] {
		thinner.Add(Summarize(rest[:min(10, len(rest))]))
	}
	got := thinner.Samples()
	if len(got) > 20 {
		t.Errorf("got %d points, want at most 20", len(got))
	}
	if diff := cmp.Diff(samples[len(samples)-1], got[len(got)-1]); diff != "" {
		t.Error(diff)
	}
}
