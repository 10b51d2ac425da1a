package diagnose

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
)

var update = flag.Bool("update", false, "write the expected diagnoses anew; look at what changed")

// expected is the diagnosis for a log, and how the command ended.
type expected struct {
	Exit     trex.Exit      `json:"exit"`
	Kind     string         `json:"kind"`
	Cause    string         `json:"cause"`
	Fix      trex.RunConfig `json:"fix,omitempty"`
	Evidence []string       `json:"evidence,omitempty"`
}

var project = trex.Project{
	Name: "digits", Dir: "/run",
	Params: []trex.Param{
		{Name: "lr", Type: trex.Float, Default: trex.Number(0.1)},
		{Name: "batch_size", Type: trex.Int, Default: trex.Number(32)},
	},
}

var config = trex.RunConfig{"lr": trex.Number(0.1), "batch_size": trex.Number(64)}

// TestCorpus explains what real failures printed: testdata/scripts, captured by
// testdata/capture.py.
func TestCorpus(t *testing.T) {
	logs, err := filepath.Glob("testdata/logs/*.log")
	if err != nil || len(logs) < 90 {
		t.Fatalf("the corpus is missing: %d logs, %v", len(logs), err)
	}
	for _, path := range logs {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".log"), func(t *testing.T) {
			log, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			golden := strings.TrimSuffix(path, ".log") + ".json"
			data, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			var want expected
			if err := json.Unmarshal(data, &want); err != nil {
				t.Fatal(err)
			}
			d := Explain(Case{Exit: want.Exit, Tail: log, Project: project, Config: config})
			got := expected{want.Exit, d.Kind, d.Cause, d.Fix, d.Evidence}
			if *update {
				writeGolden(t, golden, got)
				return
			}
			if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b trex.Value) bool { return a == b })); diff != "" {
				t.Errorf("diagnosis (-want +got):\n%s", diff)
			}
		})
	}
}

// writeGolden keeps only those fields of the exit that a capture knows.
func writeGolden(t *testing.T, path string, e expected) {
	t.Helper()
	exit := map[string]any{"code": e.Exit.Code}
	if e.Exit.Signal != "" {
		exit["signal"] = e.Exit.Signal
	}
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(struct {
		Exit     any            `json:"exit"`
		Kind     string         `json:"kind"`
		Cause    string         `json:"cause"`
		Fix      trex.RunConfig `json:"fix,omitempty"`
		Evidence []string       `json:"evidence,omitempty"`
	}{exit, e.Kind, e.Cause, e.Fix, e.Evidence})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
