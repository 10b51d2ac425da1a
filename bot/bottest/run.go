package bottest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/internal/await"
)

// lines returns the texts that the people of the script write.
func lines() Script {
	return Script{
		"try lr 0.1, 0.03 and 0.01": Always(agent.Intent{
			Kind: agent.Propose, Project: "digits", Configs: Configs("lr", 0.1, 0.03, 0.01),
			Reading: "3 runs: lr ∈ {0.1, 0.03, 0.01}; the rest default",
		}),
		"lr 0.5 and 0.05": Always(agent.Intent{
			Kind: agent.Propose, Project: "digits", Configs: Configs("lr", 0.5, 0.05), Reading: "2 runs: lr ∈ {0.5, 0.05}",
		}),
		"how is it going?": func(r agent.Request) agent.Intent {
			return agent.Intent{Kind: agent.Status, Experiment: r.Experiment, Reading: "the state of this experiment"}
		},
		"show the log": Always(agent.Intent{Kind: agent.Ask, Reply: "The log of which run?", Options: []string{"log of r1", "log of r2"}}),
		"log of r1":    Always(agent.Intent{Kind: agent.Logs, Runs: []trex.RunID{"r1"}, Reading: "the log of r1"}),
	}
}

// script is one conversation on one platform.
type script struct {
	*Stage
	h Harness
	t *testing.T
}

// Run tests a platform with a whole conversation: request, card, edit, subset,
// launch, double click, progress, restart, failure, retry, stop, end. A harness
// whose platform is a part of Trex needs the stage: the stage has a bot when the
// first person writes, and another one after Reconnect.
func Run(t *testing.T, newHarness func(*testing.T, *Stage) Harness) {
	s := &script{Stage: NewStage(t, lines()), t: t}
	s.h = newHarness(t, s.Stage)
	t.Cleanup(s.Stop) // before the harness closes its service, which waits for its connections
	s.Params.Platforms = []chat.Platform{s.h.Platform()}
	s.Start()
	for _, part := range []struct {
		name string
		run  func()
	}{
		{"RequestShowsACardOnce", s.request},
		{"EditMakesANewVersion", s.edit},
		{"SubsetLaunchesOnlyWhatIsTicked", s.launch},
		{"DoubleClickLaunchesNothingTwice", s.doubleClick},
		{"ProgressShowsInOneMessage", s.progress},
		{"RestartGoesOnWhereItWas", s.restart},
		{"AnswersInTheThread", s.answers},
		{"FailureIsExplained", s.failure},
		{"RetryWithFixOpensACard", s.retry},
		{"OnlyTheAskerStops", s.stopping},
		{"EndIsToldOnce", s.end},
	} {
		if !t.Run(part.name, func(t *testing.T) {
			s.t = t
			part.run()
		}) {
			t.FailNow() // the next parts depend on it
		}
	}
}

// by returns a verb with the name of an actor: "asked by ann".
func (s *script) by(verb, person string) string {
	if all := s.h.Traits().OneAccount; all != "" {
		person = all
	}
	return verb + " by " + person
}

// refused calls try, in which bob does what only ann may do, and waits until bob is
// told so. It does nothing where everybody uses one account.
func (s *script) refused(try func()) {
	s.t.Helper()
	if s.h.Traits().OneAccount != "" {
		return
	}
	before := s.count("only ann")
	try()
	s.until("the refusal of bob", func() bool { return s.count("only ann") > before })
}

// wait waits for a message that ok accepts and returns the newest.
func (s *script) wait(what string, ok func(Shown) bool) Shown {
	s.t.Helper()
	var found Shown
	s.until(what, func() bool {
		for _, m := range slices.Backward(s.h.Shown()) {
			if ok(m) {
				found = m
				return true
			}
		}
		return false
	})
	return found
}

// until waits until done returns true. If it never does, the test fails and prints
// all messages.
func (s *script) until(what string, done func() bool) {
	s.t.Helper()
	await.Nil(s.t, what, func() error {
		if done() {
			return nil
		}
		return sight{s.h}
	})
}

// sight is an error that prints all messages. It makes its text only when somebody
// reads it.
type sight struct{ h Harness }

func (s sight) Error() string {
	var b strings.Builder
	for _, m := range s.h.Shown() {
		fmt.Fprintf(&b, "\n%s %v:\n%s\n%v", m.Ref, m.Thread, m.Text, m.Buttons)
	}
	return b.String()
}

