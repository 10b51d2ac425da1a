package bot_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/internal/bubble"
	"github.com/trex-ml/trex/store/teststore"
)

// asker asks after "try" and "hmm?", and keeps the question that came with the last
// message. Anything else is an answer.
type asker struct {
	question string
	heard    int
}

func (a *asker) Understand(_ context.Context, r agent.Request) (agent.Intent, error) {
	a.question, a.heard = r.Question, a.heard+1
	if r.Overheard {
		return agent.Intent{}, nil
	}
	switch r.Text {
	case "try", "hmm?":
		return agent.Intent{Kind: agent.Ask, Reply: "which lr?", Question: "lr? after " + r.Text, Answers: r.Question != ""}, nil
	case "thanks":
		return agent.Intent{Kind: agent.Talk, Reply: "You are welcome."}, nil
	case "launch":
		return agent.Intent{Kind: agent.Launch, Proposal: "p9", Sure: true}, nil
	case "again":
		return agent.Intent{Kind: agent.Launch, Proposal: "p1", Sure: true}, nil
	case "card":
		return lrTwo["two"](r), nil
	}
	return agent.Intent{Kind: agent.Talk, Reply: "I see.", Answers: r.Question != ""}, nil
}

// expect has a person write and checks which question came with it.
func (s *scene) expect(a *asker, person string, thread trex.Thread, text, want string) {
	s.t.Helper()
	before := a.heard
	s.Say(person, thread, text)
	if a.heard != before+1 || a.question != want {
		s.t.Errorf("%s: with %q came the question %q, want %q", person, text, a.question, want)
	}
}

var talkThread = trex.Thread{Platform: "memory", Channel: "C1", ID: "T1"}

const asked = "lr? after try"

func TestAQuestionWaitsForItsAnswer(t *testing.T) {
	t.Parallel()
	a := &asker{}
	play(t, a, nil, func(s *scene) {
		s.expect(a, "ann", talkThread, "try", "")
		s.expect(a, "bob", talkThread, "0.1", "") // who was not asked
		s.expect(a, "ann", trex.Thread{Platform: "memory", Channel: "C1", ID: "T2"}, "0.1", "")
		s.Stop()
		s.Start()
		s.expect(a, "ann", talkThread, "0.1", asked)
		s.expect(a, "ann", talkThread, "0.1", "") // it was answered

		s.expect(a, "ann", talkThread, "try", "")
		s.expect(a, "ann", talkThread, "hmm?", asked) // asked on
		s.expect(a, "bob", talkThread, "try", "")
		s.expect(a, "ann", talkThread, "0.1", "lr? after hmm?")
		s.expect(a, "bob", talkThread, "0.1", asked)
	})
}

func TestAQuestionLapses(t *testing.T) {
	t.Parallel()
	a := &asker{}
	play(t, a, nil, func(s *scene) {
		s.expect(a, "ann", talkThread, "try", "")
		bubble.Pass(trex.QuestionLife - time.Minute)
		s.expect(a, "bob", talkThread, "try", "")
		s.expect(a, "ann", talkThread, "hmm?", asked)
		bubble.Pass(trex.QuestionLife + time.Minute)
		s.expect(a, "ann", talkThread, "0.1", "")
		s.expect(a, "bob", talkThread, "0.1", "")
	})
}

// TestAFailureLeavesAQuestionOpen: what could not be done may be said again.
func TestAFailureLeavesAQuestionOpen(t *testing.T) {
	t.Parallel()
	a := &asker{}
	play(t, a, nil, func(s *scene) {
		s.expect(a, "ann", talkThread, "card", "")
		s.expect(a, "ann", talkThread, "again", "")
		s.expect(a, "ann", talkThread, "try", "")
		s.expect(a, "ann", talkThread, "again", asked) // a conflict: it is launched
		s.expect(a, "ann", talkThread, "launch", asked)
		s.expect(a, "ann", talkThread, "0.1", "") // no such card, however often it is said
	})
}

