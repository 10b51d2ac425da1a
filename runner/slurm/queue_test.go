package slurm

import (
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/trex-ml/trex/internal/bubble"
)

// TestPaceOfQuestions: a queue that does not change is asked for less and less
// often, until it changes or somebody waits for the answer.
func TestPaceOfQuestions(t *testing.T) {
	answer := func(state string) string {
		return `#!/bin/sh
echo . >>"$(dirname "$0")/asked"
echo '{"errors":[],"jobs":[{"job_id":12,"job_state":"` + state + `"}]}'
`
	}
	dir := standIns(t, map[string]string{"squeue": answer("PENDING")})
	asked := func() int {
		data, _ := os.ReadFile(filepath.Join(dir, "asked"))
		return len(data) / 2
	}
	synctest.Test(t, func(t *testing.T) {
		q := newQueue(&commands{environ: os.Environ()}, 2*time.Second)
		during := func(span time.Duration) int {
			before := asked()
			for end := time.Now().Add(span); time.Now().Before(end); bubble.Pass(100 * time.Millisecond) {
				if _, err := q.look(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			return asked() - before
		}
		during(time.Minute)
		if n := during(time.Minute); n < 9 || n > 11 {
			t.Errorf("asked %d times in a minute in which nothing happened, want 10", n)
		}
		put(t, filepath.Join(dir, "squeue"), answer("RUNNING"))
		during(7 * time.Second)
		q.want()
		if n := during(3 * time.Second); n < 1 {
			t.Errorf("asked %d times in three seconds in which somebody waited", n)
		}
	})
}
