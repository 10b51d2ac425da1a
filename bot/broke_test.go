package bot_test

import (
	"testing"

	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/bottest"
)

// TestABrokenAnswerEndsNothing: a mistake in one answer is told and logged, and the
// next message is answered.
func TestABrokenAnswerEndsNothing(t *testing.T) {
	t.Parallel()
	script := bottest.Script{
		"break": func(agent.Request) agent.Intent { panic("a mistake") },
		"stop":  bottest.Always(stopByID("r1")),
	}
	play(t, script, nil, func(s *scene) {
		s.launch(0.1)
		s.Say("ann", s.Channel(), "break")
		s.last("Something broke on our side")
		s.Say("ann", s.Channel(), "stop")
		s.last("■ took r1 off the queue")
	})
}
