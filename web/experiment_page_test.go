package web

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
)

func TestSeedsAreGroupedUnderTheFirst(t *testing.T) {
	t.Parallel()
	run := func(id trex.RunID, lr, seed float64) trex.Run {
		return trex.Run{ID: id, Config: trex.RunConfig{"lr": trex.Number(lr), "seed": trex.Number(seed)}}
	}
	runs := []trex.Run{run("r1", 0.1, 1), run("r2", 0.2, 1), run("r3", 0.1, 2), run("r4", 0.3, 1), run("r5", 0.2, 2)}
	want := map[trex.RunID]trex.RunID{"r1": "r1", "r3": "r1", "r2": "r2", "r5": "r2"}
	if diff := cmp.Diff(want, firstOfSeeds(&comparison{runs: runs})); diff != "" {
		t.Error(diff)
	}
}
