package runner_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runner"
	"github.com/trex-ml/trex/runner/local"
)

func values(points []trex.Point) []float64 {
	all := make([]float64, len(points))
	for i, p := range points {
		all[i] = p.Value
	}
	return all
}

func TestMetricsFileAndEventFiles(t *testing.T) {
	t.Parallel()
	events := filepath.Join(t.TempDir(), "events")
	if err := os.WriteFile(events, append(scalarEvent("acc", 1, 0.5), scalarEvent("acc", 2, 0.75)...), 0o644); err != nil {
		t.Fatal(err)
	}
	b := newBench(t, shell("p", `echo '{"step":1,"loss":3}' >>"$TREX_METRICS"; `+untilGo+` echo "step 1 loss=99 lr=0.1"
		mkdir -p "$TREX_RUN_DIR/tb/validation"
		cp `+events+` "$TREX_RUN_DIR/tb/events.out.tfevents.1.host"
		cp `+events+` "$TREX_RUN_DIR/tb/validation/events.out.tfevents.2.host"`))
	b.start()
	id := b.launch("p", 1)[0].ID
	b.until(id, "read", func(trex.Run) bool { return len(b.points(id, "loss")) > 0 })
	b.write(id, "go") // the log comes second: what is read of it before the exact source is seen counts too
	run := b.final(id)
	for metric, want := range map[string]string{
		"loss": "[3]", // of two sources, the exact one
		"lr":   "[0.1]", "acc": "[0.5 0.75]", "val_acc": "[0.5 0.75]",
	} {
		if got := fmt.Sprint(values(b.points(run.ID, metric))); got != want {
			t.Errorf("%s: %s, want %s", metric, got, want)
		}
	}
}

