package slurm

import (
	"os"
	"testing"

	"github.com/trex-ml/trex/runner/local"
)

// TestMain makes this binary stand for trex on the compute node.
func TestMain(m *testing.M) {
	if len(os.Args) == 4 && os.Args[1] == "supervise" {
		if os.Args[2] == "--sweep" {
			os.Exit(local.Sweep(os.Args[3]))
		}
		os.Exit(local.SuperviseInherited(os.Args[3]))
	}
	os.Exit(m.Run())
}
