package runner

import (
	"context"
	"slices"
	"time"

	"github.com/trex-ml/trex"
)

// maxSamples is about how many samples of one kind a run gets, however long it
// runs: the older the run, the rarer its samples.
const maxSamples = 1000

// sampled is what the sampler knows of one run. Runner.mu guards the first two
// fields, which the follower sets. Only the sampler uses the rest.
type sampled struct {
	sampler Sampler // nil: not known yet, or the executor cannot measure
	started time.Time

	due  time.Time
	last Measured // zero before the first
}

// sampleForEver measures what runs use until ctx ends. One goroutine does it
// for all runs, so a slow nvidia-smi does not delay the reading of logs.
func (r *Runner) sampleForEver(ctx context.Context) {
	if r.sampleEvery < 0 {
		return
	}
	tick := time.NewTicker(r.sampleEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			r.sampleAll(ctx)
		}
	}
}

func (r *Runner) sampleAll(ctx context.Context) {
	now := r.now()
	var due []*follower
	needGPUs := false
	r.mu.Lock()
	for _, f := range r.followers {
		if f.sampled.sampler != nil && !now.Before(f.sampled.due) {
			due = append(due, f)
			needGPUs = needGPUs || len(f.gpus) > 0
		}
	}
	r.mu.Unlock()
	var uses []GPUUse
	if needGPUs {
		var err error
		if uses, err = r.gpuUse(ctx); err != nil && ctx.Err() == nil {
			r.log.Warn("measure GPUs", "error", err)
		}
	}
	for _, f := range due {
		now := r.now() // the GPUs may have been slow to answer
		points := f.sample(now, r.sampleEvery)
		points = append(points, GPUPoints(f.gpus, uses, f.step(now), now)...)
		select {
		case f.samples <- points:
		default: // the follower is busy; there will be others
		}
	}
}

// offerSamples tells the sampler that there is something to measure.
func (f *follower) offerSamples() {
	sampler, ok := f.handle.(Sampler)
	if !ok {
		return
	}
	f.r.mu.Lock()
	defer f.r.mu.Unlock()
	now := f.r.now() // monotonic: its distance to later times does not jump
	f.sampled.sampler, f.sampled.started = sampler, now.Add(-max(now.Sub(f.run.StartedAt), 0))
}

func (f *follower) step(now time.Time) int64 { return int64(now.Sub(f.sampled.started).Seconds()) }

func (f *follower) sample(now time.Time, every time.Duration) []trex.Point {
	s := &f.sampled
	s.due = now.Add(SamplePause(every, now.Sub(s.started)))
	sample, err := s.sampler.Sample()
	if err != nil {
		f.r.log.Warn("measure run", "run", f.id, "error", err)
		return nil
	}
	if sample.Memory == 0 {
		return nil // it is over
	}
	measured := Measured{Sample: sample, Step: f.step(now), Time: now}
	points := SystemPoints(s.last, measured)
	s.last = measured
	return points
}

// SamplePause is how long to wait before the next sample of a run of this age.
func SamplePause(every, age time.Duration) time.Duration { return max(every, age/maxSamples) }

// Measured is a Sample of a run at a step, which is its age in seconds.
type Measured struct {
	Sample
	Step int64
	Time time.Time
}

// SystemPoints turns two measurements into points of the later one; the earlier
// is zero when there was none.
func SystemPoints(before, after Measured) []trex.Point {
	points := []trex.Point{{Metric: trex.MemoryMetric, Step: after.Step, Value: float64(after.Memory), Time: after.Time}}
	if elapsed := after.Time.Sub(before.Time); !before.Time.IsZero() && elapsed > 0 && after.CPU >= before.CPU {
		percent := 100 * (after.CPU - before.CPU).Seconds() / elapsed.Seconds()
		points = append(points, trex.Point{Metric: trex.CPUMetric, Step: after.Step, Value: percent, Time: after.Time})
	}
	return points
}

// GPUPoints turns the use of all GPUs into points of a run that has some of
// them.
func GPUPoints(assigned []int, uses []GPUUse, step int64, now time.Time) []trex.Point {
	var percent, bytes float64
	n := 0
	for _, use := range uses {
		if slices.Contains(assigned, use.Index) {
			percent += use.Percent
			bytes += float64(use.Bytes)
			n++
		}
	}
	if n == 0 {
		return nil
	}
	return []trex.Point{
		{Metric: trex.GPUMetric, Step: step, Value: percent / float64(n), Time: now},
		{Metric: trex.GPUMemoryMetric, Step: step, Value: bytes, Time: now},
	}
}
