package bot_test

import (
	"strings"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/internal/bubble"
)

// TestEstimates estimates runs with more or fewer epochs than the earlier ones had.
func TestEstimates(t *testing.T) {
	t.Parallel()
	line := func(epochs float64, lrs ...float64) func(agent.Request) agent.Intent {
		configs := bottest.Configs("lr", lrs...)
		for _, config := range configs {
			config["epochs"] = trex.Number(epochs)
		}
		return bottest.Always(agent.Intent{Kind: agent.Propose, Project: "digits", Configs: configs})
	}
	script := bottest.Script{"ten": line(10, 0.1), "hundred": line(100, 0.2, 0.3), "one": line(1, 0.4)}
	// ran completes a run of ten epochs in so many seconds.
	ran := func(s *scene, id trex.RunID, seconds time.Duration, total int) {
		s.Worker.Start(id)
		bubble.Pass(seconds * time.Second)
		s.Train(id, total, total, 0.5, 0.2)
		s.Finish(id, trex.Completed, "", nil)
	}
	play(t, script, nil, func(s *scene) {
		s.Say("ann", trex.Thread{}, "ten")
		if m := s.last("asked by ann"); strings.Contains(m.Text, "≈") {
			t.Errorf("an estimate from nothing: %s", m.Text)
		}
		for i, id := range s.launch(0.1, 0.2, 0.3) {
			ran(s, id, time.Duration(20+10*i), 10)
		}
		s.Say("ann", trex.Thread{}, "ten")
		s.last("≈ 30 s each (from 3 earlier runs)")
		s.Say("ann", trex.Thread{}, "hundred")
		s.last("≈ 5 min each (from 3 earlier runs), 2 slots free → done in about 5 min")
		s.Say("ann", trex.Thread{}, "one")
		s.last("≈ 3 s each (from 3 earlier runs)")
	})
	// Progress in another unit says nothing about epochs.
	play(t, script, nil, func(s *scene) {
		for _, id := range s.launch(0.1) {
			ran(s, id, 20, 600)
		}
		s.Say("ann", trex.Thread{}, "hundred")
		s.last("≈ 20 s each (from 1 earlier run)")
	}) // Without progress, the parameter's name shows the unit.
	play(t, script, nil, func(s *scene) {
		for _, id := range s.launch(0.1) {
			s.Worker.Start(id)
			bubble.Pass(20 * time.Second)
			s.Finish(id, trex.Completed, "", nil)
		}
		s.Say("ann", trex.Thread{}, "hundred")
		s.last("≈ 3 min each (from 1 earlier run)")
	})
}
