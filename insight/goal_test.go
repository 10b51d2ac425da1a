package insight

import (
	"testing"

	"github.com/trex-ml/trex"
)

func TestGoalOf(t *testing.T) {
	objective := trex.Objective{Metric: "speed", Goal: trex.Maximize}
	for metric, want := range map[string]trex.Goal{
		"speed": trex.Maximize, "val_loss": trex.Minimize, "train/loss": trex.Minimize, "val_acc": trex.Maximize,
		"Accuracy": trex.Maximize, "eval.f1": trex.Maximize, "score_loss": trex.Minimize, "episode_reward": trex.Maximize,
		"lr": "", "grad_norm": "", "gloss": "", "": "",
	} {
		if got, ok := GoalOf(objective, metric); got != want || ok != (want != "") {
			t.Errorf("GoalOf(%q) = %q, %t, want %q", metric, got, ok, want)
		}
	}
}