func (s *script) count(parts ...string) int {
	n := 0
	for _, m := range s.h.Shown() {
		if has(m, parts...) {
			n++
		}
	}
	return n
}

// has reports whether a message contains all parts.
func has(m Shown, parts ...string) bool {
	for _, part := range parts {
		if !strings.Contains(m.Text, part) {
			return false
		}
	}
	return true
}

func with(parts ...string) func(Shown) bool {
	return func(m Shown) bool { return has(m, parts...) }
}

func button(label string, parts ...string) func(Shown) bool {
	return func(m Shown) bool { return slices.Contains(m.Buttons, label) && has(m, parts...) }
}

func (s *script) request() {
	s.h.Say("ann", trex.Thread{}, "try lr 0.1, 0.03 and 0.01")
	card := s.wait("a card", button("Launch 3 runs", "digits", "3 runs", "0.03", s.by("asked", "ann"), "read as"))
	if !slices.Contains(card.Buttons, "Edit") || !slices.Contains(card.Buttons, "Dismiss") {
		s.t.Errorf("the card's buttons are %v", card.Buttons)
	}
	s.h.Repeat()
	if n := s.count(s.by("asked", "ann")); n != 1 {
		s.t.Errorf("the card is there %d times", n)
	}
}

func (s *script) edit() {
	card := s.wait("the card", button("Launch 3 runs"))
	s.h.Click("bob", card, "Edit")
	problems := s.h.Submit("bob", map[string]string{"epochs": "many"})
	if len(problems) == 0 {
		s.wait("what is wrong with the form", with("epochs must be a whole number"))
	} else if !strings.Contains(problems["epochs"], "whole number") {
		s.t.Errorf("the form shows %v", problems)
	}
	s.h.Click("bob", card, "Edit")
	if problems := s.h.Submit("bob", map[string]string{"epochs": "20"}); len(problems) > 0 {
		s.t.Errorf("the form shows %v", problems)
	}
	s.wait("version 2 of the card", button("Launch 3 runs", "version 2, "+s.by("edited", "bob"), "epochs 20"))
	if n := s.count(s.by("asked", "ann")); n != 1 {
		s.t.Errorf("the card is there %d times", n)
	}
}

func (s *script) launch() {
	card := s.wait("the card", button("Launch 3 runs", "version 2"))
	if card.Options != 3 {
		s.t.Errorf("the card lets one choose among %d configurations", card.Options)
	}
	s.h.Choose("ann", card, "0", "2")
	launch := "Launch 3 runs"
	if !s.h.Traits().LateChoice {
		launch = "Launch 2 runs"
		card = s.wait("a button for two", button(launch))
	}
	s.h.Click("ann", card, launch)
	card = s.wait("the decision on the card", with("1 and 3 of 3 "+s.by("launched", "ann"), "e1"))
	if len(card.Buttons) > 0 {
		s.t.Errorf("the decided card has buttons %v", card.Buttons)
	}
	s.wait("the live message", with("e1 · digits · 2 waiting", "r1", "r2"))
	runs := s.Runs("e1")
	if len(runs) != 2 || runs[0].Config["lr"] != trex.Number(0.1) || runs[1].Config["lr"] != trex.Number(0.01) {
		s.t.Errorf("launched %v", runs)
	}
}

func (s *script) doubleClick() {
	s.h.Say("ann", trex.Thread{}, "lr 0.5 and 0.05")
	card := s.wait("a card", button("Launch 2 runs", "0.5, 0.05"))
	s.h.Click("ann", card, "Launch 2 runs")
	s.wait("the decision", with(s.by("launched", "ann"), "e2"))
	s.h.Repeat()
	s.h.Click("ann", card, "Launch 2 runs")
	s.wait("a sentence about the second click", with("already "+s.by("launched", "ann")+" as e2"))
	if n := len(s.Experiments()); n != 2 {
		s.t.Errorf("there are %d experiments", n)
	}
}

func (s *script) progress() {
	s.Worker.Start("r1")
	s.WriteLog("r1", "epoch 1/20 loss 0.9\nepoch 2/20 <!channel> @everyone\n")
	for epoch := 1; epoch <= 3; epoch++ {
		s.Train("r1", epoch, 20, 0.5, 1/float64(epoch))
	}
	s.wait("progress", func(m Shown) bool {
		return has(m, "e1 · digits · 1 running, 1 waiting", "3/20", "0.333") && m.Pictures > 0
	})
}

