package runner

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/insight"
)

// TestTimeLeft plays trainings and compares the time left that people see with
// what the training really takes.
func TestTimeLeft(t *testing.T) {
	began := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	steps := func(from, to, total, stride float64, each time.Duration) []played {
		var all []played
		for done := from; done <= to; done += stride {
			all = append(all, played{each, done, total})
		}
		return all
	}
	var evaluating []played
	for _, p := range steps(100, 5000, 10000, 100, 10*time.Second) {
		if int(p.done)%1000 == 100 && p.done > 100 {
			p.after += time.Minute
		}
		evaluating = append(evaluating, p)
	}
	for _, test := range []struct {
		name    string
		plays   []played
		most    time.Duration // the most it may ever say
		atLast  time.Duration // and at the end, within a fifth
		unknown bool          // or no time at all
	}{
		{"SlowSetUp", append([]played{{5 * time.Minute, 1, 10000}}, steps(2, 600, 10000, 1, 100*time.Millisecond)...), 20 * time.Minute, 940 * time.Second, false},
		{"OnlyItsFirstStep", []played{{5 * time.Minute, 2, 10000}}, 0, 0, true},
		{"FirstEpoch", []played{{time.Minute, 1, 20}}, 20 * time.Minute, 19 * time.Minute, false},
		{"FromACheckpoint", steps(50, 60, 100, 1, time.Minute), 50 * time.Minute, 40 * time.Minute, false},
		{"FirstStepIsNotTheRule", []played{{time.Minute, 1, 20}}, 0, 0, true},
		{"FirstAfterACheckpoint", []played{{10 * time.Second, 50, 100}}, 0, 0, true},
		{"BecomesSlower", append(steps(0, 1000, 4000, 10, time.Second), steps(1010, 3000, 4000, 10, 10*time.Second)...), time.Hour, 1000 * time.Second, false},
		{"Evaluations", evaluating, 40 * time.Minute, 800 * time.Second, false},
		{"ManyLinesAtOnce", append(steps(0, 500, 1000, 1, 0), played{10 * time.Second, 600, 1000}), 0, 6667 * time.Millisecond, false},
		{"ClockSetBack", append(steps(0, 50, 100, 1, 10*time.Second), played{-time.Hour, 51, 100}, played{10 * time.Second, 52, 100}), 20 * time.Minute, 480 * time.Second, false},
		{"AnotherLoop", append(steps(0, 100, 100, 1, time.Second), played{time.Second, 0, 50}, played{2 * time.Second, 1, 50}), 101 * time.Second, 98 * time.Second, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			var r rate
			run := trex.Run{Status: trex.Running, StartedAt: began}
			now := began
			left, ok, unit := time.Duration(0), false, "step"
			if test.name == "FirstEpoch" {
				unit = "epoch"
			}
			for _, p := range test.plays {
				now = now.Add(p.after)
				run.Progress = trex.Progress{Unit: unit, Done: p.done, Total: p.total, At: now}
				run.Progress.Pace = r.observe(run.Progress, began)
				saved, err := json.Marshal(r) // a server may be another one each time
				if err != nil {
					t.Fatal(err)
				}
				r = rate{}
				if err := json.Unmarshal(saved, &r); err != nil {
					t.Fatal(err)
				}
				if left, ok = insight.Remaining(&run, now); ok && test.most > 0 && left > test.most {
					t.Errorf("%s left after %g of %g", left, p.done, p.total)
				}
			}
			if ok == test.unknown {
				t.Fatalf("%s, %v at last", left, ok)
			}
			if off := (left - test.atLast).Abs(); off > test.atLast/5 {
				t.Errorf("%s left at last, want about %s", left, test.atLast)
			}
		})
	}
}

// played is a line that a script prints so long after the one before.
type played struct {
	after       time.Duration
	done, total float64
}

// TestOverdue: a run is not shown for hours as having no time left.
func TestOverdue(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	run := trex.Run{Status: trex.Running, StartedAt: at.Add(-time.Hour), Progress: trex.Progress{Done: 9, Total: 10, At: at, Pace: 60}}
	for after, want := range map[time.Duration]time.Duration{
		0: time.Minute, 30 * time.Second: 30 * time.Second, time.Minute: 0, 2 * time.Minute: 0, 10 * time.Minute: -1,
		-time.Hour: time.Minute, // the clock was set back
	} {
		left, ok := insight.Remaining(&run, at.Add(after))
		if ok != (want >= 0) || ok && left != want {
			t.Errorf("after %s: %s, %v", after, left, ok)
		}
	}
}
