package runner_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runner"
)

func gpus(n int) func(context.Context) ([]runner.GPU, error) {
	list := make([]runner.GPU, n)
	for i := range list {
		list[i] = runner.GPU{Index: i, Bytes: 16 << 30}
	}
	return func(context.Context) ([]runner.GPU, error) { return list, nil }
}

// wants is a project that shows what it sees of GPUs and waits.
func wants(name string, n int) trex.Project {
	p := shell(name, `echo "sees <$CUDA_VISIBLE_DEVICES>"; `+untilGo)
	p.Resources.GPUs = n
	return p
}

func (b *bench) sees(id trex.RunID) string { return strings.Split(b.appears(id, "log"), "\n")[0] }

func TestGPUsAreExclusive(t *testing.T) {
	t.Parallel()
	b := newBench(t, wants("one", 1), wants("two", 2), wants("none", 0))
	b.params.GPUs, b.params.Slots = gpus(3), 8
	r, stop := b.start()
	two, ones := b.launch("two", 1)[0].ID, b.launch("one", 2)
	if got := b.sees(two); got != "sees <0,1>" {
		t.Error(got)
	}
	if got := b.sees(ones[0].ID); got != "sees <2>" {
		t.Error(got)
	}
	none := b.launch("none", 1)[0].ID
	if got := b.sees(none); got != "sees <>" {
		t.Errorf("a run without GPUs: %s", got)
	}
	waiting := b.until(ones[1].ID, "told what it waits for", func(r trex.Run) bool { return r.Reason != "" })
	if waiting.Status != trex.Pending || waiting.Reason != "waits for 1 GPU: 0 of 3 free" {
		t.Errorf("%s: %q", waiting.Status, waiting.Reason)
	}
	if c := r.Capacity(); c.GPUs != 3 || c.GPUsBusy != 3 {
		t.Errorf("%+v", c)
	}
	stop() // which run holds which GPU survives a restart
	b.start()
	b.write(ones[0].ID, "go")
	if got := b.sees(ones[1].ID); got != "sees <2>" {
		t.Errorf("after the restart: %s", got)
	}
	for _, id := range []trex.RunID{two, ones[1].ID, none} {
		b.write(id, "go")
		if run := b.final(id); run.Status != trex.Completed || run.Reason != "" {
			t.Errorf("%s: %s %q", id, run.Status, run.Reason)
		}
	}
}

// TestGPUsAreKeptForWhoWaits: runs that need few GPUs do not pass for ever a
// run that needs many; one that needs none passes.
func TestGPUsAreKeptForWhoWaits(t *testing.T) {
	t.Parallel()
	b := newBench(t, wants("one", 1), wants("two", 2), wants("none", 0))
	b.params.GPUs, b.params.Slots = gpus(2), 8
	b.start()
	first := b.launch("one", 1)[0].ID
	b.sees(first)
	two := b.launch("two", 1)[0].ID
	b.until(two, "waiting", func(r trex.Run) bool { return r.Reason != "" })
	later, none := b.launch("one", 1)[0].ID, b.launch("none", 1)[0].ID
	b.sees(none)
	if run, err := b.db.FindRun(t.Context(), later); err != nil || run.Status != trex.Pending {
		t.Errorf("a later run took the GPU: %s, %v", run.Status, err)
	}
	b.write(first, "go")
	b.sees(two)
	b.write(two, "go")
	b.sees(later)
	for _, id := range []trex.RunID{later, none} {
		b.write(id, "go")
		b.final(id)
	}
}

func TestMoreGPUsThanThereAre(t *testing.T) {
	t.Parallel()
	b := newBench(t, wants("two", 2))
	b.params.GPUs = gpus(1)
	b.start()
	run := b.final(b.launch("two", 1)[0].ID)
	const want = "two asks for 2 GPUs a run, and this machine has 1 GPU"
	if run.Status != trex.Failed || run.Reason != want {
		t.Errorf("%s: %q", run.Status, run.Reason)
	}
}

// TestGPUsUnknown: while nvidia-smi fails, no run that needs a GPU is refused.
func TestGPUsUnknown(t *testing.T) {
	t.Parallel()
	b := newBench(t, wants("one", 1), shell("cpu", "exit 0"))
	b.params.GPUs = func(context.Context) ([]runner.GPU, error) {
		return nil, errors.New("driver/library version mismatch")
	}
	b.start()
	id := b.launch("one", 1)[0].ID
	run := b.until(id, "waiting", func(r trex.Run) bool { return r.Reason != "" })
	if run.Status != trex.Pending || !strings.Contains(run.Reason, "GPUs") {
		t.Errorf("%s: %q", run.Status, run.Reason)
	}
	if run := b.final(b.launch("cpu", 1)[0].ID); run.Status != trex.Completed {
		t.Errorf("a run without GPUs: %s %q", run.Status, run.Reason)
	}
}

