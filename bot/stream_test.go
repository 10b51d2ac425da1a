package bot_test

import (
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/bot/chat"
)

func TestAnswersOfALanguageModel(t *testing.T) {
	t.Parallel()
	var heard []agent.Request
	script := bottest.Script{
		"why?": func(r agent.Request) agent.Intent {
			heard = append(heard, r)
			r.Partial("Because")
			r.Partial("Because of the <b>rate</b>")
			return agent.Intent{Kind: agent.Talk, Reply: "Because of the <b>rate</b>.", Usage: &trex.Usage{Model: "m", PromptTokens: 3}}
		},
		"two": lrTwo["two"],
	}
	play(t, script, nil, func(s *scene) {
		thread := trex.Thread{Platform: "memory", Channel: "C1", ID: "T1"}
		s.launch(0.1)
		s.Say("ann", thread, "two")
		s.Say("ann", thread, "why?")
		s.last("Because of the <b>rate</b>.")
		if got := s.Streamed(); len(got) != 2 || got[0] != "Because" {
			t.Errorf("streamed %q", got)
		}
		r := heard[0]
		if r.Experiment != "e1" || r.Open == nil || r.Open.ID != "p2" || len(r.Runs) != 1 || len(r.Turns) != 2 {
			t.Errorf("the agent got experiment %s, open %v, %d runs, %d turns", r.Experiment, r.Open, len(r.Runs), len(r.Turns))
		}
		if turn := r.Turns[1]; turn.Role != trex.RoleAssistant || turn.Proposal == nil || turn.Proposal.ID != "p2" {
			t.Errorf("the last turn is %+v", turn)
		}
		s.WriteLog("r1", "\x1b[31mred\x1b[0m API_KEY=0123456789abcdef\n")
		if tail, err := r.Lookup.LogTail(s.t.Context(), "r1", 5); err != nil || tail != "red API_KEY=[redacted]\n" {
			t.Errorf("LogTail = %q, %v", tail, err)
		}
		if _, err := r.Lookup.LogTail(s.t.Context(), "r9", 5); trex.KindOf(err) != trex.KindNotFound {
			t.Errorf("LogTail of a run there is not = %v", err)
		}
	})
}

func TestAnswerReturnsItsReference(t *testing.T) {
	t.Parallel()
	play(t, lrTwo, nil, func(s *scene) {
		event := chat.Event{Person: s.Person("ann"), Thread: s.Channel(), Did: chat.Said{Text: "two", Direct: true}}
		ref, err := s.Bot.Answer(s.t.Context(), event)
		if card := s.last("asked by ann"); err != nil || ref != card.Ref {
			t.Errorf("Answer = %q, %v, want %q", ref, err, card.Ref)
		}
		event.Did = chat.Said{Text: "what?", Direct: true}
		ref, err = s.Bot.Answer(s.t.Context(), event)
		if m := s.last("I do not know how to read that."); err != nil || ref != m.Ref {
			t.Errorf("Answer = %q, %v, want %q", ref, err, m.Ref)
		}
	})
}
