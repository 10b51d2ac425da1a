package bot_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot"
	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/lab"
)

// cardWords are the commands on cards, and two requests.
func cardWords() bottest.Script {
	script := bottest.Script{
		"one":        bottest.Always(agent.Intent{Kind: agent.Propose, Project: "digits", Configs: bottest.Configs("lr", 0.5)}),
		"launch":     bottest.Always(agent.Intent{Kind: agent.Launch, Sure: true}),
		"launch p1":  bottest.Always(agent.Intent{Kind: agent.Launch, Proposal: "p1", Sure: true}),
		"launch p9":  bottest.Always(agent.Intent{Kind: agent.Launch, Proposal: "p9", Sure: true}),
		"dismiss":    bottest.Always(agent.Intent{Kind: agent.Dismiss, Sure: true}),
		"dismiss p1": bottest.Always(agent.Intent{Kind: agent.Dismiss, Proposal: "p1", Sure: true}),
		"undo":       bottest.Always(agent.Intent{Kind: agent.Undo, Sure: true}),
	}
	for text, intent := range lrTwo {
		script[text] = intent
	}
	return script
}

var inThread = trex.Thread{Platform: "memory", Channel: "C1", ID: "T1"}

func TestLaunchByWords(t *testing.T) {
	t.Parallel()
	play(t, cardWords(), nil, func(s *scene) {
		s.Say("ann", inThread, "launch")
		s.last("there is no open card here to launch")
		s.Say("ann", inThread, "two")
		s.last("asked by ann")
		s.Say("ann", inThread, "launch")
		m := s.last("✔ p1 is launched: e1, 2 runs of digits")
		if act := m.Raw.(chat.Message).Act; act != "command" {
			t.Errorf("act %q", act)
		}
		s.last("launched by ann")         // the card
		s.last("e1 · digits · 2 waiting") // the live message
		s.Say("ann", inThread, "launch p1")
		s.last("p1 was already launched by ann as e1")
		s.Say("ann", inThread, "launch p9")
		s.last("no proposal p9")
	})
}

// TestLaunchMeansTheTickedRuns checks that words launch what the card shows.
func TestLaunchMeansTheTickedRuns(t *testing.T) {
	t.Parallel()
	play(t, cardWords(), nil, func(s *scene) {
		s.Say("ann", inThread, "two")
		s.Choose("ann", s.last("asked by ann"), "1")
		s.Say("ann", inThread, "launch")
		s.last("p1 is launched: e1, 1 run of digits, the ticked ones of 2")
		if runs := s.Runs("e1"); len(runs) != 1 || runs[0].Config["lr"] != trex.Number(0.03) {
			t.Errorf("launched %v", runs)
		}
	})
}

// TestTicksOutliveARestart: a server that was not there when somebody unticked a
// configuration shows and launches what is left.
func TestTicksOutliveARestart(t *testing.T) {
	t.Parallel()
	play(t, cardWords(), nil, func(s *scene) {
		s.Say("ann", inThread, "two")
		s.Choose("ann", s.last("asked by ann"), "1")
		s.Stop()
		s.Start()
		if shown := s.last("asked by ann"); shown.Buttons[0] != "Launch 1 run" {
			t.Errorf("buttons %q", shown.Buttons)
		}
		s.Say("ann", inThread, "one")
		s.Say("ann", inThread, "launch")
		s.Click("ann", s.last("Which one do you want to launch?"), "Launch p1: digits, 1 of 2 runs")
		if runs := s.Runs("e1"); len(runs) != 1 || runs[0].Config["lr"] != trex.Number(0.03) {
			t.Errorf("launched %v", runs)
		}
	})
}

// TestANewVersionHasAllTicks: what was unticked belongs to the version that it was
// unticked on.
func TestANewVersionHasAllTicks(t *testing.T) {
	t.Parallel()
	play(t, cardWords(), nil, func(s *scene) {
		s.Say("ann", inThread, "two")
		s.Choose("ann", s.last("asked by ann"), "1")
		s.Say("ann", inThread, "thirty")
		s.Say("ann", inThread, "launch")
		s.last("p1 is launched: e1, 2 runs of digits")
	})
}

// TestWordsLaunchNoVersionThatSomebodyElseMade: who asked for a card may not have seen
// its last edit.
func TestWordsLaunchNoVersionThatSomebodyElseMade(t *testing.T) {
	t.Parallel()
	play(t, cardWords(), nil, func(s *scene) {
		s.Say("ann", inThread, "two")
		s.Say("bob", inThread, "thirty")
		s.Say("ann", inThread, "launch")
		ask := s.last("p1 was edited by bob since: it is at version 2 now. Launch that?")
		if len(s.Experiments()) > 0 {
			t.Error("it was launched")
		}
		s.Click("ann", ask, "Launch p1: digits, 2 runs")
		s.last("launched by ann", "e1")
	})
}

