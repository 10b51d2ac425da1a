//go:build e2e

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// script is a typical trainer: argparse, with defaults that its --help does not
// print.
const script = `import argparse
p = argparse.ArgumentParser(description="Fits a line.")
p.add_argument("--lr", type=float, default=0.01, help="learning rate")
p.add_argument("--batch-size", type=int, default=32)
p.add_argument("--optimizer", choices=["sgd", "adam"], default="sgd")
p.add_argument("--no-amp", action="store_true")
a = p.parse_args()
print("ran with", a.lr, a.batch_size, a.optimizer, "val_loss=1.0")
`

func TestInitReadsAScriptWithoutPrintedDefaults(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "train.py"), []byte(script), 0o644); err != nil {
		t.Fatal(err)
	}
	command := exec.Command(filepath.Join(binaries, "trex"), "init", "train.py")
	command.Dir = dir
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("trex init: %v\n%s", err, output)
	}
	written, err := os.ReadFile(filepath.Join(dir, "trex.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{
		`command: ["python3", "train.py", "--lr", "{lr}", "--batch-size", "{batch_size}", "--optimizer", "{optimizer}"]`,
		`lr: {type: float, default: 0.01, scale: log, description: "learning rate"}`, `batch_size: {type: int, default: 32}`,
		`choices: ["sgd", "adam"]`, "# --no-amp takes no value", `metric: "val_loss"`,
	} {
		if !strings.Contains(string(written), part) {
			t.Errorf("trex.yaml does not contain %s:\n%s", part, written)
		}
	}
}
