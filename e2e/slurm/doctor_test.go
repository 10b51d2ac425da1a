//go:build e2e

package slurm

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestDoctor: trex doctor asks a compute node for a report. It waits at most
// half a minute for the node, so only its own jobs may be there.
func TestDoctor(t *testing.T) {
	for name, test := range map[string]struct {
		slurm string
		says  []string
		fails bool
	}{
		"Well":        {"slurm: {partition: main, setup: setup.sh}", []string{"✔ Slurm commands: slurm", "✔ Slurm partitions", "✔ Slurm accounting", "✔ Slurm job for p: a node sees"}, false},
		"NoPartition": {"slurm: {partition: nowhere}", []string{"✖ Slurm partition nowhere", "✖ Slurm job for p: a job of a second was not taken"}, true},
		"BadSetup":    {"slurm: {setup: missing.sh}", []string{"✖ Slurm job for p: the set-up file failed"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			config := "projects:\n  p:\n    command: [\"true\"]\n    executor: slurm\n    " + test.slurm + "\n"
			for name, text := range map[string]string{"trex.yaml": config, "setup.sh": "X=1\n"} {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			command := exec.Command(trexBinary, "doctor")
			command.Dir = dir
			output, err := command.CombinedOutput()
			if failed := err != nil; failed != test.fails {
				t.Errorf("failed: %t, %v\n%s", failed, err, output)
			}
			for _, want := range test.says {
				if !strings.Contains(string(output), want) {
					t.Errorf("it does not say %q:\n%s", want, output)
				}
			}
		})
	}
}
