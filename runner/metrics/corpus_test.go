package metrics

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
)

var update = flag.Bool("update", false, "write the expected points anew; look at what changed")

// expected is what a captured log must give, as text: NaN is no JSON number.
type expected struct {
	Points   map[string]string `json:"points"`   // metric → "step:value step:value …"
	Progress string            `json:"progress"` // the last
}

func expect(points []trex.Point, progress *trex.Progress) expected {
	e := expected{Points: map[string]string{}}
	for _, p := range points {
		e.Points[p.Metric] = strings.TrimSpace(fmt.Sprintf("%s %d:%g", e.Points[p.Metric], p.Step, p.Value))
	}
	if progress != nil {
		e.Progress = fmt.Sprintf("%g/%g %s", progress.Done, progress.Total, progress.Unit)
	}
	return e
}

// readAll reads a log as one piece.
func readAll(t *testing.T, log []byte) ([]trex.Point, *trex.Progress) {
	t.Helper()
	p, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	first, last := p.Feed(log, time.Time{}), p.Flush(time.Time{})
	if last.Progress == nil {
		last.Progress = first.Progress
	}
	return append(first.Points, last.Points...), last.Progress
}

// TestCorpus reads what real scripts printed: testdata/scripts, captured by
// testdata/capture.sh.
func TestCorpus(t *testing.T) {
	logs, err := filepath.Glob("testdata/logs/*.log")
	if err != nil || len(logs) < 20 {
		t.Fatalf("the corpus is missing: %d logs, %v", len(logs), err)
	}
	for _, path := range logs {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".log"), func(t *testing.T) {
			log, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			golden := strings.TrimSuffix(path, ".log") + ".json"
			points, progress := readAll(t, log)
			got := expect(points, progress)
			if *update {
				writeGolden(t, golden, got)
			}
			var want expected
			data, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(data, &want); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("points (-want +got):\n%s", diff)
			}
			for seed := range int64(8) {
				if diff := cmp.Diff(want, expect(readPieces(t, log, seed))); diff != "" {
					t.Fatalf("in pieces, seed %d (-want +got):\n%s", seed, diff)
				}
			}
		})
	}
}

func writeGolden(t *testing.T, path string, e expected) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(e); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// readPieces reads a log in pieces of any size, and now and then continues with
// another parser where a crash would have left the first: at its saved state,
// and with the bytes it had pending.
func readPieces(t *testing.T, log []byte, seed int64) ([]trex.Point, *trex.Progress) {
	t.Helper()
	random := rand.New(rand.NewSource(seed))
	var points []trex.Point
	var progress *trex.Progress
	take := func(b Batch) {
		points = append(points, b.Points...)
		if b.Progress != nil {
			progress = b.Progress
		}
	}
	p, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for at := 0; at < len(log); {
		end := min(len(log), at+1+random.Intn(200))
		take(p.Feed(log[at:end], time.Time{}))
		at = end
		if random.Intn(4) > 0 {
			continue
		}
		at -= p.Pending()
		state := p.State()
		if p, err = New(Options{}); err != nil {
			t.Fatal(err)
		}
		if err := p.Restore(state); err != nil {
			t.Fatal(err)
		}
	}
	take(p.Flush(time.Time{}))
	return points, progress
}
