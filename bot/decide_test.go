package bot_test

import (
	"strings"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot"
	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/internal/bubble"
	"github.com/trex-ml/trex/lab"
)

// TestForgedAndStaleClicks delivers clicks that no button has: each is answered with
// a sentence, and nothing is launched.
func TestForgedAndStaleClicks(t *testing.T) {
	t.Parallel()
	thread := trex.Thread{Platform: "memory", Channel: "C1"}
	launch := func(subject string, version int) chat.Action {
		return chat.Action{Name: chat.ActLaunch, Subject: subject, Version: version}
	}
	tests := []struct {
		name   string
		thread trex.Thread
		action chat.Action
		values []string
		want   string
	}{
		{"UnknownProposal", thread, launch("p99", 1), nil, "no proposal p99"},
		{"NoProposal", thread, launch("r1; rm", 1), nil, "not the id of a proposal"},
		{"EmptySubject", thread, launch("", 1), nil, "not the id of a proposal"},
		{"StaleVersion", thread, launch("p1", 1), nil, "edited meanwhile: it is at version 2"},
		{"FutureVersion", thread, launch("p1", 7), nil, "it is at version 2"},
		{"NoVersion", thread, launch("p1", 0), nil, "damaged"},
		{"NothingTicked", thread, launch("p1:0", 2), nil, "no configuration is selected"},
		{"TickedBeyondTheEnd", thread, launch("p1:f", 2), nil, "this button names more"},
		{"NoHexadecimal", thread, launch("p1:xyz", 2), nil, "damaged"},
		{"Negative", thread, launch("p1:-1", 2), nil, "damaged"},
		{"ValueBeyondTheEnd", thread, launch("p1", 2), []string{"2"}, `"2" is not one of the 2 configurations`},
		{"ValueNoNumber", thread, launch("p1", 2), []string{"all"}, `"all" is not one of`},
		{"OtherChannel", trex.Thread{Platform: "memory", Channel: "C2"}, launch("p1", 2), nil, "belongs to another channel"},
		{"UnknownButton", thread, chat.Action{Name: "explode", Subject: "p1"}, nil, "do not know the button"},
		{"MenuInMenu", thread, chat.Action{Name: chat.ActMore}, []string{"more:0:x"}, "not one of mine"},
		{"DamagedMenu", thread, chat.Action{Name: chat.ActMore}, []string{"x"}, "not one of mine"},
		{"StopNothing", thread, chat.Action{Name: chat.ActStop}, nil, "not one of mine"},
		{"StopUnknownRun", thread, chat.Action{Name: chat.ActStop, Subject: "r77"}, nil, "no run r77"},
		{"RetryUnknown", thread, chat.Action{Name: chat.ActRetry, Subject: "e9/gpu"}, nil, "no experiment e9"},
		{"WarningUnknown", thread, chat.Action{Name: chat.ActStopRetry, Subject: "w9"}, nil, "no warning w9"},
		{"LogOfNoRun", thread, chat.Action{Name: chat.ActLog, Subject: "../../etc/passwd"}, nil, "not the id of a run"},
		{"AroundNothing", thread, chat.Action{Name: chat.ActAround, Subject: "e1e"}, nil, "not the id of an experiment"},
		{"StaleSelect", thread, chat.Action{Name: chat.ActSelect, Subject: "p1", Version: 1}, []string{"0"}, "edited meanwhile"},
		{"StaleEdit", thread, chat.Action{Name: chat.ActEdit, Subject: "p1", Version: 1}, nil, "edited meanwhile"},
		{"StaleDismiss", thread, chat.Action{Name: chat.ActDismiss, Subject: "p1", Version: 1}, nil, "edited meanwhile"},
	}
	play(t, lrTwo, nil, func(s *scene) {
		s.Say("ann", thread, "two")
		s.Say("ann", thread, "thirty")
		for _, test := range tests {
			shown := len(s.Shown())
			s.Act("ann", test.thread, test.action, test.values...)
			answers := s.Shown()[shown:]
			if len(answers) != 1 || !strings.Contains(answers[0].Text, test.want) {
				t.Errorf("%s: answered %+v, want %q", test.name, answers, test.want)
			} else if !answers[0].Whisper {
				t.Errorf("%s: everybody sees the answer", test.name)
			}
		}
		s.settle()
		if n := len(s.Experiments()); n != 0 {
			t.Errorf("%d experiments were launched", n)
		}
	})
}

