package local

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runner"
)

// fakeNvidia stands in for nvidia-smi on a machine of two GPUs.
const fakeNvidia = `#!/bin/sh
case $1 in
--query-gpu=index,uuid,*) printf '0, GPU-a, 1000, Fake\n1, GPU-b, 1000, Fake\n' ;;
*) printf '0, 10, 100\n1, 20, 200\n' ;;
esac
`

// TestMeasure: what a run uses is written into its folder until it ends.
func TestMeasure(t *testing.T) {
	bin := t.TempDir()
	if err := os.WriteFile(filepath.Join(bin, "nvidia-smi"), []byte(fakeNvidia), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	t.Setenv("CUDA_VISIBLE_DEVICES", "1")
	job := newJob(t, `while [ ! -e "$TREX_RUN_DIR/go" ]; do :; done`)
	h := start(t, job)
	until(t, func() bool { return !h.Report().StartedAt.IsZero() })
	supervisor, err := supervised(job.Dir)
	if err != nil || supervisor == nil {
		t.Fatalf("supervisor: %v, %v", supervisor, err)
	}
	defer supervisor.Close()
	done := make(chan error, 1)
	go func() { done <- measure(supervisor.pid, 50*time.Millisecond, job.Dir) }()
	path := filepath.Join(job.Dir, runner.UsageFile)
	until(t, func() bool { return len(usage(t, path)) >= 3 })
	if err := os.WriteFile(filepath.Join(job.Dir, "go"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	h.mustEnd(t)
	if err := <-done; err != nil {
		t.Errorf("measure until the end: %v", err)
	}
	cpu := 0.0
	for _, line := range usage(t, path) {
		cpu = max(cpu, line[trex.CPUMetric])
		if line[trex.MemoryMetric] <= 0 || line[trex.GPUMetric] != 20 || line[trex.GPUMemoryMetric] != 200<<20 {
			t.Errorf("measured %v", line)
		}
	}
	if cpu <= 0 {
		t.Error("a busy loop used no processor")
	}
	if err := measure(supervisor.pid, time.Hour, job.Dir); err != nil {
		t.Errorf("measure what has ended: %v", err)
	}
}

func until(t *testing.T, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(2 * patience); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("waited in vain")
		}
	}
}

// usage reads the lines that are whole.
func usage(t *testing.T, path string) (lines []map[string]float64) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer file.Close()
	for scanner := bufio.NewScanner(file); scanner.Scan(); {
		var line map[string]float64
		if err := json.Unmarshal(scanner.Bytes(), &line); err != nil {
			t.Fatalf("%q: %v", scanner.Text(), err)
		}
		lines = append(lines, line)
	}
	return lines
}
