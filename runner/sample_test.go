package runner

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
)

// measured is a run of which the samples are known. Abilities: Sampler.
type measured struct {
	Handle
	samples []Sample
}

func (m *measured) Sample() (Sample, error) {
	next := m.samples[0]
	m.samples = m.samples[1:]
	return next, nil
}

// TestSample: processor use is of the time between the samples, however long
// the GPUs took to answer before each.
func TestSample(t *testing.T) {
	began := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	now := began
	slow := []time.Duration{0, 4 * time.Second, 0}
	r := New(Params{
		SampleEvery: 10 * time.Second, Now: func() time.Time { return now },
		GPUUse: func(context.Context) ([]GPUUse, error) {
			now, slow = now.Add(slow[0]), slow[1:]
			return []GPUUse{{Index: 1, Percent: 40, Bytes: 100}, {Index: 2, Percent: 99, Bytes: 999}}, nil
		},
	})
	f := newFollower(r, trex.Run{ID: "r1", StartedAt: began, GPUs: []int{1}})
	f.handle = &measured{samples: []Sample{
		{CPU: time.Second, Memory: 1000}, {CPU: 8 * time.Second, Memory: 2000}, {CPU: 11 * time.Second, Memory: 2000},
	}}
	r.followers["r1"] = f
	f.offerSamples()
	for i, want := range []struct {
		at      time.Time
		percent float64 // 0: none
		memory  float64
	}{
		{began.Add(10 * time.Second), 0, 1000},
		{began.Add(24 * time.Second), 50, 2000}, // 7 s of 14
		{began.Add(34 * time.Second), 30, 2000}, // 3 s of 10
	} {
		now = now.Add(10 * time.Second)
		r.sampleAll(t.Context())
		step := int64(want.at.Sub(began).Seconds())
		points := []trex.Point{{Metric: trex.MemoryMetric, Step: step, Value: want.memory, Time: want.at}}
		if want.percent > 0 {
			points = append(points, trex.Point{Metric: trex.CPUMetric, Step: step, Value: want.percent, Time: want.at})
		}
		points = append(points,
			trex.Point{Metric: trex.GPUMetric, Step: step, Value: 40, Time: want.at},
			trex.Point{Metric: trex.GPUMemoryMetric, Step: step, Value: 100, Time: want.at})
		if diff := cmp.Diff(points, <-f.samples); diff != "" {
			t.Errorf("sample %d (-want +got):\n%s", i+1, diff)
		}
	}
}

func TestSamplePause(t *testing.T) {
	for age, want := range map[time.Duration]time.Duration{
		0: 10 * time.Second, time.Hour: 10 * time.Second, 1000 * time.Hour: time.Hour,
	} {
		if got := SamplePause(10*time.Second, age); got != want {
			t.Errorf("after %s: %s, want %s", age, got, want)
		}
	}
}
