package bot_test

import (
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot"
	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/store/storetest"
)

// TestBestOfAProject has more runs than are looked at, and a goal to maximise.
func TestBestOfAProject(t *testing.T) {
	project := bottest.Project()
	project.Objective = trex.Objective{Metric: "val_acc", Goal: trex.Maximize}
	script := bottest.Script{"best": bottest.Always(agent.Intent{Kind: agent.Best, Project: "digits"})}
	play(t, script, with(bot.Params{Projects: []trex.Project{project}}), func(s *scene) {
		storetest.Accuracies(s.t, s.Store, 120)
		s.Say("ann", s.Channel(), "best")
		s.last("r5 is best of digits", "0.99")
	})
}
