package executortest

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/trex-ml/trex/internal/await"
	"github.com/trex-ml/trex/runner"
)

// reports: a handle reports that its run has begun when the command has begun,
// not when the engine starts to prepare it.
func reports(t *testing.T, target Target) {
	job := target.job(t, `while [ ! -e "$TREX_RUN_DIR/go" ]; do sleep 0.05; done`)
	handle := target.start(t, job)
	reporter, ok := handle.(runner.Reporter)
	if !ok {
		touch(t, filepath.Join(job.Dir, "go"))
		target.wait(t, handle)
		return
	}
	ended := make(chan struct{})
	ctx := await.Context(t)
	go func() { // an engine may check its job only while somebody waits for it
		defer close(ended)
		_, _ = handle.Wait(ctx)
	}()
	await.Until(t, "the handle to report that it began", func() bool {
		report := reporter.Report()
		if report.StartedAt.IsZero() {
			return false
		}
		if _, err := os.Stat(filepath.Join(job.Dir, "started")); err != nil {
			t.Errorf("it is said to have begun at %s, and %v", report.StartedAt, err)
		}
		if report.Waiting != "" {
			t.Errorf("it has begun and waits: %q", report.Waiting)
		}
		return true
	})
	touch(t, filepath.Join(job.Dir, "go"))
	<-ended
}
