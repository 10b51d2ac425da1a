package bot_test

import (
	"maps"
	"slices"
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

// listener understands "two" and "thirty" as lrTwo does, and keeps the request of the
// last message.
type listener struct {
	bottest.Script
	heard agent.Request
}

func newListener() *listener {
	l := &listener{Script: maps.Clone(lrTwo)}
	thirty := l.Script["thirty"]
	l.Script["thirty"] = func(r agent.Request) agent.Intent {
		if r.Open == nil {
			return agent.Intent{Kind: agent.Ask, Reply: "nothing is open"}
		}
		return thirty(r)
	}
	for _, text := range []string{"two", "thirty", "look"} {
		line := l.Script[text]
		l.Script[text] = func(r agent.Request) agent.Intent {
			l.heard = r
			if line == nil {
				return agent.Intent{Kind: agent.Talk, Reply: "I see."}
			}
			return line(r)
		}
	}
	return l
}

// about is the part of a request that says what a message is about.
type about struct {
	open       trex.ProposalID
	experiment trex.ExperimentID
	cards      []trex.ProposalID // of the turns
}

func (l *listener) about() about {
	a := about{experiment: l.heard.Experiment}
	if l.heard.Open != nil {
		a.open = l.heard.Open.ID
	}
	for _, turn := range l.heard.Turns {
		if turn.Proposal != nil {
			a.cards = append(a.cards, turn.Proposal.ID)
		}
	}
	return a
}

func (s *scene) check(what string, got, want about) {
	s.t.Helper()
	if got.open != want.open || got.experiment != want.experiment || !slices.Equal(got.cards, want.cards) {
		s.t.Errorf("%s is about %+v, want %+v", what, got, want)
	}
}

func (s *scene) version(id trex.ProposalID) int {
	s.t.Helper()
	p, err := s.Store.FindProposal(s.t.Context(), id)
	if err != nil {
		s.t.Fatal(err)
	}
	return p.Version
}

// cards are lists of proposals.
type cards = []trex.ProposalID

// TestEachPersonHasAConversation: a channel without threads is not one conversation.
func TestEachPersonHasAConversation(t *testing.T) {
	t.Parallel()
	l := newListener()
	play(t, l, nil, func(s *scene) {
		channel := s.Channel()
		s.Say("ann", channel, "two")
		s.Say("bob", channel, "two")
		for _, test := range []struct {
			person string
			want   about
			turns  int
		}{
			{"ann", about{open: "p1", cards: cards{"p1"}}, 2},
			{"bob", about{open: "p2", cards: cards{"p2"}}, 2},
			{"carl", about{}, 0},
		} {
			s.Say(test.person, channel, "look")
			s.check("a message of "+test.person, l.about(), test.want)
			if n := len(l.heard.Turns); n != test.turns {
				t.Errorf("%s sees %d turns, want %d: %+v", test.person, n, test.turns, l.heard.Turns)
			}
		}

		s.Say("ann", channel, "thirty")
		s.Say("carl", channel, "thirty")
		s.last("nothing is open")
		if a, b := s.version("p1"), s.version("p2"); a != 2 || b != 1 {
			t.Errorf("the cards are at versions %d and %d, want 2 and 1", a, b)
		}

		// Who edited a card last owns it, too.
		s.Click("carl", s.last("version 2, edited by ann"), "Edit")
		s.Submit("carl", map[string]string{"epochs": "40"})
		s.Say("carl", channel, "look")
		s.check("the words of the last editor", l.about(), about{open: "p1"})

		s.Click("bob", s.last("asked by bob"), "Dismiss")
		s.Say("bob", channel, "look")
		s.check("the words of somebody without an open card", l.about(), about{cards: cards{"p2"}})
	})
}

// TestNobodysExperimentInAChannel: where a thread could not be opened, an experiment is
// discussed in the channel, by the person who asked for it.
func TestNobodysExperimentInAChannel(t *testing.T) {
	t.Parallel()
	l := newListener()
	play(t, l, nil, func(s *scene) {
		if _, _, err := s.Lab.LaunchNow(s.t.Context(), lab.Draft{Configs: bottest.Configs("lr", 1), By: s.Person("ann"), Thread: s.Channel()}); err != nil {
			t.Fatal(err)
		}
		for person, want := range map[string]trex.ExperimentID{"ann": "e1", "bob": ""} {
			s.Say(person, s.Channel(), "look")
			s.check("a message of "+person, l.about(), about{experiment: want})
		}
	})
}

// TestAThreadIsOneConversation: in a thread everybody's words are about its card.
func TestAThreadIsOneConversation(t *testing.T) {
	t.Parallel()
	l := newListener()
	play(t, l, nil, func(s *scene) {
		thread := trex.Thread{Platform: "memory", Channel: "C1", ID: "T1"}
		s.Say("ann", thread, "two")
		s.Say("bob", thread, "look")
		s.check("a message of bob", l.about(), about{open: "p1", cards: cards{"p1"}})
		s.Say("bob", trex.Thread{Platform: "memory", Channel: "C1", ID: "T2"}, "look")
		s.check("a message in another thread", l.about(), about{})
	})
}

func TestAReplyPicksWhatItRepliesTo(t *testing.T) {
	t.Parallel()
	l := newListener()
	play(t, l, func(s *scene) { policy(bot.Policy{Announce: true})(s); s.Threads = true }, func(s *scene) {
		for range 3 {
			s.Say("ann", s.Channel(), "two")
		}
		posted := s.Shown() // the cards of p1, p2 and p3
		s.Reply("ann", posted[0], "thirty")
		if a, b, c := s.version("p1"), s.version("p2"), s.version("p3"); a != 2 || b != 1 || c != 1 {
			t.Errorf("the cards are at versions %d, %d and %d, want 2, 1 and 1", a, b, c)
		}
		s.Reply("bob", posted[1], "look")
		s.check("a reply to another's card", l.about(), about{open: "p2", cards: cards{"p2"}})
		s.Reply("bob", s.last("version 2, edited by ann"), "look")
		s.check("a reply to the card of a later version", l.about(), about{open: "p1", cards: cards{"p1"}})

		s.Click("ann", posted[1], "Dismiss")
		s.Reply("ann", posted[1], "look")
		s.check("a reply to a dismissed card", l.about(), about{cards: cards{"p1", "p2", "p3", "p1", "p2"}})
		s.Reply("ann", s.last("I see."), "look") // shows nothing that is kept
		s.check("a reply to an answer", l.about(), about{open: "p3", cards: cards{"p1", "p2", "p3", "p1"}})

		s.Click("ann", posted[2], "Launch 2 runs")
		s.Reply("bob", posted[2], "look")
		s.check("a reply to a launched card", l.about(), about{experiment: "e1", cards: cards{"p3"}})
		s.Reply("bob", s.last("e1 · digits"), "look")
		s.check("a reply to a live message", l.about(), about{experiment: "e1", cards: cards{"p3"}})
		s.Worker.Start("r1")
		if _, _, err := s.Store.CreateWarning(s.t.Context(), trex.Warning{
			Run: "r1", Kind: trex.WarnDiverged, Message: "loss became NaN", Policy: trex.WatchAsk, At: time.Now(),
		}); err != nil {
			t.Fatal(err)
		}
		warning := s.last("loss became NaN")
		s.Finish("r1", trex.Failed, "out of GPU memory", bottest.OutOfMemory())
		s.last("r1 failed")
		s.Complete("r2", 10, 0.3)
		s.last("e1 is done")
		replied := 0
		for _, m := range s.Shown() {
			if m.Ref != warning.Ref && !containsAll(m.Text, []string{"r1 failed"}) && !containsAll(m.Text, []string{"e1 is done"}) {
				continue
			}
			replied++
			s.Reply("carl", m, "look")
			if got := l.about(); got.experiment != "e1" || got.open != "" || len(got.cards) == 0 || got.cards[len(got.cards)-1] != "p3" {
				t.Errorf("a reply to %q is about %+v", m.Text, got)
			}
		}
		if replied != 5 { // the failure and the end are in the thread and in the channel
			t.Errorf("%d messages were replied to", replied)
		}

		bubble.Pass(8 * 24 * time.Hour)
		s.Reply("ann", posted[0], "look")
		if got := l.about(); got.open != "" || got.cards[len(got.cards)-1] != "p1" {
			t.Errorf("a reply to an expired card is about %+v", got)
		}
	})
}

// TestStatusOfWhatIsRepliedTo: in a thread with several experiments, a reply names one.
func TestStatusOfWhatIsRepliedTo(t *testing.T) {
	t.Parallel()
	script := bottest.Script{"two": lrTwo["two"], "how is it?": func(r agent.Request) agent.Intent {
		return agent.Intent{Kind: agent.Status, Experiment: r.Experiment}
	}, "why?": bottest.Always(agent.Intent{Kind: agent.Explain})}
	play(t, script, nil, func(s *scene) {
		for range 2 {
			s.launch(0.1, 0.2)
		}
		s.Worker.Start("r1")
		s.Finish("r1", trex.Failed, "out of GPU memory", bottest.OutOfMemory())
		s.Worker.Start("r3")
		s.Finish("r3", trex.Failed, "the disk is full", &trex.Diagnosis{Kind: "disk", Cause: "the disk is full"})
		first := s.last("e1 · digits")
		shown := len(s.Shown())
		s.Reply("ann", first, "how is it?")
		s.Reply("ann", first, "why?")
		s.settle()
		answers := s.Shown()[shown:]
		if len(answers) != 2 || !containsAll(answers[0].Text, []string{"e1"}) || !containsAll(answers[1].Text, []string{"r1", "GPU memory"}) {
			t.Errorf("the answers are %+v", answers)
		}
	})
}

// TestAnExperimentsThreadKnowsItsProposal: where each experiment gets a thread of its
// own, nothing was said there. "The same but" found nothing that it could mean, and as
// nobody had addressed Trex, it kept silent.
func TestAnExperimentsThreadKnowsItsProposal(t *testing.T) {
	t.Parallel()
	threads := func(s *scene) { s.Threads = true }
	launched := func(s *scene) trex.Thread {
		s.Say("ann", s.Channel(), "digits: try lr 0.1 and 0.03 for 30 epochs")
		s.Click("ann", s.last("asked by ann"), "Launch 2 runs")
		live := s.last("e1 · digits")
		if live.Thread.ID == "" {
			s.t.Fatal("the experiment has no thread")
		}
		return live.Thread
	}
	play(t, agent.NewGrammar(), threads, func(s *scene) {
		thread := launched(s)
		s.Overhear("bob", thread, "same but with lr 0.5") // whose experiment it is not
		s.Overhear("ann", thread, "same but with lr 0.3")
		if card := s.last("asked by ann", "lr 0.3"); card.Thread != thread || !containsAll(card.Text, []string{"lr 0.3", "epochs 30"}) {
			t.Errorf("the card, in %+v, says:\n%s", card.Thread, card.Text)
		}
	})
	l := newListener()
	l.Script["digits: try lr 0.1 and 0.03 for 30 epochs"] = lrTwo["two"]
	play(t, l, threads, func(s *scene) {
		thread := launched(s)
		s.Overhear("bob", thread, "look")
		s.check("a message in the thread", l.about(), about{experiment: "e1", cards: cards{"p1"}})
		s.Say("ann", thread, "two")
		s.Overhear("bob", thread, "look")
		s.check("a message after a card in the thread", l.about(), about{open: "p2", experiment: "e1", cards: cards{"p1", "p2"}})
		s.Say("bob", s.Channel(), "look")
		s.check("a message of bob in the channel", l.about(), about{})
	})
}

// TestACardOfAButtonIsPartOfTheConversation: "the same but" after it means that card.
func TestACardOfAButtonIsPartOfTheConversation(t *testing.T) {
	t.Parallel()
	l := newListener()
	play(t, l, nil, func(s *scene) {
		s.launch(0.1, 0.2)
		s.Complete("r1", 10, 0.3)
		s.Complete("r2", 10, 0.4)
		s.Click("bob", s.last("e1 is done"), "Try around the best")
		s.Click("bob", s.last("asked by bob"), "Dismiss")
		s.Overhear("bob", trex.Thread{Platform: "memory", Channel: "C1", ID: "T1"}, "look")
		s.check("a message after it", l.about(), about{experiment: "e1", cards: cards{"p2"}})
	})
}

// TestAnEditIsOfTheVersionThatWasRead: a card that changes while a message is being
// understood is not overwritten, and another one is not changed instead.
func TestAnEditIsOfTheVersionThatWasRead(t *testing.T) {
	t.Parallel()
	l := newListener()
	var meanwhile func()
	thirty := l.Script["thirty"]
	l.Script["thirty"] = func(r agent.Request) agent.Intent {
		meanwhile()
		return thirty(r)
	}
	play(t, l, nil, func(s *scene) {
		thread := trex.Thread{Platform: "memory", Channel: "C1", ID: "T1"}
		s.Say("ann", thread, "two")
		meanwhile = func() {
			if _, err := s.Lab.Edit(s.t.Context(), trex.Edit{Proposal: "p1", Configs: bottest.Configs("lr", 5), By: s.Person("bob")}); err != nil {
				t.Error(err)
			}
		}
		s.Say("ann", thread, "thirty")
		s.last("p1 was edited meanwhile")
		meanwhile = func() {
			if _, err := s.Lab.Propose(s.t.Context(), lab.Draft{Configs: bottest.Configs("lr", 7), By: s.Person("bob"), Thread: thread}); err != nil {
				t.Error(err)
			}
		}
		s.Say("ann", thread, "thirty")
		s.last("version 3, edited by ann", "lr 5")
		if v := s.version("p2"); v != 1 {
			t.Errorf("the other card is at version %d", v)
		}
		meanwhile = func() {
			if _, err := s.Store.DismissProposal(s.t.Context(), trex.Decision{Proposal: "p2", By: s.Person("bob"), At: time.Now()}); err != nil {
				t.Error(err)
			}
		}
		s.Say("ann", thread, "thirty")
		s.last("asked by ann", "epochs 30") // a request of its own
	})
}

// TestATopicOfAProjectThatIsGone: a project may be taken out of the configuration
// while people talk about its cards and experiments.
func TestATopicOfAProjectThatIsGone(t *testing.T) {
	t.Parallel()
	l := newListener()
	play(t, l, func(s *scene) { s.Threads = true }, func(s *scene) {
		s.Say("ann", s.Channel(), "two")
		s.Say("ann", s.Channel(), "two")
		card := s.Shown()[0]
		s.Click("ann", s.Shown()[1], "Launch 2 runs")
		live := s.last("e1 · digits")
		s.Stop()
		other := bottest.Project()
		other.Name = "letters"
		s.Params.Projects = []trex.Project{other}
		s.Start()
		s.Overhear("bob", live.Thread, "look")
		s.check("a message in the experiment's thread", l.about(), about{experiment: "e1", cards: cards{"p2"}})
		s.Reply("bob", live, "look")
		s.check("a reply to the live message", l.about(), about{experiment: "e1", cards: cards{"p2"}})
		s.Reply("bob", card, "thirty")
		s.last(`no project "digits"`)
		if v := s.version("p1"); v != 1 {
			t.Errorf("the card is at version %d", v)
		}
	})
}

// TestARedeliveredReplyIsHeardOnce delivers a reply twice.
func TestARedeliveredReplyIsHeardOnce(t *testing.T) {
	t.Parallel()
	play(t, newListener(), nil, func(s *scene) {
		s.Say("ann", s.Channel(), "two")
		s.Reply("ann", s.last("asked by ann"), "thirty")
		s.Repeat()
		if v := s.version("p1"); v != 2 {
			t.Errorf("the card is at version %d", v)
		}
		s.Deliver(chat.Event{ // from a channel that has no such message
			ID: "x", Did: chat.Said{Text: "thirty", ReplyTo: s.Shown()[0].Ref}, Person: s.Person("ann"), Thread: trex.Thread{Platform: "memory", Channel: "C2"},
		})
		s.last("nothing is open")
	})
}
