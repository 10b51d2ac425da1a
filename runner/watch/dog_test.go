package watch

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
)

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func newDog(change func(*trex.Project, *trex.Run)) *Dog {
	project := trex.Project{
		Params:    []trex.Param{{Name: "lr", Type: trex.Float, Default: trex.Number(0.1)}},
		Objective: trex.Objective{Metric: "val_loss", Goal: trex.Minimize},
	}
	run := trex.Run{ID: "r7", StartedAt: start, Config: trex.RunConfig{"lr": trex.Number(1)}}
	if change != nil {
		change(&project, &run)
	}
	return New(project, run)
}

func after(seconds int) time.Time { return start.Add(time.Duration(seconds) * time.Second) }

func point(metric string, step int64, value float64) []trex.Point {
	return []trex.Point{{Metric: metric, Step: step, Value: value}}
}

var values = cmp.Comparer(func(a, b trex.Value) bool { return a == b })

func TestDiverged(t *testing.T) {
	t.Run("NaN", func(t *testing.T) {
		d := newDog(nil)
		got := d.Observe(point("loss", 1240, math.NaN()), true, after(60))
		want := []trex.Warning{{Run: "r7", Kind: trex.WarnDiverged, Step: 1240, Policy: trex.WatchNotify, At: after(60),
			Message: "loss became NaN at step 1,240 (lr 1.0)", Fix: trex.RunConfig{"lr": trex.Number(0.5)}}}
		if diff := cmp.Diff(want, got, values); diff != "" {
			t.Error(diff)
		}
		if again := d.Observe(point("val_loss", 1250, math.NaN()), true, after(61)); again != nil {
			t.Errorf("said again: %v", again)
		}
	})
	for _, test := range []struct {
		name   string
		metric string
		values []float64
		change func(*trex.Project, *trex.Run)
		want   string // part of the message, "" is no warning
	}{
		{"Infinite", "train_loss", []float64{1, math.Inf(1)}, nil, "train_loss became infinite at step 2"},
		{"NaNOfAnObjectiveToMaximise", "r2", []float64{math.NaN()}, func(p *trex.Project, _ *trex.Run) {
			p.Objective = trex.Objective{Metric: "r2", Goal: trex.Maximize}
		}, "r2 became NaN"},
		{"NaNOfAnythingElse", "grad_norm", []float64{math.NaN()}, nil, ""},
		{"RunsAway", "val_loss", []float64{2.3, 1.2, 0.9, 0.8, 0.7, 40, 80, 200}, nil, "val_loss runs away: 200 at step 8, after 0.7000 at step 5"},
		{"OneSpike", "val_loss", []float64{2.3, 1.2, 0.9, 0.8, 0.7, 40, 0.7, 45, 0.6, 0.5}, nil, ""},
		{"WarmUp", "loss", []float64{200, 100, 50, 20, 10, 5, 4, 3}, nil, ""},
		{"Overfits", "val_loss", []float64{2, 1, 0.5, 0.6, 0.9, 1.2, 1.5, 1.9, 2.1}, nil, ""},
		{"NegativeLoss", "loss", []float64{-1, -5, -9, -12, -14, -13, -15, -2}, nil, ""},
		{"AccuracyMayRise", "accuracy", []float64{0.001, 0.1, 0.2, 0.3, 0.4, 0.9, 0.9, 0.9}, func(p *trex.Project, _ *trex.Run) {
			p.Objective = trex.Objective{Metric: "accuracy", Goal: trex.Maximize}
		}, ""},
		{"PartOfALoss", "policy_loss", []float64{0.001, 0.002, 0.001, 0.01, 0.5, 0.9, 1.5, 2}, nil, ""},
		{"SwitchedOff", "loss", []float64{math.NaN()}, func(p *trex.Project, _ *trex.Run) { p.Watch.Diverged = trex.WatchOff }, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newDog(test.change)
			var got []trex.Warning
			for i, v := range test.values {
				got = append(got, d.Observe(point(test.metric, int64(i+1), v), true, after(60+i))...)
			}
			switch {
			case test.want == "" && len(got) > 0:
				t.Errorf("warned: %v", got)
			case test.want != "" && (len(got) != 1 || !strings.Contains(got[0].Message, test.want)):
				t.Errorf("got %v, want one with %q", got, test.want)
			}
		})
	}
	t.Run("Policy", func(t *testing.T) {
		d := newDog(func(p *trex.Project, _ *trex.Run) { p.Watch.Diverged = trex.WatchStop })
		if got := d.Observe(point("loss", 1, math.NaN()), true, after(60)); len(got) != 1 || got[0].Policy != trex.WatchStop {
			t.Errorf("got %v", got)
		}
	})
	t.Run("YoungRunIsLeftAloneForAWhile", func(t *testing.T) {
		d := newDog(nil)
		if got := d.Observe(point("loss", 1, math.NaN()), true, after(2)); got != nil {
			t.Fatalf("warned at once: %v", got)
		}
		if got := d.Tick(after(9)); got != nil {
			t.Fatalf("warned early: %v", got)
		}
		if got := d.Tick(after(11)); len(got) != 1 || got[0].Step != 1 {
			t.Errorf("got %v, want the warning held", got)
		}
	})
	t.Run("YoungRunThatRecovered", func(t *testing.T) {
		d := newDog(nil)
		d.Observe(point("loss", 1, math.NaN()), true, after(2))
		d.Observe(point("loss", 2, 0.5), true, after(3))
		if got := d.Tick(after(11)); got != nil {
			t.Errorf("warned: %v", got)
		}
	})
}