func (s *script) restart() {
	s.Stop()
	s.Train("r1", 4, 20, 0.4, 0.2)
	s.h.Reconnect()
	s.Params.Platforms[0] = s.h.Platform()
	s.Start()
	s.wait("what happened meanwhile", with("e1 · digits", "4/20", "0.2"))
	if n := s.count("e1 · digits ·"); n != 1 {
		s.t.Errorf("the live message is there %d times", n)
	}
	refused := s.count("already launched")
	s.h.Repeat() // Trex must remember the click from before the restart
	s.h.Say("ann", trex.Thread{}, "how is it going?")
	s.until("an answer to what came after", func() bool { return s.count("4/20") > 1 })
	if n := s.count("already launched"); n != refused {
		s.t.Errorf("a click from before the restart was obeyed again: %d sentences, %d before", n, refused)
	}
}

func (s *script) answers() {
	live := s.wait("the live message", with("e1 · digits ·"))
	before := s.count("4/20")
	s.h.Say("bob", live.Thread, "how is it going?")
	s.until("a status", func() bool { return s.count("4/20") > before })
	s.h.Say("bob", live.Thread, "log of r1")
	s.wait("the log", with("log of r1", "epoch 2/20"))
	logs := s.count("epoch 2/20")
	s.h.Say("bob", live.Thread, "show the log")
	question := s.wait("a question with its answers", button("log of r1", "The log of which run?"))
	s.h.Click("bob", question, "log of r1")
	s.until("the log again", func() bool { return s.count("epoch 2/20") > logs })
}

func (s *script) failure() {
	s.Worker.Start("r2")
	s.Finish("r2", trex.Failed, "out of GPU memory", OutOfMemory())
	m := s.wait("the failure", button("Retry with batch_size 256", "r2 failed", "out of GPU memory", "torch.OutOfMemoryError"))
	if strings.Contains(m.Text, "hf_a") || strings.Contains(m.Text, "\x1b") {
		s.t.Errorf("the failure shows a secret or terminal codes: %q", m.Text)
	}
	s.h.Click("bob", m, "Log")
	s.wait("that there is no log", with("r2 printed nothing"))
}

func (s *script) retry() {
	m := s.wait("the failure", button("Retry with batch_size 256"))
	before := len(s.Experiments())
	s.h.Click("ann", m, "Retry with batch_size 256")
	card := s.wait("a card with the fix", button("Launch", "batch_size 256"))
	if n := len(s.Experiments()); n != before {
		s.t.Errorf("the button launched something: %d experiments", n)
	}
	s.refused(func() { s.h.Click("bob", card, "Dismiss") })
	s.h.Click("ann", card, "Dismiss")
	s.wait("the decision", with("batch_size 256", s.by("dismissed", "ann")))
}

func (s *script) stopping() {
	live := s.wait("the live message", button("Stop all", "e1 · digits ·"))
	s.refused(func() { s.h.Click("bob", live, "Stop all") })
	s.h.Click("ann", live, "Stop all")
	s.until("the wish to stop", func() bool { return !s.Runs("e1")[0].StopAsked.IsZero() })
	s.Finish("r1", trex.Cancelled, "stopped by ann", nil)
	s.wait("the end", with("e1 was stopped", "r1", "val_loss 0.2"))
	s.wait("the final state", with("e1 · digits · done: 1 failed, 1 stopped"))
}

func (s *script) end() {
	s.Complete("r3", 10, 0.4)
	s.Complete("r4", 10, 0.3)
	end := s.wait("the end", button("Try around the best", "e2 is done: r4 (lr 0.05) is best, val_loss 0.3", "r3"))
	if end.Pictures == 0 {
		s.t.Error("the end has no picture")
	}
	s.wait("the final state", with("e2 · digits · done: 2 completed"))
	s.Stop()
	s.h.Reconnect()
	s.Params.Platforms[0] = s.h.Platform()
	s.Start()
	s.h.Click("bob", end, "Try around the best")
	s.wait("a card around the best", with(s.by("asked", "bob"), "around the best of e2"))
	if n := s.count("e2 is done"); n != 1 {
		s.t.Errorf("the end is told %d times", n)
	}
	if n := len(s.Experiments()); n != 2 {
		s.t.Errorf("there are %d experiments", n)
	}
}
