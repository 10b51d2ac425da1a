package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestSupervisorIsSetUpEarly: every run has a supervisor, so a process must
// become one before packages that only the server needs are initialized.
func TestSupervisorIsSetUpEarly(t *testing.T) {
	cmd := exec.Command(os.Args[0], "supervise", t.TempDir()+"/none")
	cmd.Env = []string{"GODEBUG=inittrace=1"}
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "trex supervise: open run folder") || !strings.Contains(string(out), "\ninit os ") {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, late := range []string{"regexp", module, module + "/runner/metrics", module + "/agent/internal/vocab"} {
		if strings.Contains(string(out), "\ninit "+late+" @") {
			t.Errorf("%s was initialized before a supervisor began", late)
		}
	}
}

const module = "github.com/trex-ml/trex"
