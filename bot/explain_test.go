package bot_test

import (
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/bottest"
)

// TestRetryOfExplainedRuns checks that the button under an explanation retries the
// runs that were asked about, and no others of their experiments.
func TestRetryOfExplainedRuns(t *testing.T) {
	t.Parallel()
	script := bottest.Script{"why": bottest.Always(agent.Intent{Kind: agent.Explain, Runs: []trex.RunID{"r1", "r3"}})}
	play(t, script, nil, func(s *scene) {
		s.launchFor("ann", "", bottest.Configs("lr", 1, 2))
		s.launchFor("ann", "", bottest.Configs("lr", 3))
		for _, id := range []trex.RunID{"r1", "r2", "r3"} {
			s.Worker.Start(id)
			s.Finish(id, trex.Failed, "disk full", nil)
		}
		s.Say("ann", s.Channel(), "why")
		m := s.last("r1 and r3 failed alike: disk full")
		s.Click("ann", m, "Retry")
		s.last("2 runs", "lr ∈ 1, 3")
	})
}