// tick calls Tick every second from one second to another.
func tick(d *Dog, from, to int) (warnings []trex.Warning) {
	for s := from; s <= to; s++ {
		warnings = append(warnings, d.Tick(after(s))...)
	}
	return warnings
}

// work makes a run print and report every so many seconds, ticking between.
func work(d *Dog, from, to, every int) (warnings []trex.Warning) {
	for s := from; s <= to; s++ {
		if s%every == 0 {
			warnings = append(warnings, d.Observe(point("acc", int64(s), 1), true, after(s))...)
		}
		warnings = append(warnings, d.Tick(after(s))...)
	}
	return warnings
}

func TestStalled(t *testing.T) {
	t.Run("SilenceOfAQuickRun", func(t *testing.T) {
		d := newDog(nil)
		if got := work(d, 0, 600, 10); got != nil {
			t.Fatalf("warned while it worked: %v", got)
		}
		if got := tick(d, 601, 600+300); got != nil {
			t.Fatalf("warned too early: %v", got)
		}
		got := tick(d, 901, 1200)
		if len(got) != 1 || got[0].Kind != trex.WarnStalled || got[0].Message != "it has printed nothing for 5 minutes; before that, something every 10 seconds" {
			t.Errorf("got %v", got)
		}
	})
	t.Run("SlowRunHasItsOwnRhythm", func(t *testing.T) {
		d := newDog(nil)
		if got := work(d, 0, 6000, 300); got != nil {
			t.Fatalf("warned while it worked: %v", got)
		}
		if got := tick(d, 6001, 6000+2900); got != nil {
			t.Fatalf("warned too early: %v", got)
		}
		if got := tick(d, 8901, 9200); len(got) != 1 {
			t.Errorf("got %v, want one warning", got)
		}
	})
	t.Run("LongEvaluationSeenBefore", func(t *testing.T) {
		d := newDog(nil)
		work(d, 0, 600, 5)
		tick(d, 601, 880)
		if got := work(d, 881, 1500, 5); got != nil {
			t.Fatalf("warned: %v", got)
		}
		if got := tick(d, 1501, 1500+500); got != nil {
			t.Errorf("warned of a pause less than twice one seen before: %v", got)
		}
	})
	t.Run("BurstIsNoRhythm", func(t *testing.T) {
		d := newDog(nil)
		var got []trex.Warning
		for i := range 400 { // a minute of a log read at once, as after a restart
			got = append(got, d.Observe(point("acc", int64(i), 1), true, start.Add(time.Duration(i)*150*time.Millisecond))...)
		}
		if got = append(got, tick(d, 61, 1700)...); got != nil {
			t.Errorf("warned: %v", got)
		}
	})
	t.Run("NothingYet", func(t *testing.T) {
		d := newDog(nil)
		if got := tick(d, 0, 1799); got != nil {
			t.Fatalf("warned while it may load data: %v", got)
		}
		if got := tick(d, 1800, 1900); len(got) != 1 || got[0].Message != "it has printed nothing for 30 minutes" {
			t.Errorf("got %v", got)
		}
	})
	t.Run("PrintsWithoutMetrics", func(t *testing.T) {
		d := newDog(nil)
		work(d, 0, 600, 10)
		var got []trex.Warning
		for s := 601; s < 2400; s++ {
			got = append(got, d.Observe(nil, true, after(s))...)
			got = append(got, d.Tick(after(s))...)
		}
		if len(got) != 1 || !strings.Contains(got[0].Message, "has reported no metric for 20 minutes, since step 600") {
			t.Errorf("got %v", got)
		}
	})
	t.Run("SystemMetricsAreNoSignOfLife", func(t *testing.T) {
		d := newDog(nil)
		work(d, 0, 600, 10)
		var got []trex.Warning
		for s := 601; s < 1000; s++ {
			got = append(got, d.Observe(point("sys/cpu", int64(s), 1), false, after(s))...)
			got = append(got, d.Tick(after(s))...)
		}
		if len(got) != 1 {
			t.Errorf("got %v, want one warning", got)
		}
	})
	t.Run("MachineAsleep", func(t *testing.T) {
		d := newDog(nil)
		work(d, 0, 600, 10)
		if got := d.Tick(after(9000)); got != nil {
			t.Errorf("warned of a pause nobody watched: %v", got)
		}
	})
	t.Run("ClockGoesBack", func(t *testing.T) {
		d := newDog(nil)
		work(d, 1000, 1600, 10)
		if got := work(d, 0, 600, 10); got != nil {
			t.Errorf("warned: %v", got)
		}
	})
}

