package bot_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/bot/chat"
)

// blind is a platform that is no Finder.
type blind struct{ chat.Platform }

func (blind) FindPosted() {}

// TestPostsOverACrash has a crash between claiming a post and noting that it
// arrived.
func TestPostsOverACrash(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		blind   bool // the platform cannot tell what arrived
		arrived bool
		digest  string
		want    int // messages in the end
	}{
		{"ArrivedAndFound", false, true, "", 1},
		{"LostAndMissed", false, false, "", 1},
		{"ArrivedUnseen", true, true, "", 1},
		{"LostUnseen", true, false, "", 0}, // losing one is better than posting it twice
		{"CertainlyUnsent", true, false, "unsent", 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				service := bottest.NewService("memory")
				platform := service.Platform()
				if test.arrived {
					if _, err := platform.Post(t.Context(), trex.Thread{Platform: "memory", Channel: "C1", ID: "T1"},
						chat.Message{Key: "live:e1", Headline: "e1 · before the crash"}); err != nil {
						t.Fatal(err)
					}
				}
				if test.blind {
					platform = blind{platform}
				}
				s := &scene{t: t, Memory: bottest.NewMemory(t, service), Stage: bottest.NewStage(t, bottest.Script{}, platform)}
				if _, _, err := s.Store.ClaimPost(t.Context(), trex.Post{
					Key: "live:e1", Platform: "memory", Channel: "C1", Digest: test.digest,
				}); err != nil {
					t.Fatal(err)
				}
				s.Start()
				s.launch(0.1)
				s.Complete("r1", 10, 0.2)
				s.settle()
				live := 0
				for _, m := range s.Shown() {
					if strings.Contains(m.Text, "e1 ·") {
						live++
					}
				}
				if live != test.want {
					t.Errorf("the live message is there %d times, want %d", live, test.want)
				}
				s.last("e1 is done") // the end is posted, whatever happened to the live message
			})
		})
	}
}

func TestEverythingIsCaughtUpAfterADowntime(t *testing.T) {
	t.Parallel()
	play(t, lrTwo, nil, func(s *scene) {
		s.Say("ann", trex.Thread{}, "two")
		card := s.last("asked by ann")
		s.launch(0.1, 0.2)
		s.last("e1 · digits · 2 waiting")
		s.Stop()
		// While Trex is down: a whole experiment, and the end of another.
		s.Complete("r1", 10, 0.3)
		s.Worker.Start("r2")
		s.Finish("r2", trex.Failed, "out of memory", bottest.OutOfMemory())
		if _, err := s.Store.DismissProposal(context.Background(), trex.Decision{Proposal: "p1", By: s.Person("bob"), At: time.Now()}); err != nil {
			t.Fatal(err)
		}
		s.Start()
		s.last("e1 · digits · done: 1 completed, 1 failed")
		s.last("r2 failed")
		s.last("e1 is done")
		s.last("dismissed by bob")
		s.Click("ann", card, "Launch 2 runs")
		s.last("was dismissed by bob")
		shown := len(s.Shown())
		s.Stop()
		s.Start()
		s.settle()
		if n := len(s.Shown()); n != shown {
			t.Errorf("a restart posted %d messages", n-shown)
		}
	})
}

func TestADeletedLiveMessageStaysDeleted(t *testing.T) {
	t.Parallel()
	play(t, lrTwo, nil, func(s *scene) {
		s.launch(0.1)
		s.last("e1 · digits · 1 waiting")
		s.SetFault(func(call bottest.Call) (before, after error) {
			if call.What == "update" {
				return trex.NotFound("message_not_found"), nil
			}
			return nil, nil
		})
		s.Complete("r1", 10, 0.3)
		s.last("e1 is done")
		if n := s.times("e1 · digits"); n != 1 {
			t.Errorf("%d live messages", n)
		}
	})
}

func TestARefusedMessageHoldsUpNothing(t *testing.T) {
	t.Parallel()
	play(t, lrTwo, nil, func(s *scene) {
		s.SetFault(func(call bottest.Call) (before, after error) {
			if call.Key == "live:e1" {
				return errors.New("invalid_blocks"), nil
			}
			return nil, nil
		})
		s.launch(0.1)
		s.Complete("r1", 10, 0.3)
		s.last("e1 is done")
	})
}

func TestAnswersOutlastAnOutage(t *testing.T) {
	t.Parallel()
	play(t, lrTwo, nil, func(s *scene) {
		begin := time.Now()
		s.SetFault(func(call bottest.Call) (before, after error) {
			if call.At.Sub(begin) < time.Minute {
				return trex.Unavailable(errors.New("503"), "the service is away"), nil
			}
			return nil, nil
		})
		s.Say("ann", trex.Thread{}, "two")
		if waited := time.Since(begin); waited > 2*time.Minute {
			t.Errorf("the card came after %s", waited)
		}
		if n := s.times("asked by ann"); n != 1 {
			t.Errorf("%d cards", n)
		}
		calls := len(s.Calls())
		if calls > 20 {
			t.Errorf("%d calls", calls)
		}
	})
}

func TestOurFaultIsToldWithAReference(t *testing.T) {
	t.Parallel()
	script := bottest.Script{"two": lrTwo["two"]}
	play(t, script, nil, func(s *scene) {
		s.Say("ann", trex.Thread{}, "two")
		card := s.last("asked by ann")
		s.SetFault(func(call bottest.Call) (before, after error) {
			if call.What == "post" && call.Key == "" {
				return errors.New("boom"), nil
			}
			return nil, nil
		})
		s.Act("ann", card.Thread, chat.Action{Name: chat.ActStop, Subject: "r1"})
		s.last("there is no run r1")
		s.launch(0.1)
		s.Act("ann", card.Thread, chat.Action{Name: chat.ActDetails, Subject: "r1"})
		if m := s.last("Something broke on our side"); strings.Contains(m.Text, "boom") {
			t.Errorf("the cause is shown: %s", m.Text)
		}
	})
}
