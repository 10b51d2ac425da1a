package bot_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot"
	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/internal/bubble"
	"github.com/trex-ml/trex/lab"
)

func TestFailingAlikeIsSaidOnce(t *testing.T) {
	t.Parallel()
	play(t, lrTwo, policy(bot.Policy{Announce: true}), func(s *scene) {
		for _, id := range s.launch(0.1, 0.2, 0.3) {
			s.Worker.Start(id)
			s.Finish(id, trex.Failed, "out of GPU memory", bottest.OutOfMemory())
			s.settle()
		}
		s.last("all 3 runs of e1 failed alike: out of GPU memory")
		if n := s.times("failed alike"); n != 2 { // in the thread and in the channel
			t.Errorf("it is said %d times", n)
		}
		if n := s.times("e1 is done") + s.times("e1 failed: all"); n != 0 {
			t.Errorf("the end is said %d times besides", n)
		}
		channel := slices.DeleteFunc(s.Shown(), func(m bottest.Shown) bool { return m.Thread.ID != "" })
		if len(channel) != 1 {
			t.Errorf("%d messages in the channel", len(channel))
		}
		s.Click("ann", s.last("failed alike"), "Retry with batch_size 256")
		s.last("asked by ann", "3 runs", "batch_size 256")
	})
}

func TestAnnouncingShowsTheSameMessageWhereThatIsPossible(t *testing.T) {
	t.Parallel()
	play(t, lrTwo, func(s *scene) {
		policy(bot.Policy{Announce: true})(s)
		s.Limits.Broadcast = true
	}, func(s *scene) {
		ids := s.launch(0.1, 0.2)
		s.Worker.Start(ids[0])
		s.Finish(ids[0], trex.Failed, "out of GPU memory", bottest.OutOfMemory())
		s.Complete(ids[1], 10, 0.3)
		for _, part := range []string{"r1 failed", "e1 is done"} {
			m := s.last(part)
			if !m.Raw.(chat.Message).Broadcast || m.Thread.ID != "T1" || s.times(part) != 1 {
				t.Errorf("%q: %d times, in %v, shown in the channel: %t", part, s.times(part), m.Thread, m.Raw.(chat.Message).Broadcast)
			}
		}
		if live := s.last("e1 · digits · done"); live.Raw.(chat.Message).Broadcast {
			t.Error("the live message is shown in the channel")
		}
	})
}

func TestDifferentFailuresAreToldApart(t *testing.T) {
	t.Parallel()
	play(t, lrTwo, nil, func(s *scene) {
		ids := s.launch(0.1, 0.2)
		s.Worker.Start(ids[0])
		s.Finish(ids[0], trex.Failed, "out of GPU memory", bottest.OutOfMemory())
		s.Finish(ids[1], trex.Failed, "the command train.py does not exist", &trex.Diagnosis{Kind: "no_command", Cause: "the command train.py does not exist"})
		s.last("r1 failed after")
		s.last("r2 could not start: the command train.py does not exist")
		s.last("e1 failed: all 2 runs, for 2 different reasons")
	})
}

func TestWarnings(t *testing.T) {
	t.Parallel()
	warn := func(s *scene, policy trex.WatchPolicy) {
		s.launch(1)
		s.Worker.Start("r1", 0)
		_, _, err := s.Store.CreateWarning(s.t.Context(), trex.Warning{
			Run: "r1", Kind: trex.WarnDiverged, Step: 1240, Message: "loss became NaN at step 1,240",
			Policy: policy, Fix: trex.RunConfig{"lr": trex.Number(0.5)}, At: time.Now(),
		})
		if err != nil {
			s.t.Fatal(err)
		}
	}
	t.Run("Ignore", func(t *testing.T) {
		play(t, lrTwo, nil, func(s *scene) {
			warn(s, trex.WatchAsk)
			m := s.last("⚠ r1: loss became NaN at step 1,240", "still burning a GPU")
			s.Click("bob", m, "Ignore")
			s.last("only ann")
			s.Click("ann", m, "Ignore")
			if m := s.last("ignored: it goes on"); len(m.Buttons) > 0 {
				t.Errorf("buttons left: %v", m.Buttons)
			}
		})
	})
	t.Run("StopAndRetry", func(t *testing.T) {
		play(t, lrTwo, nil, func(s *scene) {
			warn(s, trex.WatchNotify)
			s.Click("ann", s.last("loss became NaN"), "Stop and retry with lr 0.5")
			s.last("asked by ann", "lr 0.5", "r1 again with lr 0.5")
			if s.Runs("e1")[0].StopAsked.IsZero() {
				t.Error("r1 was not stopped")
			}
			s.Finish("r1", trex.Cancelled, "stopped by ann", nil)
			if m := s.last("loss became NaN", "r1 is stopped"); len(m.Buttons) > 0 {
				t.Errorf("buttons left: %v", m.Buttons)
			}
		})
	})
	t.Run("OldNewsIsNotTold", func(t *testing.T) {
		play(t, lrTwo, nil, func(s *scene) {
			s.Stop()
			warn(s, trex.WatchAsk)
			s.Finish("r1", trex.Completed, "", nil)
			s.Start()
			s.last("e1 is done")
			if n := s.times("became NaN"); n != 0 {
				t.Errorf("told %d times", n)
			}
		})
	})
}

