package runner_test

import (
	"testing"

	"github.com/trex-ml/trex"
)

// TestVerdict: a run is broken from the point that shows it, also across a
// restart of Trex. It is whole again when it recovers, and judged as it ends.
func TestVerdict(t *testing.T) {
	t.Parallel()
	epochs := func(from int, values string) string {
		return `i=` + string(rune('0'+from)) + `; for v in ` + values + `; do echo "epoch $i/20 loss=$v"; i=$((i+1)); done; `
	}
	b := newBench(t, shell("p", epochs(1, "0.9 0.7 0.5 nan nan")+untilGo+`rm "$TREX_RUN_DIR/go"; `+
		epochs(6, "nan nan")+untilGo+`rm "$TREX_RUN_DIR/go"; `+
		epochs(8, "0.6 0.5")+untilGo+`i=10; for v in 0.4 0.5 0.6 0.7 0.8 0.9 1.0; do echo "epoch $i/20 loss=$v"; i=$((i+1)); done`))
	_, stop := b.start()
	id := b.launch("p", 1)[0].ID
	broken := func(run trex.Run) bool { return run.Verdict != nil && run.Verdict.Kind == trex.VerdictNaN }
	run := b.until(id, "broken", broken)
	if run.Verdict.SinceStep != 4 {
		t.Errorf("broken since %d, want 4", run.Verdict.SinceStep)
	}
	if _, ranked := run.Score(); ranked || run.Best == nil || run.Best.Value != 0.5 {
		t.Errorf("a broken run ranks, or its best is lost: %+v", run.Best)
	}
	stop()
	b.start()
	b.write(id, "go")
	run = b.until(id, "more of it", func(trex.Run) bool { return len(b.points(id, "loss")) >= 7 })
	if !broken(run) || run.Verdict.SinceStep != 4 {
		t.Errorf("after a restart: %+v, want broken since 4", run.Verdict)
	}
	b.write(id, "go")
	run = b.until(id, "whole again", func(run trex.Run) bool { return run.Verdict == nil })
	if _, ranked := run.Score(); !ranked {
		t.Error("a run that recovered does not rank")
	}
	b.write(id, "go")
	run = b.final(id)
	if run.Verdict == nil || *run.Verdict != (trex.Verdict{Kind: trex.VerdictWorsens, SinceStep: 11}) {
		t.Errorf("at the end: %+v, want worse from 11", run.Verdict)
	}
}
