package bot_test

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/bot/chat"
)

// endless is an agent that thinks until it is told to stop.
type endless struct{}

func (endless) Understand(ctx context.Context, _ agent.Request) (agent.Intent, error) {
	<-ctx.Done()
	return agent.Intent{}, ctx.Err()
}

func TestWhoIsCutOffIsTold(t *testing.T) {
	t.Parallel()
	play(t, bottest.Script{}, nil, func(s *scene) {
		s.Stop()
		s.Params.Agent = endless{}
		s.Start()
		handle := func(events ...chat.Event) {
			ctx, stop := context.WithCancel(s.t.Context())
			for _, event := range events {
				event.Person = s.Person("ann")
				go s.Bot.Handle(ctx, event)
			}
			synctest.Wait()
			stop()
		}
		asked := chat.Event{ID: "1", Thread: s.Channel(), Did: chat.Said{Text: "two", Mention: true}}
		handle(asked, chat.Event{ID: "2", Thread: trex.Thread{Platform: "memory", Channel: "C1", ID: "T9"}, Did: chat.Said{Text: "hi", Continue: true}})
		if m := s.last("I was restarted"); !m.Whisper || s.times("I was restarted") != 1 {
			t.Errorf("told %d times: %+v", s.times("I was restarted"), m)
		}
		handle(asked) // delivered again: it was seen
		if n := s.times("I was restarted"); n != 1 {
			t.Errorf("told %d times", n)
		}
	})
}