func TestBaselineAndNextSteps(t *testing.T) {
	t.Parallel()
	play(t, lrTwo, nil, func(s *scene) {
		s.launch(0.1) // the defaults
		s.Complete("r1", 10, 0.2)
		s.last("e1 is done: r1 (default) reached val_loss 0.2")
		s.launch(0.3, 0.03)
		s.Complete("r2", 10, 0.4)
		s.Complete("r3", 10, 0.1)
		end := s.last("e2 is done: r3 (lr 0.03) is best, val_loss 0.1000, 50 % below your baseline r1.", "one seed each")
		s.Click("bob", end, "3 seeds of the top 2")
		s.last("asked by bob", "6 runs", "lr ∈ 0.03, 0.3 · seed ∈ 1, 2, 3")
		s.Click("bob", end, "Try around the best")
		s.last("asked by bob", "around the best of e2", "0.0095", "0.095")
		if n := len(s.Experiments()); n != 2 {
			t.Errorf("%d experiments", n)
		}
	})
}

func TestRetriedRunsEqualResultsAreNamed(t *testing.T) {
	t.Parallel()
	play(t, lrTwo, nil, func(s *scene) {
		s.launch(0.03)
		s.Complete("r1", 10, 0.183)
		s.Say("ann", trex.Thread{}, "two")
		s.last("⚠ run 2 equals r1 (completed, val_loss 0.1830): untick it to reuse the result", "≈ 1 s each (from 1 earlier run)")
	})
}

func TestAThreadForEachExperiment(t *testing.T) {
	t.Parallel()
	play(t, lrTwo, func(s *scene) { s.Threads = true }, func(s *scene) {
		s.Say("ann", trex.Thread{}, "two")
		s.Click("ann", s.last("asked by ann"), "Launch 2 runs")
		live := s.last("e1 · digits · 2 waiting")
		if live.Thread.ID == "" {
			t.Error("the live message is in the channel")
		}
		if e := s.Experiments()[0]; e.Thread != live.Thread {
			t.Errorf("the experiment is in %v, its message in %v", e.Thread, live.Thread)
		}
		s.Balk(2) // the service is away when the thread is to be archived
		s.Complete("r1", 10, 0.3)
		s.Complete("r2", 10, 0.2)
		if end := s.last("e1 is done"); end.Thread != live.Thread {
			t.Errorf("the end is in %v", end.Thread)
		}
		if closed := s.Closed(); len(closed) != 1 || closed[0] != live.Thread {
			t.Errorf("closed %v", closed)
		}
		// Without a card the thread starts from a line posted for it.
		_, _, err := s.Lab.LaunchNow(s.t.Context(), lab.Draft{
			Configs: bottest.Configs("lr", 0.1), By: s.Person("ann"), Thread: s.Channel(),
		})
		if err != nil {
			t.Fatal(err)
		}
		if m := s.last("e2 · digits · 1 waiting"); m.Thread.ID == "" || m.Thread == live.Thread {
			t.Errorf("the second experiment is in %v", m.Thread)
		}
	})
}

func TestHomeAndLinks(t *testing.T) {
	t.Parallel()
	play(t, lrTwo, nil, func(s *scene) {
		s.launch(0.1, 0.2)
		s.Complete("r1", 5, 0.3)
		s.Worker.Start("r2")
		live := s.last("e1 · digits · 1 running, 1 completed")
		s.Deliver(chat.Event{ID: "h", Did: chat.OpenedHome{}, Private: true, Person: s.Person("ann")})
		home := s.Home("U-ann")
		if text := home.Plain(); !containsAll(text, []string{"1 running", "Yours", "r2"}) {
			t.Errorf("home:\n%s", text)
		}
		s.Deliver(chat.Event{
			ID: "l", Person: s.Person("bob"), Thread: s.Channel(),
			Did: chat.Linked{URLs: []string{
				"http://127.0.0.1:8080/run/r1?tab=log", "http://127.0.0.1:8080/experiment/e1", "http://127.0.0.1:8080/run/r99", "http://evil/run/r1",
			}},
		})
		s.last("✔ r1 · digits · completed")
		if m := s.last("e1 · digits · 1 running, 1 completed"); m.Ref == live.Ref || len(m.Buttons) > 0 {
			t.Errorf("the preview is %s, which has buttons %v; the live message is %s", m.Ref, m.Buttons, live.Ref)
		}
	})
}