// TestACardsOwnerAnswers: whose card is open in a thread may answer what somebody else
// was asked there. In a channel without threads these are different conversations.
func TestACardsOwnerAnswers(t *testing.T) {
	t.Parallel()
	a := &asker{}
	play(t, a, nil, func(s *scene) {
		s.expect(a, "ann", talkThread, "card", "")
		card := s.last("asked by ann")
		s.expect(a, "bob", talkThread, "try", "")
		s.expect(a, "carl", talkThread, "0.1", "")
		s.expect(a, "ann", talkThread, "thanks", asked) // says nothing about it
		s.expect(a, "ann", talkThread, "0.1", asked)
		s.expect(a, "bob", talkThread, "0.1", "") // ann has answered it

		s.Click("carl", card, "Edit")
		s.Submit("carl", map[string]string{"epochs": "40"})
		s.expect(a, "bob", talkThread, "try", "")
		s.expect(a, "carl", talkThread, "hmm?", asked) // now carl is asked, and bob no more
		s.expect(a, "bob", talkThread, "0.1", "")
		s.expect(a, "carl", talkThread, "0.1", "lr? after hmm?")

		s.expect(a, "bob", talkThread, "try", "")
		s.Click("ann", s.last("version 2, edited by carl"), "Launch 2 runs")
		s.expect(a, "ann", talkThread, "0.1", "")
		s.expect(a, "bob", talkThread, "0.1", asked)

		s.expect(a, "ann", s.Channel(), "card", "")
		s.expect(a, "bob", s.Channel(), "try", "")
		s.expect(a, "ann", s.Channel(), "0.1", "")
		s.expect(a, "bob", s.Channel(), "0.1", asked)
	})
}

// TestWhatLeavesAQuestionOpen: what is not answered, delivered again, or about another
// message does not close it.
func TestWhatLeavesAQuestionOpen(t *testing.T) {
	t.Parallel()
	a := &asker{}
	play(t, a, nil, func(s *scene) {
		s.expect(a, "ann", talkThread, "card", "")
		s.expect(a, "ann", talkThread, "try", "")
		s.Overhear("ann", talkThread, "I will be back at 3")
		if a.question != asked {
			t.Errorf("with what was overheard came the question %q", a.question)
		}
		heard := a.heard
		s.Repeat()
		if a.heard != heard {
			t.Error("a message was understood twice")
		}
		s.Reply("ann", s.last("asked by ann"), "is it big?")
		if a.question != "" {
			t.Errorf("with a reply to a card came the question %q", a.question)
		}
		s.Reply("ann", s.last("which lr?"), "0.1")
		if a.question != asked {
			t.Errorf("with a reply to the question came %q", a.question)
		}
		s.expect(a, "ann", talkThread, "0.1", "")
	})
}

// fullDisk is a store that takes no questions.
type fullDisk struct{ *teststore.DB }

var errFull = errors.New("the disk is full")

func (fullDisk) SaveQuestion(context.Context, trex.Question) error { return errFull }

func (fullDisk) CloseQuestion(context.Context, trex.Thread, trex.Person) error { return errFull }

func TestTheAnswerGoesOutWhenTheQuestionCannotBeStored(t *testing.T) {
	t.Parallel()
	a := &asker{}
	play(t, a, nil, func(s *scene) {
		s.expect(a, "ann", talkThread, "try", "")
		s.Stop()
		s.Params.Store = fullDisk{s.Store}
		s.Start()
		before := s.times("I see.") + s.times("which lr?")
		s.expect(a, "ann", talkThread, "0.1", asked)
		s.expect(a, "ann", talkThread, "0.2", asked) // it could not be closed
		s.expect(a, "bob", talkThread, "try", "")
		s.expect(a, "bob", talkThread, "0.1", "") // it could not be stored
		if n := s.times("I see.") + s.times("which lr?"); n != before+4 {
			t.Errorf("%d answers", n-before)
		}
	})
}

// TestTwoServersShareQuestions: another server goes on where one asked.
func TestTwoServersShareQuestions(t *testing.T) {
	t.Parallel()
	a, b := &asker{}, &asker{}
	play(t, a, nil, func(s *scene) {
		s.expect(a, "ann", talkThread, "try", "")
		s.Stop()
		params := s.Params
		params.Agent = b
		second, err := bot.New(params)
		if err != nil {
			s.t.Fatal(err)
		}
		second.Handle(s.t.Context(), chat.Event{ID: "event-1", Did: chat.Said{Text: "try", Mention: true}, Person: s.Person("ann"), Thread: talkThread})
		if b.heard != 0 {
			t.Error("the second server answered what the first had answered")
		}
		second.Handle(s.t.Context(), chat.Event{ID: "next", Did: chat.Said{Text: "0.1", Mention: true}, Person: s.Person("ann"), Thread: talkThread})
		if b.question != asked {
			t.Errorf("with the next message came the question %q", b.question)
		}
		s.Start()
		s.expect(a, "ann", talkThread, "0.1", "")
	})
}
