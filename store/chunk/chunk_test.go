package chunk

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sameBits compares float64 by their bits, so that NaN equals itself and -0
// does not equal 0.
var sameBits = cmp.Comparer(func(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) })

func TestRoundTrip(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	shapes := map[string]func(i int) Sample{
		"Even":      func(i int) Sample { return Sample{int64(i), int64(i) * 250, 0.5} },
		"Printed":   func(i int) Sample { return Sample{int64(i), 1e12 + int64(i/7)*250, math.Round(1e4/float64(i+1)) / 1e4} },
		"Noise":     func(i int) Sample { return Sample{int64(i), 1e12 + random.Int64N(300), random.NormFloat64()} },
		"Float32":   func(i int) Sample { return Sample{int64(i) * 10, int64(i), float64(float32(random.Float64()))} },
		"Backwards": func(i int) Sample { return Sample{-int64(i % 13), -int64(i), 1e-5} },
		"AnyBits": func(i int) Sample {
			return Sample{int64(random.Uint64()), int64(random.Uint64()), math.Float64frombits(random.Uint64())}
		},
		"NotFinite": func(i int) Sample {
			return Sample{3, 4, []float64{math.NaN(), math.Inf(1), math.Inf(-1), math.Copysign(0, -1), 0.25}[i%5]}
		},
		"Extremes": func(i int) Sample {
			return Sample{math.MaxInt64 * int64(i%2), math.MinInt64 * int64(i%2), []float64{math.MaxFloat64, 5e-324, 1e22, 1e-22}[i%4]}
		},
		"Mixed": func(i int) Sample { return Sample{0, 0, []float64{1e15, 0.1, 12.25, 3}[i%4]} },
	}
	for name, shape := range shapes {
		t.Run(name, func(t *testing.T) {
			for _, count := range []int{0, 1, 2, 3, 64, 1023, MaxSamples} {
				samples := make([]Sample, count)
				for i := range samples {
					samples[i] = shape(i)
				}
				blob := Append(nil, samples)
				got, err := Decode(nil, blob)
				if err != nil {
					t.Fatalf("Decode of %d: %v", count, err)
				}
				if diff := cmp.Diff(samples, append([]Sample{}, got...), sameBits); diff != "" {
					t.Fatalf("%d samples (-want +got):\n%s", count, diff)
				}
				if count == 0 {
					continue
				}
				summary := Summarize(samples)
				back, err := DecodeSummary(AppendSummary(nil, summary))
				if err != nil {
					t.Fatalf("DecodeSummary: %v", err)
				}
				if diff := cmp.Diff(summary, back, sameBits); diff != "" {
					t.Fatalf("summary of %d (-want +got):\n%s", count, diff)
				}
			}
		})
	}
}

func TestSize(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for name, tc := range map[string]struct {
		value func(i int) float64
		most  float64 // bytes a point, times with 20 ms of jitter
	}{
		"Printed4Digits": {func(i int) float64 { return math.Round((2/(1+float64(i)/100)+0.1*random.Float64())*1e4) / 1e4 }, 3.5},
		"Float32Noise":   {func(i int) float64 { return float64(float32(1 + random.Float64())) }, 5.5},
		"Float64Noise":   {func(i int) float64 { return 2/(1+float64(i)/100) + 0.1*random.Float64() }, 9},
		"Constant":       {func(i int) float64 { return 0.001 }, 2.2},
	} {
		t.Run(name, func(t *testing.T) {
			samples := make([]Sample, MaxSamples)
			for i := range samples {
				samples[i] = Sample{int64(i), 1.7e12 + int64(i)*100 + random.Int64N(20), tc.value(i)}
			}
			got := float64(len(Append(nil, samples))) / MaxSamples
			t.Logf("%.2f bytes a point", got)
			if got > tc.most {
				t.Errorf("%.2f bytes a point, want at most %g", got, tc.most)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte{})
	f.Add(Append(nil, []Sample{{1, 2, 0.5}, {2, 3, math.NaN()}, {9, 4, 0.25}}))
	f.Add(Append(nil, []Sample{{1, 2, 0.1}, {2, 3, 0.2}, {3, 4, 0.35}, {3, 4, 0.35}}))
	f.Add(AppendSummary(nil, Summarize([]Sample{{1, 2, 0.1}, {2, 3, 0.2}})))
	f.Fuzz(func(t *testing.T, blob []byte) {
		if samples, err := Decode(nil, blob); err == nil {
			again, err := Decode(nil, Append(nil, samples))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(samples, again, sameBits); diff != "" {
				t.Fatal(diff)
			}
		}
		DecodeSummary(blob)
	})
}

func BenchmarkEncode(b *testing.B) {
	samples := noise(MaxSamples)
	var blob []byte
	for b.Loop() {
		blob = Append(blob[:0], samples)
	}
	b.ReportMetric(float64(b.N)*MaxSamples/b.Elapsed().Seconds(), "points/s")
}

func BenchmarkDecode(b *testing.B) {
	blob := Append(nil, noise(MaxSamples))
	var samples []Sample
	for b.Loop() {
		samples, _ = Decode(samples[:0], blob)
	}
	b.ReportMetric(float64(b.N)*MaxSamples/b.Elapsed().Seconds(), "points/s")
}

func noise(n int) []Sample {
	random := rand.New(rand.NewPCG(5, 6))
	samples := make([]Sample, n)
	for i := range samples {
		samples[i] = Sample{int64(i), 1.7e12 + int64(i)*100 + random.Int64N(20), 1/float64(i+1) + random.Float64()}
	}
	return samples
}
