package runner_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/insight"
)

// TestClockJumps sets the server's clock by a day during a run with a time
// limit of an hour. The test's clock has no monotonic part, unlike the real
// one, so this is worse than what happens.
func TestClockJumps(t *testing.T) {
	t.Parallel()
	for name, jump := range map[string]time.Duration{"Forward": 24 * time.Hour, "Back": -24 * time.Hour} {
		for _, stopped := range []bool{false, true} {
			end := map[bool]string{false: "Ends", true: "IsStopped"}[stopped]
			t.Run(name+end, func(t *testing.T) {
				t.Parallel()
				p := shell("p", `echo "step 1 loss=3"; while [ ! -e go ]; do sleep 0.02; done
					echo "step 2 loss=2"; while [ ! -e end ]; do sleep 0.02; done`)
				p.Dir, p.Timeout = t.TempDir(), time.Hour
				p.Watch.Stalled = trex.WatchStop
				b := newBench(t, p)
				var offset atomic.Int64
				b.params.Now = func() time.Time { return time.Now().Round(0).Add(time.Duration(offset.Load())) }
				b.start()
				touch := func(name string) {
					if err := os.WriteFile(filepath.Join(p.Dir, name), nil, 0o644); err != nil {
						t.Fatal(err)
					}
				}
				run := b.launch("p", 1)[0]
				b.until(run.ID, "at its first step", func(r trex.Run) bool { return r.Best != nil })
				offset.Store(int64(jump))
				touch("go")
				b.until(run.ID, "at its second step", func(r trex.Run) bool { return r.Best.Step == 2 })
				if stopped {
					if _, err := b.db.RequestStop(t.Context(), run.ID, ada, b.params.Now()); err != nil {
						t.Fatal(err)
					}
				} else {
					touch("end")
				}
				run = b.final(run.ID)
				want := trex.Completed
				if stopped {
					want = trex.Cancelled
				}
				lasted := run.FinishedAt.Sub(run.StartedAt)
				if run.Status != want || run.Exit == nil || run.Exit.TimedOut || lasted < 0 || lasted > time.Hour {
					t.Errorf("%s after %s: %s, %+v", run.Status, lasted, run.Reason, run.Exit)
				}
				if strings.Contains(run.Reason, "24h") {
					t.Errorf("reason %q", run.Reason)
				}
				warnings, err := b.db.ListWarnings(t.Context(), run.Experiment)
				if err != nil || len(warnings) > 0 {
					t.Errorf("warned of %+v, %v", warnings, err)
				}
			})
		}
	}
}

// TestEndedWhileTrexWasAway: a run's duration ends when the run did, not when
// somebody looked.
func TestEndedWhileTrexWasAway(t *testing.T) {
	t.Parallel()
	b := newBench(t, shell("p", `echo "step 1 loss=3"; while [ ! -e "$TREX_RUN_DIR/end" ]; do sleep 0.02; done`))
	_, stop := b.start()
	run := b.launch("p", 1)[0]
	b.until(run.ID, "at its first step", func(r trex.Run) bool { return r.Best != nil })
	stop()
	b.write(run.ID, "end")
	b.appears(run.ID, "exit.json")
	b.params.Now = func() time.Time { return time.Now().Add(9 * time.Hour) }
	b.start()
	run = b.final(run.ID)
	if lasted := run.FinishedAt.Sub(run.StartedAt); run.Status != trex.Completed || lasted > time.Hour {
		t.Errorf("%s after %s", run.Status, lasted)
	}
}

// TestPaceIsRecorded: a training that continues from a checkpoint has no pace
// before its first progress. The next server knows the pace of the last.
func TestPaceIsRecorded(t *testing.T) {
	t.Parallel()
	b := newBench(t, shell("p", `for i in 51 52 53; do
		until [ -e "$TREX_RUN_DIR/go$i" ]; do sleep 0.02; done; echo "epoch $i/100 loss=0.$i"; done; sleep 1000`))
	var passed atomic.Int64
	began := time.Now()
	b.params.Now = func() time.Time { return began.Add(time.Duration(passed.Load())) }
	_, stop := b.start()
	id := b.launch("p", 1)[0].ID
	b.appears(id, "started")
	at := func(epoch float64) func(trex.Run) bool {
		return func(r trex.Run) bool { return r.Progress.Done >= epoch }
	}
	b.write(id, "go51")
	run := b.until(id, "at epoch 51", at(51))
	if left, ok := insight.Remaining(&run, b.params.Now()); ok {
		t.Errorf("%s left after the first epoch that was seen: %+v", left, run.Progress)
	}
	stop()
	b.start()
	passed.Add(int64(10 * time.Second))
	b.write(id, "go52")
	run = b.until(id, "at epoch 52", at(52))
	if left, ok := insight.Remaining(&run, run.Progress.At); !ok || left != 48*10*time.Second {
		t.Errorf("%s, %v left of 48 epochs of 10 s: %+v", left, ok, run.Progress)
	}
}