// TestDamagedEventFileIsToldOnce: also when Trex is restarted meanwhile, and at
// the end. Points before the damage are kept. A file whose last record is still
// on its way is not damaged.
func TestDamagedEventFileIsToldOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first, last := scalarEvent("acc", 1, 0.5), scalarEvent("acc", 2, 0.75)
	for name, data := range map[string][]byte{
		"damaged": bytes.Join([][]byte{first, []byte("no length of a record"), last}, nil),
		"growing": bytes.Join([][]byte{scalarEvent("val_acc", 1, 0.25), last[:len(last)-3]}, nil),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b := newBench(t, shell("p", `mkdir "$TREX_RUN_DIR/tb"; echo "step 1 loss=99"
		cp `+dir+`/damaged "$TREX_RUN_DIR/tb/events.out.tfevents.1.host"
		cp `+dir+`/growing "$TREX_RUN_DIR/tb/events.out.tfevents.2.host"; `+untilGo))
	_, stop := b.start()
	run := b.launch("p", 1)[0]
	warnings := func() []trex.Warning {
		all, err := b.db.ListWarnings(t.Context(), run.Experiment)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	b.until(run.ID, "told", func(trex.Run) bool { return len(warnings()) > 0 && len(b.points(run.ID, "val_acc")) > 0 })
	stop()
	b.start()
	b.write(run.ID, "go")
	run = b.final(run.ID)
	want := fmt.Sprintf(`the TensorBoard file "tb/events.out.tfevents.1.host" is damaged at byte %d: `+
		"the rest cannot be read, the part before it is kept", len(first))
	if all := warnings(); len(all) != 1 || all[0].Message != want || all[0].Policy != trex.WatchNotify {
		t.Errorf("warnings %+v, want one:\n%s", all, want)
	}
	if run.Status != trex.Completed || run.Reason != want {
		t.Errorf("%s: %q", run.Status, run.Reason)
	}
	for metric, want := range map[string]string{"acc": "[0.5]", "val_acc": "[0.25]"} {
		if got := fmt.Sprint(values(b.points(run.ID, metric))); got != want {
			t.Errorf("%s: %s, want %s", metric, got, want)
		}
	}
}

// TestUsageThatAnotherMachineMeasured: it becomes points, but counts neither as
// progress nor as a sign of life of the script.
func TestUsageThatAnotherMachineMeasured(t *testing.T) {
	t.Parallel()
	b := newBench(t, shell("p", `printf '{"step":5,"sys/cpu":90,"sys/memory":1000}\n{"step":15,"sys/cpu":80,"sys/memory":2000}\n' >"$TREX_RUN_DIR/usage.jsonl"
		echo "step 1 loss=1"`))
	b.start()
	run := b.final(b.launch("p", 1)[0].ID)
	points := b.points(run.ID, trex.MemoryMetric)
	if got := fmt.Sprint(values(points)); got != "[1000 2000]" || points[1].Step != 15 {
		t.Errorf("memory: %s, %+v", got, points)
	}
	if run.Progress.Done != 1 {
		t.Errorf("progress is %+v, want step 1", run.Progress)
	}
}

// scalarEvent is a record of a TensorBoard event file.
func scalarEvent(tag string, step byte, value float32) []byte {
	field := func(number, wire int, body []byte) []byte {
		out := []byte{byte(number<<3 | wire)}
		if wire == 2 {
			out = append(out, byte(len(body)))
		}
		return append(out, body...)
	}
	simple := binary.LittleEndian.AppendUint32(nil, math.Float32bits(value))
	item := append(field(1, 2, []byte(tag)), field(2, 5, simple)...)
	event := append(field(2, 0, []byte{step}), field(5, 2, field(1, 2, item))...)
	masked := func(data []byte) []byte {
		sum := crc32.Checksum(data, crc32.MakeTable(crc32.Castagnoli))
		return binary.LittleEndian.AppendUint32(nil, (sum>>15|sum<<17)+0xa282ead8)
	}
	head := binary.LittleEndian.AppendUint64(nil, uint64(len(event)))
	return bytes.Join([][]byte{head, masked(head), event, masked(event)}, nil)
}

// TestLogCutShortAndReplaced: points read before stay, later ones are read from
// the new beginning.
func TestLogCutShortAndReplaced(t *testing.T) {
	t.Parallel()
	b := newBench(t, shell("p", `echo "step 1 loss=1 acc=0.111111"; `+untilGo+`
		echo "step 2 loss=2"; while [ ! -e "$TREX_RUN_DIR/on" ]; do sleep 0.02; done; echo "step 4 loss=4"`))
	b.start()
	id := b.launch("p", 1)[0].ID
	seen := func(n int) {
		b.until(id, fmt.Sprint(n, " points"), func(trex.Run) bool { return len(b.points(id, "loss")) == n })
	}
	seen(1)
	if err := os.Truncate(b.file(id, runner.LogFile), 0); err != nil {
		t.Fatal(err)
	}
	b.write(id, "go")
	seen(2)
	if err := os.Rename(b.file(id, runner.LogFile), b.file(id, "log.1")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(b.file(id, runner.LogFile), []byte("step 3 loss=3\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	seen(3)
	b.write(id, "on") // its output goes to the file that was moved away, which nobody reads any more
	if run := b.final(id); run.Status != trex.Completed {
		t.Errorf("%s: %s", run.Status, run.Reason)
	}
	if got := fmt.Sprint(values(b.points(id, "loss"))); got != "[1 2 3]" {
		t.Errorf("points %s", got)
	}
}

// TestSpoiledFiles: a run that makes its own files unreadable still ends.
func TestSpoiledFiles(t *testing.T) {
	t.Parallel()
	b := newBench(t, shell("p", `echo "step 1 loss=1"; mkfifo "$TREX_METRICS"; mkdir "$TREX_RUN_DIR/x.tfevents"
		rm "$TREX_RUN_DIR/log"; mkdir "$TREX_RUN_DIR/log"; ln -s / "$TREX_RUN_DIR/root"`))
	b.start()
	if run := b.final(b.launch("p", 1)[0].ID); run.Status != trex.Completed {
		t.Errorf("%s: %s", run.Status, run.Reason)
	}
}

func TestFolderDeletedUnderARun(t *testing.T) {
	t.Parallel()
	b := newBench(t, shell("p", `echo "step 1 loss=1"; `+untilGo+` exit 3`))
	_, stop := b.start()
	id := b.launch("p", 1)[0].ID
	b.appears(id, "log")
	// It is moved before it is deleted, so that the supervisor does not restore
	// files in a folder that is just being emptied.
	aside := filepath.Join(t.TempDir(), "aside")
	err := os.Rename(b.file(id, ""), aside)
	if err = errors.Join(err, os.RemoveAll(aside)); err != nil {
		t.Fatal(err)
	}
	b.appears(id, runner.LockFile)
	stop()
	b.start()
	b.write(id, "go")
	if run := b.final(id); run.Exit == nil || run.Exit.Code != 3 {
		t.Errorf("%s: %s, %+v", run.Status, run.Reason, run.Exit)
	}
}

func TestSystemMetrics(t *testing.T) {
	t.Parallel()
	b := newBench(t, shell("p", `while [ ! -e "$TREX_RUN_DIR/go" ]; do :; done`))
	b.params.SampleEvery = 50 * time.Millisecond
	b.start()
	id := b.launch("p", 1)[0].ID
	most := func(metric string) (most float64) {
		for _, p := range b.points(id, metric) {
			most = max(most, p.Value)
		}
		return most
	}
	b.until(id, "measured", func(trex.Run) bool { return most(trex.CPUMetric) > 0 })
	b.write(id, "go")
	b.final(id)
	if memory := most(trex.MemoryMetric); memory < 100<<10 || memory > 1<<30 {
		t.Errorf("memory %v", memory)
	}
}

func TestWatchdog(t *testing.T) {
	t.Parallel()
	for policy, want := range map[trex.WatchPolicy]trex.Status{trex.WatchStop: trex.Failed, trex.WatchNotify: trex.Cancelled} {
		t.Run(string(policy), func(t *testing.T) {
			t.Parallel()
			diverges := shell("p", `echo "step 1 loss=1"; echo "step 2 loss=nan"; sleep 1000`)
			diverges.Watch.Diverged = policy
			b := newBench(t, diverges)
			var offset atomic.Int64
			b.params.Now = func() time.Time { return time.Now().Add(time.Duration(offset.Load())) }
			b.start()
			run := b.launch("p", 1)[0]
			b.until(run.ID, "followed", func(r trex.Run) bool { return r.Best != nil })
			offset.Store(int64(30 * time.Second)) // young runs are left alone
			var warnings []trex.Warning
			b.until(run.ID, "warned of", func(trex.Run) bool {
				var err error
				if warnings, err = b.db.ListWarnings(t.Context(), run.Experiment); err != nil {
					t.Fatal(err)
				}
				return len(warnings) > 0
			})
			if warnings[0].Kind != trex.WarnDiverged || warnings[0].Policy != policy {
				t.Errorf("warning %+v", warnings[0])
			}
			if policy == trex.WatchNotify {
				b.stopRun(run.ID)
			}
			run = b.final(run.ID)
			if run.Status != want {
				t.Errorf("%s: %s", run.Status, run.Reason)
			}
			if policy == trex.WatchStop && !strings.Contains(run.Reason, warnings[0].Message) {
				t.Errorf("reason %q does not say %q", run.Reason, warnings[0].Message)
			}
		})
	}
}

func TestDiagnosis(t *testing.T) {
	t.Parallel()
	b := newBench(t, shell("p", `echo "Traceback (most recent call last):"; echo "ModuleNotFoundError: No module named 'torch'"; exit 1`))
	b.start()
	run := b.final(b.launch("p", 1)[0].ID)
	if run.Diagnosis == nil || run.Diagnosis.Kind != "missing_module" || run.Reason != run.Diagnosis.Cause {
		t.Errorf("%q, %+v", run.Reason, run.Diagnosis)
	}
}

// flaky is the local executor with added failures.
type flaky struct {
	*local.Executor
	startErr func() error
}

func (f *flaky) Start(ctx context.Context, job runner.Job) (runner.Handle, error) {
	if err := f.startErr(); err != nil {
		return nil, err
	}
	return f.Executor.Start(ctx, job)
}

func TestStartFails(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err    error
		times  int
		status trex.Status
		reason string
	}{
		"ForALittleWhile":  {errors.New("fork: no room"), 2, trex.Completed, ""},
		"ForGood":          {errors.New("fork: no room"), 1000, trex.Failed, "no room"},
		"CanNever":         {trex.Invalid("no such partition: gpu"), 1, trex.Failed, "no such partition: gpu"},
		"CannotForTheTime": {trex.Unavailable(errors.New("timeout"), "waits: slurmctld does not answer"), 2, trex.Completed, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, shell("p", "exit 0"))
			left := test.times
			b.params.Executors = []runner.Executor{&flaky{local.New(local.Params{}), func() error {
				if left--; left >= 0 {
					return test.err
				}
				return nil
			}}}
			b.start()
			run := b.final(b.launch("p", 1)[0].ID)
			if run.Status != test.status || !strings.Contains(run.Reason, test.reason) || (test.reason == "") != (run.Reason == "") {
				t.Errorf("%s, %q", run.Status, run.Reason)
			}
		})
	}
}
