package agent

import (
	"strings"
	"testing"

	"github.com/trex-ml/trex"
)

// TestSeed: messages about seeds are read alike, whatever a project calls its
// seed.
func TestSeed(t *testing.T) {
	for _, project := range []trex.Project{withSeed("seed", ""), withSeed("train_seed", ""), withSeed("random_state", ""), withSeed("replicate", "replicate")} {
		name := project.Params[1].Name
		for text, want := range map[string]string{
			"3 seeds":                  "3 runs: SEED ∈ {1, 2, 3}; the rest default",
			"lr 0.1 and 0.2, x2 seeds": "4 runs: lr ∈ {0.1, 0.2}, SEED ∈ {1, 2}",
			"repeat it 3 times":        "3 runs: SEED ∈ {1, 2, 3}; the rest default",
			"lr 0.2, seeds 0 to 3":     "4 runs: SEED ∈ {0, 1, 2, 3}, lr 0.2",
			"SEED from 0 to 3":         "4 runs: SEED ∈ {0, 1, 2, 3}; the rest default",
			"set the random seed to 7": "1 run: SEED 7; the rest default",
			"seeds 5":                  "“seeds 5”: is that the seed 5, or so many different seeds?",
			"different seeds":          "How many seeds? Say for example “3 seeds”.",
		} {
			text, want = strings.ReplaceAll(text, "SEED", name), strings.ReplaceAll(want, "SEED", name)
			t.Run(name+"/"+text, func(t *testing.T) {
				intent, err := NewGrammar().Understand(t.Context(), Request{Text: text, Projects: []trex.Project{project}})
				if got := intent.Reading + intent.Reply; err != nil || got != want {
					t.Errorf("read as %q, %v, want %q", got, err, want)
				}
			})
		}
	}
}

func withSeed(name, named string) trex.Project {
	return trex.Project{Name: "net", Seed: named, Params: []trex.Param{
		{Name: "lr", Type: trex.Float, Default: trex.Number(0.1), Scale: trex.Log},
		{Name: name, Type: trex.Int, Default: trex.Number(1)},
	}}
}
