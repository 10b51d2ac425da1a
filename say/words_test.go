package say

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/trex-ml/trex"
)

// TestWords reads the cases that the web client, which writes the same words, is
// tested with too.
func TestWords(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "words.json"))
	if err != nil {
		t.Fatal(err)
	}
	var cases struct {
		Number, Seconds, Ago [][2]any
		Visible              [][2]string
		Verdict              []judged
	}
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	check := func(what string, value, want any, got string) {
		t.Helper()
		if got != want {
			t.Errorf("%s of %v = %q, want %q", what, value, got, want)
		}
	}
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	seconds := func(value any) time.Duration { return time.Duration(value.(float64) * float64(time.Second)) }
	for _, c := range cases.Number {
		check("Number", c[0], c[1], Number(c[0].(float64)))
	}
	for _, c := range cases.Seconds {
		check("Duration", c[0], c[1], Duration(seconds(c[0])))
	}
	for _, c := range cases.Ago {
		check("Ago", c[0], c[1], Ago(now.Add(-seconds(c[0])), now))
	}
	for _, c := range cases.Visible {
		check("Visible", c[0], c[1], Visible(c[0]))
	}
	for _, c := range cases.Verdict {
		check("Judged", c, c.Want, Judged(c.run()))
	}
}

type judged struct {
	Status trex.Status
	Kind   trex.VerdictKind
	Since  int64
	Unit   string
	Best   *float64
	Want   string
}

func (j judged) run() *trex.Run {
	run := &trex.Run{Status: j.Status, Progress: trex.Progress{Unit: j.Unit}}
	if j.Kind != "" {
		run.Verdict = &trex.Verdict{Kind: j.Kind, SinceStep: j.Since}
	}
	if j.Best != nil {
		run.Best = &trex.Best{Value: *j.Best}
	}
	return run
}
