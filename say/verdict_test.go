package say

import (
	"testing"

	"github.com/trex-ml/trex"
)

func TestVerdict(t *testing.T) {
	for want, verdict := range map[string]*trex.Verdict{
		"":                         nil,
		"became NaN at epoch 4":    {Kind: trex.VerdictNaN, SinceStep: 4},
		"became ∞ at epoch 1,200":  {Kind: trex.VerdictDiverged, SinceStep: 1200},
		"overfits from epoch 11":   {Kind: trex.VerdictOverfits, SinceStep: 11},
		"gets worse from epoch 11": {Kind: trex.VerdictWorsens, SinceStep: 11},
		"still improving":          {Kind: trex.VerdictStillImproving, SinceStep: 20},
		"stalled at epoch 3":       {Kind: trex.VerdictStalled, SinceStep: 3},
		"flat from epoch 5":        {Kind: trex.VerdictFlat, SinceStep: 5},
	} {
		run := trex.Run{Verdict: verdict, Progress: trex.Progress{Unit: "epoch"}}
		if got := Verdict(&run); got != want {
			t.Errorf("Verdict of %+v = %q, want %q", verdict, got, want)
		}
	}
	running := trex.Run{Status: trex.Running, Verdict: &trex.Verdict{Kind: trex.VerdictNaN, SinceStep: 4}}
	if got := Verdict(&running); got != "NaN since step 4" {
		t.Errorf("Verdict of a run that goes on = %q", got)
	}
}
