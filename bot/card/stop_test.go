package card_test

import (
	"slices"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/card"
)

// TestStoppedTellsThemApart: of the runs that were named, some stop now, some were
// asked before, and some have ended.
func TestStoppedTellsThemApart(t *testing.T) {
	t.Parallel()
	run := func(id trex.RunID, status trex.Status) trex.Run {
		return trex.Run{ID: id, Status: status, StopAsked: time.Unix(1, 0)}
	}
	m := card.Stopped(
		trex.Stopped{Runs: []trex.Run{run("r1", trex.Running), run("r2", trex.Cancelled)}},
		[]trex.Run{run("r3", trex.Running), run("r4", trex.Running), run("r5", trex.Completed)},
	)
	var notes []string
	for _, block := range m.Blocks {
		notes = append(notes, block.Note)
	}
	want := []string{"asked to stop before: r3 and r4", "r5 (completed) had ended meanwhile"}
	if m.Headline != "■ stopping r1, took r2 off the queue" || !slices.Equal(notes, want) {
		t.Errorf("%q with %q", m.Headline, notes)
	}
}
