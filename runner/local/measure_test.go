package local

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/await"
	"github.com/trex-ml/trex/runner"
	"github.com/trex-ml/trex/runner/local/process"
)

// fakeNvidia stands in for nvidia-smi on a machine of two GPUs.
const fakeNvidia = `#!/bin/sh
case $1 in
--query-gpu=index,uuid,*) printf '0, GPU-a, 1000, Fake\n1, GPU-b, 1000, Fake\n' ;;
*) printf '0, 10, 100\n1, 20, 200\n' ;;
esac
`

// TestMeasure: a run's use is written into its folder until it ends. The run is
// busy until the test has seen that: nobody knows when it gets a processor.
func TestMeasure(t *testing.T) {
	bin := t.TempDir()
	if err := os.WriteFile(filepath.Join(bin, "nvidia-smi"), []byte(fakeNvidia), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	t.Setenv("CUDA_VISIBLE_DEVICES", "1")
	job := newJob(t, `while [ ! -e "$TREX_RUN_DIR/go" ]; do :; done`)
	h := start(t, job)
	await.Until(t, "the command to begin", func() bool { return !h.Report().StartedAt.IsZero() })
	supervisor, err := supervised(job.Dir)
	if err != nil || supervisor == nil {
		t.Fatalf("supervisor: %v, %v", supervisor, err)
	}
	defer supervisor.Close()
	done := make(chan error, 1)
	go func() { done <- measure(supervisor.pid, 50*time.Millisecond, job.Dir) }()
	path := filepath.Join(job.Dir, runner.UsageFile)
	await.Until(t, "a busy loop to use a processor", func() bool {
		return slices.ContainsFunc(usage(t, path), func(line map[string]float64) bool { return line[trex.CPUMetric] > 0 })
	})
	touch(t, job, "go")
	h.mustEnd(t)
	if err := await.Value(t, "the measuring to end", done); err != nil {
		t.Errorf("measure until the end: %v", err)
	}
	for _, line := range usage(t, path) {
		if line[trex.MemoryMetric] <= 0 || line[trex.GPUMetric] != 20 || line[trex.GPUMemoryMetric] != 200<<20 {
			t.Errorf("measured %v", line)
		}
	}
	const nobody = 1 << 30 // more than any machine has
	if err := measure(nobody, time.Hour, job.Dir); err != nil {
		t.Errorf("measure what has ended: %v", err)
	}
}

// usage reads the lines that are whole.
func usage(t *testing.T, path string) (lines []map[string]float64) {
	t.Helper()
	data, _ := os.ReadFile(path)
	for text := range strings.Lines(string(data)) {
		if !strings.HasSuffix(text, "\n") {
			break
		}
		var line map[string]float64
		if err := json.Unmarshal([]byte(text), &line); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		lines = append(lines, line)
	}
	return lines
}

// TestMeter compares measurements with recorded process tables: first the
// command alone, then with a child, and others on the machine.
func TestMeter(t *testing.T) {
	t.Parallel()
	begun := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	m := meter{pid: 700, begun: begun}
	page := float64(os.Getpagesize())
	const supervisor = "700 (trex) S 1 700 700 0 -1 4194560 900 90 0 0 9999 9999 5000 5000 20 0 5 0 98000 1250000 2000 0"
	for _, look := range []struct {
		after time.Duration
		table []string
		want  []trex.Point
	}{
		{time.Second, []string{supervisor}, nil},
		{2 * time.Second, []string{
			supervisor,
			"701 (sh) R 700 701 700 0 -1 4194304 100 0 0 0 150 50 0 0 20 0 1 0 98001 2600000 200 0",
			"90 (python3) R 1 90 90 0 -1 4194304 100 0 0 0 70000 500 0 0 20 0 1 0 4000 9900000 90000 0",
		}, []trex.Point{{Metric: trex.MemoryMetric, Step: 2, Value: 200 * page}}},
		{12 * time.Second, []string{
			supervisor,
			"701 (sh) S 700 701 700 0 -1 4194304 100 50 0 0 160 50 20 10 20 0 1 0 98001 2600000 210 0", // and 0.4 s more, of its own and of one that ended
			"703 (python (3)) R 701 701 700 0 -1 4194304 100 0 0 0 200 10 0 0 20 0 1 0 98500 9600000 1000 0",
			"90 (python3) R 1 90 90 0 -1 4194304 100 0 0 0 80000 500 0 0 20 0 1 0 4000 9900000 95000 0",
		}, []trex.Point{
			{Metric: trex.MemoryMetric, Step: 12, Value: 1210 * page}, {Metric: trex.CPUMetric, Step: 12, Value: 25}, // 2.5 s of 10 s
		}},
	} {
		now := begun.Add(look.after)
		for i := range look.want {
			look.want[i].Time = now
		}
		if diff := cmp.Diff(look.want, m.points(recorded(t, look.table), now)); diff != "" {
			t.Errorf("after %s (-want +got):\n%s", look.after, diff)
		}
	}
}

// recorded reads a process table of lines as those of /proc/PID/stat.
func recorded(t *testing.T, table []string) []process.Process {
	t.Helper()
	proc := t.TempDir()
	for _, stat := range table {
		pid, _, _ := strings.Cut(stat, " ")
		if err := os.Mkdir(filepath.Join(proc, pid), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(proc, pid, "stat"), []byte(stat+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	all, err := process.Recorded(proc)
	if err != nil {
		t.Fatal(err)
	}
	return all
}
