package card

import (
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/bottest/samples"
)

func TestSeedNote(t *testing.T) {
	project := samples.Project()
	run := func(lr, seed, value float64) trex.Run {
		config := project.Defaults()
		config["lr"], config["seed"] = trex.Number(lr), trex.Number(seed)
		return trex.Run{Config: config, Best: &trex.Best{Value: value}}
	}
	for name, test := range map[string]struct {
		runs []trex.Run
		want string
	}{
		"OneEach":  {[]trex.Run{run(0.1, 0, 1), run(0.2, 0, 2)}, "one seed each: other seeds may rank them differently"},
		"Repeated": {[]trex.Run{run(0.1, 0, 1), run(0.1, 1, 2), run(0.2, 0, 5)}, "lr 0.1: 1.500 ± 0.71 over 2 seeds"},
		"OnlySeeds": {
			[]trex.Run{run(0.1, 0, 1), run(0.1, 1, 2), run(0.1, 2, 3)},
			"2 ± 1 over 3 seeds",
		},
		"Single": {[]trex.Run{run(0.1, 0, 1)}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := SeedNote(project, test.runs); got != test.want {
				t.Errorf("seedNote = %q, want %q", got, test.want)
			}
		})
	}
}