func nvidiaSMI(t *testing.T, script string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "nvidia-smi")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestDetectGPUs(t *testing.T) {
	path := nvidiaSMI(t, `case "$1" in
		*memory.total*) printf '0, GPU-aa11, 81559, NVIDIA H100 80GB HBM3\n1, GPU-bb22, 16384, Odd, Name\n';;
		*) printf '0, 97, 40960\n1, [N/A], 12\n';; esac`)
	list, err := runner.DetectGPUs(path)(t.Context())
	want := []runner.GPU{{Index: 0, UUID: "GPU-aa11", Name: "NVIDIA H100 80GB HBM3", Bytes: 81559 << 20}, {Index: 1, UUID: "GPU-bb22", Name: "Odd, Name", Bytes: 16 << 30}}
	if err != nil || !slices.Equal(list, want) {
		t.Errorf("%+v, %v", list, err)
	}
	for visible, want := range map[string]string{
		"1": "[1]", "1,0,1": "[1 0]", " 0 , 1": "[0 1]", "GPU-bb": "[1]", "0,7,1": "[0]", "-1": "[]", "": "[]", "NoDevFiles": "[]", "GPU-": "[]",
	} {
		given, err := runner.VisibleGPUs(runner.DetectGPUs(path), visible)(t.Context())
		numbers := make([]int, len(given))
		for i, gpu := range given {
			numbers[i] = gpu.Index
		}
		if err != nil || fmt.Sprint(numbers) != want {
			t.Errorf("CUDA_VISIBLE_DEVICES=%q leaves %v, %v, want %s", visible, numbers, err, want)
		}
	}
	uses, err := runner.SampleGPUs(path)(t.Context())
	if err != nil || fmt.Sprint(uses) != "[{0 97 42949672960} {1 0 12582912}]" {
		t.Errorf("%+v, %v", uses, err)
	}
	for name, script := range map[string]string{
		"fails": "echo 'NVML: Driver/library version mismatch'; exit 18", "no table": "echo No devices were found", "bad index": "echo x, GPU-1, 1, y",
	} {
		if list, err := runner.DetectGPUs(nvidiaSMI(t, script))(t.Context()); err == nil {
			t.Errorf("%s: %+v without an error", name, list)
		}
	}
	t.Setenv("PATH", t.TempDir())
	if list, err := runner.DetectGPUs("")(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("no nvidia-smi: %+v, %v", list, err)
	}
}

func TestGPUMetrics(t *testing.T) {
	t.Parallel()
	b := newBench(t, wants("two", 2))
	b.params.GPUs, b.params.SampleEvery = gpus(3), 20*time.Millisecond
	b.params.GPUUse = func(context.Context) ([]runner.GPUUse, error) {
		return []runner.GPUUse{{Index: 0, Percent: 40, Bytes: 1}, {Index: 1, Percent: 60, Bytes: 2}, {Index: 2, Percent: 99, Bytes: 99}}, nil
	}
	b.start()
	id := b.launch("two", 1)[0].ID
	b.until(id, "measured", func(trex.Run) bool { return len(b.points(id, trex.GPUMetric)) > 0 })
	b.write(id, "go")
	b.final(id)
	if util, memory := b.points(id, trex.GPUMetric)[0].Value, b.points(id, trex.GPUMemoryMetric)[0].Value; util != 50 || memory != 3 {
		t.Errorf("util %v, memory %v", util, memory)
	}
}

// TestFairOrder: one person's long queue does not hold up another's single run.
func TestFairOrder(t *testing.T) {
	t.Parallel()
	b := newBench(t, shell("p", `echo "$TREX_RUN_ID" >>"$TREX_RUN_DIR/../order"`))
	b.params.Slots = 1
	b.launchBy(ada, "p", 10)
	bob := b.launchBy(trex.Person{Platform: "web", ID: "U2", Name: "Bob"}, "p", 1)[0].ID
	b.start()
	last := trex.MakeRunID(10)
	b.final(last)
	order := strings.Fields(b.read("", "order"))
	if at := slices.Index(order, string(bob)); at < 0 || at > 2 {
		t.Errorf("Bob's run came as number %d of %v", at+1, order)
	}
}