func TestAProposalIsDecidedOnce(t *testing.T) {
	t.Parallel()
	thread := trex.Thread{Platform: "memory", Channel: "C1"}
	play(t, lrTwo, under(bot.Params{}, lab.Params{ProposalTTL: time.Hour}), func(s *scene) {
		s.Say("ann", thread, "two")
		card := s.last("asked by ann")
		s.Click("ann", card, "Dismiss")
		s.last("dismissed by ann")
		s.Click("bob", card, "Launch 2 runs")
		s.last("p1 was dismissed by ann")

		s.Say("ann", thread, "two")
		card = s.last("asked by ann", "2 slots free")
		s.Click("bob", card, "Launch 2 runs")
		s.Click("ann", card, "Launch 2 runs")
		s.Click("ann", card, "Dismiss")
		if n := s.times("was already launched by bob as e1"); n != 2 {
			t.Errorf("%d sentences about clicks that came too late", n)
		}
		s.Say("ann", thread, "two")
		card = s.last("asked by ann", "2 slots")
		bubble.Pass(62 * time.Minute)
		s.last("expired: ask again")
		s.Click("ann", card, "Launch 2 runs")
		s.last("p3 has expired")
		if n := len(s.Experiments()); n != 1 {
			t.Errorf("%d experiments were launched", n)
		}
	})
}

func TestEditByWords(t *testing.T) {
	t.Parallel()
	thread := trex.Thread{Platform: "memory", Channel: "C1", ID: "T1"}
	play(t, lrTwo, nil, func(s *scene) {
		s.Say("ann", thread, "two")
		first := s.last("asked by ann")
		s.Say("bob", thread, "thirty")
		second := s.last("version 2, edited by bob", "epochs 30", "read as: the same with epochs 30")
		if second.Ref == first.Ref {
			t.Error("the answer is not a message of its own")
		}
		if n := s.times("version 2, edited by bob"); n != 2 {
			t.Errorf("%d cards show version 2", n)
		}
		s.Click("bob", first, "Launch 2 runs")
		s.last("edited meanwhile")
		s.Click("bob", second, "Launch 2 runs")
		if n := s.times("launched by bob"); n != 2 {
			t.Errorf("%d cards show the decision", n)
		}
	})
}

func TestSubsetSurvivesARestart(t *testing.T) {
	t.Parallel()
	thread := trex.Thread{Platform: "memory", Channel: "C1"}
	play(t, lrTwo, nil, func(s *scene) {
		s.Say("ann", thread, "two")
		s.Choose("ann", s.last("asked by ann"), "1")
		s.Stop()
		s.Start()
		card := s.last("asked by ann")
		s.Click("ann", card, "Launch 1 run")
		s.settle()
		if runs := s.Runs("e1"); len(runs) != 1 || runs[0].Config["lr"] != trex.Number(0.03) {
			t.Errorf("launched %v", runs)
		}
	})
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	ann := trex.Person{Platform: "memory", ID: "U-ann", Name: "ann"}
	gpu := bottest.Project()
	gpu.Resources.GPUs = 4
	for _, test := range []struct {
		name    string
		params  bot.Params
		most    int // runs
		project string
		configs []trex.RunConfig
		want    string
		kind    trex.ErrorKind
	}{
		{"NoConfigs", bot.Params{}, 0, "digits", nil, "no configuration to run", trex.KindInvalid},
		{"TooMany", bot.Params{}, 2, "digits", bottest.Configs("lr", 1, 2, 3), "3 configurations, an experiment has at most 2", trex.KindInvalid},
		{"UnknownProject", bot.Params{}, 0, "resnet", bottest.Configs("lr", 1), `no project "resnet"; there is: digits`, trex.KindNotFound},
		{"UnknownParameter", bot.Params{}, 0, "", []trex.RunConfig{{"gamma": trex.Number(1)}}, `no parameter "gamma"`, trex.KindInvalid},
		{"OutOfRange", bot.Params{}, 0, "", []trex.RunConfig{{"batch_size": trex.Number(0)}}, "batch_size must be at least 1, got 0", trex.KindInvalid},
		{
			"MoreGPUsThanThereAre", bot.Params{Projects: []trex.Project{gpu}, Capacity: bottest.Capacity{Slots: 2, GPUs: 2}}, 0, "", bottest.Configs("lr", 1),
			"asks for 4 GPUs and this machine has 2 GPUs", trex.KindInvalid,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			play(t, lrTwo, under(test.params, lab.Params{MaxRuns: test.most}), func(s *scene) {
				_, _, err := s.Lab.LaunchNow(s.t.Context(), lab.Draft{Project: test.project, Configs: test.configs, By: ann, Thread: s.Channel()})
				if text, _ := trex.Sentence(err); !strings.Contains(text, test.want) || trex.KindOf(err) != test.kind {
					t.Errorf("LaunchNow = %v (%s), want %q", err, trex.KindOf(err), test.want)
				}
				if n := len(s.Experiments()); n != 0 {
					t.Errorf("%d experiments were launched", n)
				}
			})
		})
	}
}