func TestWhichCard(t *testing.T) {
	t.Parallel()
	play(t, cardWords(), nil, func(s *scene) {
		s.Say("ann", inThread, "two")
		s.Say("bob", inThread, "launch")
		others := s.last("None of the open cards here is yours. Which one do you want to launch?")
		if !slices.Equal(others.Buttons, []string{"Launch p1: digits, 2 runs"}) || len(s.Experiments()) > 0 {
			t.Errorf("buttons %q, %d experiments", others.Buttons, len(s.Experiments()))
		}
		s.Say("ann", inThread, "one")
		s.Say("ann", inThread, "launch")
		ask := s.last("Which one do you want to launch?")
		if !slices.Equal(ask.Buttons, []string{"Launch p2: digits, 1 run", "Launch p1: digits, 2 runs"}) {
			t.Errorf("buttons %q", ask.Buttons)
		}
		message := ask.Raw.(chat.Message)
		if message.Act != "question" || !slices.Equal(message.Options, []string{"launch p2", "launch p1"}) {
			t.Errorf("act %q, options %q", message.Act, message.Options)
		}
		s.Reply("ann", s.last("1 run", "lr 0.5", "asked by ann"), "launch")
		s.last("p2 is launched: e1, 1 run")
		s.Say("ann", inThread, "one")
		s.Say("ann", inThread, "launch")
		s.Click("ann", s.last("Which one do you want to launch?"), "Launch p1: digits, 2 runs")
		s.last("launched by ann", "e2")
		s.Say("ann", inThread, "dismiss")
		s.last("✖ p3 is dismissed")
	})
}

func TestDismissByWords(t *testing.T) {
	t.Parallel()
	play(t, cardWords(), nil, func(s *scene) {
		s.Say("ann", inThread, "two")
		s.Say("bob", inThread, "dismiss p1")
		s.last("only ann, who asked for p1")
		s.Say("bob", inThread, "thirty") // makes it bob's too, to launch
		s.Say("bob", inThread, "launch")
		s.last("p1 is launched: e1, 2 runs")
		s.Say("ann", inThread, "dismiss p1")
		s.last("p1 was already launched by bob as e1")
	})
}

func TestUndoOfAnEdit(t *testing.T) {
	t.Parallel()
	script := cardWords()
	script["first version"] = bottest.Always(agent.Intent{Kind: agent.Undo, Version: 1, Sure: true})
	play(t, script, nil, func(s *scene) {
		s.Say("ann", inThread, "two")
		s.Say("ann", inThread, "undo")
		s.last("p1 is as it was first asked for")
		s.Say("ann", inThread, "thirty")
		s.last("version 2", "epochs 30")
		s.Say("ann", inThread, "undo")
		if m := s.last("version 3, edited by ann"); strings.Contains(m.Text, "epochs 30") {
			t.Errorf("it is not undone: %s", m.Text)
		}
		s.Say("ann", inThread, "thirty")
		s.Say("ann", inThread, "first version")
		if m := s.last("version 5, edited by ann"); strings.Contains(m.Text, "epochs 30") {
			t.Errorf("it is not the first version: %s", m.Text)
		}
		s.Say("ann", inThread, "launch")
		s.last("p1 is launched: e1, 2 runs")
	})
}

// TestUndoOfALaunch checks that a launched card's runs are offered to be stopped.
func TestUndoOfALaunch(t *testing.T) {
	t.Parallel()
	play(t, cardWords(), nil, func(s *scene) {
		s.Say("ann", inThread, "undo")
		s.last("there is no open card here to undo")
		s.Say("ann", inThread, "two")
		s.Say("ann", inThread, "launch")
		s.Say("ann", inThread, "undo")
		ask := s.last("p1 was launched as e1. Stop 2 runs: r1 and r2?")
		if len(s.active()) != 1 {
			t.Error("it was not asked first")
		}
		s.Click("ann", ask, "Stop 2 runs")
		s.last("took r1 and r2 off the queue")
		s.Say("ann", inThread, "undo")
		s.last("p1 was launched as e1, and its runs have ended: there is nothing to undo")
	})
}

// TestCardsOfOtherChannels checks that words do not reach where clicks do not.
func TestCardsOfOtherChannels(t *testing.T) {
	t.Parallel()
	play(t, cardWords(), nil, func(s *scene) {
		s.Say("ann", inThread, "two")
		elsewhere := trex.Thread{Platform: "memory", Channel: "C2", ID: "T2"}
		for _, text := range []string{"launch p1", "dismiss p1"} {
			s.Say("ann", elsewhere, text)
			s.last("p1 belongs to another channel")
		}
		s.settle()
		if len(s.Experiments()) > 0 {
			t.Error("it was launched")
		}
	})
}

// TestOptionsAreButtons checks that pressing an answer sends its text as a message.
func TestOptionsAreButtons(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 200)
	script := bottest.Script{
		"which": bottest.Always(agent.Intent{Kind: agent.Ask, Reply: "Which one?", Options: []string{"two", "a", "b", "c", "d", "e", long}}),
		"later": bottest.Always(agent.Intent{Kind: agent.Later, Reply: "I cannot pause runs yet.", Options: []string{"two"}}),
		"tell":  bottest.Always(agent.Intent{Kind: agent.Tell, Reply: "Shall I run it?", Options: []string{"two"}}),
		"two":   lrTwo["two"],
	}
	play(t, script, under(bot.Params{}, lab.Params{}), func(s *scene) {
		s.Say("ann", inThread, "which")
		m := s.last("Which one?")
		if !slices.Equal(m.Buttons, []string{"two", "a", "b", "c", "d"}) || !slices.Equal(m.Menu, []string{"e"}) {
			t.Errorf("buttons %q, menu %q", m.Buttons, m.Menu)
		}
		if message := m.Raw.(chat.Message); message.Act != "question" || len(message.Options) != 7 {
			t.Errorf("act %q, options %q", message.Act, message.Options)
		}
		s.Click("bob", m, "two")
		s.last("asked by bob", "2 runs")
		for text, act := range map[string]string{"later": "command", "tell": "tell"} {
			s.Say("ann", inThread, text)
			s.settle()
			shown := s.Shown()
			if message := shown[len(shown)-1].Raw.(chat.Message); message.Act != act || len(message.Buttons) != 1 {
				t.Errorf("%s: act %q, buttons %v", text, message.Act, message.Buttons)
			}
		}
	})
}
