package web

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
)

func TestDiffering(t *testing.T) {
	names := []string{"lr", "epochs", "seed"}
	run := func(lr, seed float64) trex.Run {
		return trex.Run{Config: trex.RunConfig{"lr": trex.Number(lr), "epochs": trex.Number(9), "seed": trex.Number(seed)}}
	}
	if diff := cmp.Diff([]string{"lr", "seed"}, differing([]trex.Run{run(1, 1), run(1, 2), run(2, 1)}, names)); diff != "" {
		t.Errorf("differing (-want +got):\n%s", diff)
	}
	if got := differing([]trex.Run{run(1, 1)}, names); len(got) > 0 {
		t.Errorf("of one run %v differ", got)
	}
	if diff := cmp.Diff([]string{"lr", "epochs", "seed"}, names); diff != "" {
		t.Errorf("the names that were asked about changed:\n%s", diff)
	}
}
