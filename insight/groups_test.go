package insight

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
)

func TestGroups(t *testing.T) {
	project := &trex.Project{Params: []trex.Param{{Name: "lr", Type: trex.Float}, {Name: "train_seed", Type: trex.Int}}}
	run := func(id trex.RunID, lr, seed float64) trex.Run {
		return trex.Run{ID: id, Config: trex.RunConfig{"lr": trex.Number(lr), "train_seed": trex.Number(seed)}}
	}
	runs := []trex.Run{run("r1", 0.1, 0), run("r2", 0.2, 0), run("r3", 0.1, 1), run("r4", 0.2, 0)}
	var got [][]trex.RunID
	for _, group := range Groups(project, runs) {
		got = append(got, ids(group))
	}
	if diff := cmp.Diff([][]trex.RunID{{"r1", "r3"}, {"r2", "r4"}}, got); diff != "" {
		t.Errorf("Groups (-want +got):\n%s", diff)
	}
	project.Params = project.Params[:1] // without a seed
	if n := len(Groups(project, runs)); n != 3 {
		t.Errorf("without a seed there are %d groups, want 3: only equal runs are one", n)
	}
}

func TestSpread(t *testing.T) {
	mean, deviation := Spread([]float64{1, 2, 3})
	if mean != 2 || deviation != 1 {
		t.Errorf("Spread = %v, %v, want 2, 1", mean, deviation)
	}
	if _, deviation := Spread([]float64{1}); !math.IsNaN(deviation) {
		t.Errorf("one value deviates by %v, want NaN", deviation)
	}
}