func TestHomeShowsWhatCameOfAClickOnIt(t *testing.T) {
	t.Parallel()
	play(t, lrTwo, nil, func(s *scene) {
		s.launch(0.1, 0.2)
		s.Deliver(chat.Event{ID: "h", Did: chat.OpenedHome{}, Private: true, Person: s.Person("ann")})
		stop := s.Home("U-ann").Buttons[0]
		if stop.Label != "Stop all of mine" {
			t.Fatalf("the first button is %+v", stop)
		}
		s.Deliver(chat.Event{
			ID: "c", Did: chat.Clicked{Action: stop.Action}, Person: s.Person("ann"), Private: true, Trigger: "now",
			Thread: trex.Thread{Platform: "memory", Channel: "D-ann"},
		})
		s.last("took r1 and r2 off the queue")
		if text := s.Home("U-ann").Plain(); !containsAll(text, []string{"nothing is running"}) {
			t.Errorf("home:\n%s", text)
		}
	})
}

func TestAWhisperThatHasToWaitStaysOne(t *testing.T) {
	t.Parallel()
	play(t, lrTwo, policy(bot.Policy{People: []string{"U-ann"}}), func(s *scene) {
		asked := 0
		s.SetFault(func(call bottest.Call) (before, after error) {
			if call.What == "whisper" && asked < 2 {
				asked++
				return &chat.RetryError{After: 5 * time.Second, Cause: errors.New("too many calls")}, nil
			}
			return nil, nil
		})
		s.Say("bob", trex.Thread{}, "two")
		if m := s.last("Sorry bob"); !m.Whisper || asked != 2 {
			t.Errorf("after %d requests to wait: %+v", asked, m)
		}
	})
}

func TestADoubleClickIsAnsweredOnce(t *testing.T) {
	t.Parallel()
	play(t, lrTwo, nil, func(s *scene) {
		s.launch(0.1, 0.2)
		s.Worker.Start("r1")
		s.Finish("r1", trex.Failed, "out of GPU memory", bottest.OutOfMemory())
		failure := s.last("r1 failed")
		for range 2 {
			s.Click("ann", failure, "Retry with batch_size 256")
		}
		s.Click("bob", failure, "Retry with batch_size 256")
		if n := s.times("batch_size 256", "asked by ann"); n != 1 {
			t.Errorf("a double click opened %d cards", n)
		}
		s.last("batch_size 256", "asked by bob")
		s.Click("ann", failure, "Retry with batch_size 256")
		if n := s.times("batch_size 256", "asked by ann"); n != 2 {
			t.Errorf("a later click opened %d cards", n-1)
		}
	})
}

func TestAGlanceIsAnsweredQuietly(t *testing.T) {
	t.Parallel()
	play(t, lrTwo, nil, func(s *scene) {
		s.launch(0.1)
		live := s.last("e1 · digits")
		for id, reaction := range map[string]string{"1": "eyes", "2": "tada"} {
			s.Deliver(chat.Event{
				ID: id, Did: chat.Reacted{Name: reaction}, Person: s.Person("bob"), Thread: live.Thread, Ref: live.Ref,
			})
		}
		if m := s.last("e1 · digits"); !m.Whisper || s.times("e1 · digits") != 2 {
			t.Errorf("%d messages, the last %+v", s.times("e1 · digits"), m)
		}
	})
}

func TestHelpWithoutWords(t *testing.T) {
	t.Parallel()
	play(t, lrTwo, nil, func(s *scene) {
		s.Say("ann", trex.Thread{}, " ")
		if m := s.last("Tell me what to train", "try lr 0.1 and 0.03"); m.Whisper || len(m.Buttons) != 3 {
			t.Errorf("a mention and nothing more is answered with %+v", m)
		}
		s.Deliver(chat.Event{ID: "c", Did: chat.AskedHelp{}, Person: s.Person("bob"), Thread: s.Channel(), Trigger: "now"})
		if m := s.last("Tell me what to train", "just write"); !m.Whisper || len(m.Buttons) > 0 {
			t.Errorf("the command is answered with %+v", m)
		}
	})
}