func TestIdleGPU(t *testing.T) {
	assigned := func(_ *trex.Project, r *trex.Run) { r.GPUs = []int{0, 1} }
	run := func(d *Dog, seconds int, util func(gpu, s int) float64) (warnings []trex.Warning) {
		for s := 0; s < seconds; s += 5 {
			points := []trex.Point{
				{Metric: "sys/gpu0_util", Value: util(0, s)}, {Metric: "sys/gpu1_util", Value: util(1, s)},
				{Metric: "sys/gpu_mem", Value: 0},
			}
			warnings = append(warnings, d.Observe(points, true, after(s))...)
			warnings = append(warnings, d.Tick(after(s))...)
		}
		return warnings
	}
	for _, test := range []struct {
		name   string
		change func(*trex.Project, *trex.Run)
		util   func(gpu, s int) float64
		want   string
	}{
		{"AllIdle", assigned, func(int, int) float64 { return 0 }, "its 2 GPUs have had nothing to do for 20 minutes"},
		{"IdleAfterWork", assigned, func(_, s int) float64 { return float64(max(0, 90-s)) }, "its 2 GPUs have had nothing to do for 20 minutes"},
		{"SoonerIfTheProjectSaysSo", func(p *trex.Project, r *trex.Run) {
			assigned(p, r)
			p.Watch.IdleAfter = 45 * time.Second
		}, func(int, int) float64 { return 0 }, "its 2 GPUs have had nothing to do for 45 seconds"},
		{"OneWorks", assigned, func(gpu, _ int) float64 { return float64(gpu) * 50 }, ""},
		{"NowAndThen", assigned, func(_, s int) float64 {
			if s%600 == 0 {
				return 80
			}
			return 0
		}, ""},
		{"NoneAssigned", nil, func(int, int) float64 { return 0 }, ""},
		{"NotANumber", assigned, func(int, int) float64 { return math.NaN() }, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, w := range run(newDog(test.change), 3600, test.util) {
				got = append(got, w.Message)
			}
			if strings.Join(got, "; ") != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func FuzzDog(f *testing.F) {
	f.Add([]byte{1, 2, 3, 200, 4, 255})
	f.Fuzz(func(t *testing.T, script []byte) {
		d := newDog(func(_ *trex.Project, r *trex.Run) { r.GPUs = []int{0} })
		values := []float64{0, 1, -1, math.NaN(), math.Inf(1), 1e300, -1e300, 0.5}
		names := []string{"loss", "val_loss", "sys/gpu_util", "acc"}
		at, said := start, map[trex.WarningKind]int{}
		for i, b := range script {
			at = at.Add(time.Duration(int8(b)) * time.Duration(i+1) * time.Second)
			p := point(names[int(b)%len(names)], int64(i), values[int(b>>3)%len(values)])
			for _, w := range append(d.Observe(p, b&1 == 0, at), d.Tick(at)...) {
				if said[w.Kind]++; said[w.Kind] > 1 || w.Message == "" || w.Policy == "" {
					t.Fatalf("warning %+v, said %d times", w, said[w.Kind])
				}
			}
		}
	})
}