func TestStopByWords(t *testing.T) {
	t.Parallel()
	script := bottest.Script{
		"stop r1": bottest.Always(stopByID("r1")),
		"stop mine": bottest.Always(agent.Intent{
			Kind: agent.Stop, Scope: agent.ScopeMine, Reading: "stop everything of yours",
		}),
		"model": bottest.Always(agent.Intent{Kind: agent.Stop, Runs: []trex.RunID{"r2"}, Usage: &trex.Usage{Model: "m", PromptTokens: 7}}),
	}
	thread := trex.Thread{Platform: "memory", Channel: "C1", ID: "T1"}
	play(t, script, nil, func(s *scene) {
		s.launch(0.1, 0.2, 0.3)
		s.Say("bob", thread, "stop r1")
		s.last("only ann")
		s.Say("ann", thread, "stop r1")
		s.last("took r1 off the queue")
		s.Say("ann", thread, "model")
		ask := s.last("Stop r2 (lr 0.2)?")
		if got := s.Runs("e1")[1].Status; got != trex.Pending {
			t.Errorf("a language model stopped r2: it is %s", got)
		}
		s.Say("ann", thread, "stop mine")
		mine := s.last("Stop 2 runs: r2 and r3?", "read as: stop everything of yours")
		s.Click("ann", ask, "Stop r2")
		s.Click("ann", mine, "Stop 2 runs")
		s.last("took r3 off the queue", "r2 (stopped) had ended meanwhile")
		s.Click("ann", mine, "Stop 2 runs")
		s.last("nothing is left to stop")
		usage, err := s.Store.UsageSince(s.t.Context(), "U-ann", time.Now().Add(-time.Hour))
		if err != nil || usage.PromptTokens != 7 {
			t.Errorf("usage = %+v, %v", usage, err)
		}
	})
}

// TestPeopleTalkToEachOther: what is not said to Trex gets no answer, no new
// version of a card, and starts no pause between requests.
func TestPeopleTalkToEachOther(t *testing.T) {
	t.Parallel()
	params := bot.Params{Policies: map[string]bot.Policy{"memory": {Cooldown: time.Minute}}}
	play(t, agent.NewGrammar(), with(params), func(s *scene) {
		thread := trex.Thread{Platform: "memory", Channel: "C1", ID: "T9"}
		silent := func(person, text string) {
			t.Helper()
			before := len(s.Shown())
			s.Overhear(person, thread, text)
			s.settle()
			if n := len(s.Shown()); n != before {
				t.Errorf("%s said %q and got %d answers", person, text, n-before)
			}
		}
		silent("ann", "also 0.3") // a thread of others
		s.Say("ann", thread, "digits: try lr 0.1 and 0.03")
		s.last("2 runs · asked by ann")
		bubble.Pass(2 * time.Minute)
		for _, text := range []string{"nice, that looks good", "I will be back at 3", "+1", "see you at 10", "Nice curve!", "@bob did you see the talk?"} {
			silent("ann", text)
		}
		silent("bob", "also 0.3") // whose card it is not
		s.Overhear("ann", thread, "also 0.3")
		s.last("3 runs · asked by ann")
	})
}

func TestManyRunsFitTheirMessage(t *testing.T) {
	t.Parallel()
	play(t, lrTwo, nil, func(s *scene) {
		var lrs []float64
		for i := range 60 {
			lrs = append(lrs, 0.1+float64(i)/100)
		}
		ids := s.launch(lrs...)
		s.Worker.Start(ids[59])
		s.Train(ids[59], 1, 10, math.NaN(), math.NaN())
		m := s.last("e1 · digits · 1 running, 59 waiting", "r60", "and 45 waiting")
		if lines := strings.Count(m.Text, "\n"); lines > 17 {
			t.Errorf("%d lines", lines)
		}
	})
}

// Services allow fewer edits of old messages than of new ones.
func TestAnOldMessageIsUpdatedMoreRarely(t *testing.T) {
	t.Parallel()
	play(t, lrTwo, func(s *scene) { s.Limits.OldUpdateEvery = 20 * time.Second }, func(s *scene) {
		s.launch(0.1)
		s.Worker.Start("r1")
		updates := func() int {
			before := len(s.Calls())
			for epoch := range 60 {
				bubble.Pass(time.Second)
				s.Train("r1", before+epoch+1, 10_000, 0.5, 0.4)
			}
			return len(s.Calls()) - before
		}
		if n := updates(); n < 30 {
			t.Errorf("a young message got %d updates in a minute", n)
		}
		bubble.Pass(time.Hour)
		if n := updates(); n < 2 || n > 4 {
			t.Errorf("an old message got %d updates in a minute", n)
		}
		s.Finish("r1", trex.Completed, "", nil)
		s.last("e1 · digits · done: 1 completed")
	})
}
