package discord

import (
	"testing"

	"github.com/bwmarrin/discordgo"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/discord/discordtest"
	"github.com/trex-ml/trex/internal/await"
)

// A reply without a mention in a channel was dropped, as if people talked to each
// other.
func TestAReplyToTrexIsHeard(t *testing.T) {
	t.Parallel()
	server := discordtest.New(t)
	platform := newPlatform(t, server)
	r := newRecorder()
	connect(t, platform, r)
	await.Until(t, "a session", func() bool { return platform.selfID() != "" })
	own, err := platform.Post(t.Context(), channel, chat.Message{Headline: "a card"})
	if err != nil {
		t.Fatal(err)
	}
	ofTrex := server.Messages()[0].Message
	ofBob := discordgo.Message{ID: "77", ChannelID: discordtest.ChannelID, Author: &discordgo.User{ID: discordtest.UserID("bob"), Username: "bob"}}
	deleted := discordgo.Message{ID: "78", ChannelID: discordtest.ChannelID}
	for _, test := range []struct {
		name string
		to   discordgo.Message
		ping bool
		want *chat.Said // nil: it is no event
	}{
		{"ToTrex", ofTrex, false, &chat.Said{Text: "make it 9 epochs", ReplyTo: own}},
		{"ToTrexWithItsMention", ofTrex, true, &chat.Said{Text: "make it 9 epochs", ReplyTo: own, Mention: true}},
		{"ToBob", ofBob, true, nil},
		{"ToNothing", deleted, false, nil},
	} {
		server.Reply("ann", test.to, "make it 9 epochs", test.ping)
		server.Write("ann", discordtest.ChannelID, "the end", true)
		event := r.next(t)
		said := bottest.Did[chat.Said](t, event)
		if test.want == nil {
			if said.Text != "the end" {
				t.Errorf("%s: heard %+v", test.name, said)
			}
			continue
		}
		if said.Text != test.want.Text || said.ReplyTo != test.want.ReplyTo || said.Mention != test.want.Mention || said.Continue || event.Thread != channel {
			t.Errorf("%s: heard %+v in %+v, want %+v", test.name, said, event.Thread, test.want)
		}
		r.next(t) // the end
	}
}

// In a thread everything is heard: a reply to Trex is addressed, one to somebody else is
// not. In a direct message a reply names what it is about.
func TestAReplyWhereNoMentionIsNeeded(t *testing.T) {
	t.Parallel()
	server := discordtest.New(t)
	platform := newPlatform(t, server)
	r := newRecorder()
	connect(t, platform, r)
	await.Until(t, "a session", func() bool { return platform.selfID() != "" })
	card, err := platform.Post(t.Context(), channel, chat.Message{Headline: "a card"})
	if err != nil {
		t.Fatal(err)
	}
	thread, err := platform.StartThread(t.Context(), channel, card, "e1")
	if err != nil {
		t.Fatal(err)
	}
	live, err := platform.Post(t.Context(), thread, chat.Message{Headline: "live"})
	if err != nil {
		t.Fatal(err)
	}
	messages := server.Messages()
	server.Reply("ann", messages[len(messages)-1].Message, "and with lr 0.3?", false)
	event := r.next(t)
	if said := bottest.Did[chat.Said](t, event); said.ReplyTo != live || said.Continue || event.Thread != thread {
		t.Errorf("a reply to Trex: %+v in %+v", said, event.Thread)
	}
	direct, err := platform.Post(t.Context(), trex.Thread{Platform: Name, Channel: discordtest.DirectID}, chat.Message{Headline: "hello"})
	if err != nil {
		t.Fatal(err)
	}
	messages = server.Messages()
	server.Reply("ann", messages[len(messages)-1].Message, "thanks", false)
	if said := bottest.Did[chat.Said](t, r.next(t)); said.ReplyTo != direct || !said.Direct {
		t.Errorf("a reply in a direct message: %+v", said)
	}
	server.Reply("ann", discordgo.Message{ID: "77", ChannelID: thread.ID, Author: &discordgo.User{ID: discordtest.UserID("bob")}}, "see you", true)
	if said := bottest.Did[chat.Said](t, r.next(t)); said.ReplyTo != "" || !said.Continue {
		t.Errorf("a reply to bob: %+v", said)
	}
}

// Trex has answered a message when its author edits it: the edit is not said again.
func TestAnEditedMessageIsNotHeardAgain(t *testing.T) {
	t.Parallel()
	server := discordtest.New(t)
	r := newRecorder()
	connect(t, newPlatform(t, server), r)
	server.Write("ann", discordtest.ChannelID, "try lr 0.1", true)
	server.Reword("ann", discordtest.ChannelID, "try lr 0.2")
	server.Write("ann", discordtest.ChannelID, "the end", true)
	for _, want := range []string{"try lr 0.1", "the end"} {
		if said := bottest.Did[chat.Said](t, r.next(t)); said.Text != want {
			t.Errorf("heard %q, want %q", said.Text, want)
		}
	}
}

// grammar plays a scene in which the real grammar listens.
func grammar(s *scene) { s.Params.Agent = agent.NewGrammar() }

// messageOf returns a message as Discord has it.
func messageOf(m bottest.Shown) discordgo.Message { return m.Raw.(discordtest.Message).Message }

func TestTwoPeopleInAChannelAndAReply(t *testing.T) {
	s := play(t, grammar)
	s.Write("ann", discordtest.ChannelID, "try lr 0.1 and 0.03", true)
	older := s.see("2 runs · asked by ann")
	s.Write("bob", discordtest.ChannelID, "try lr 0.5", true)
	s.see("asked by bob")
	s.Write("ann", discordtest.ChannelID, "make it 9 epochs", true)
	s.see("2 runs · asked by ann", "version 2, edited by ann", "epochs 9")
	s.Write("ann", discordtest.ChannelID, "try hidden 32", true)
	s.see("asked by ann", "hidden 32")
	s.Reply("ann", messageOf(older), "make it 7 epochs", false)
	s.see("2 runs · asked by ann", "version 3, edited by ann", "epochs 7")
	for id, want := range map[trex.ProposalID]int{"p1": 3, "p2": 1, "p3": 1} {
		if p, err := s.Store.FindProposal(t.Context(), id); err != nil || p.Version != want {
			t.Errorf("%s is at version %d, want %d (%v)", id, p.Version, want, err)
		}
	}
}

// The thread of an experiment is new when it is launched: "same but" found nothing in it
// that it could mean, and Trex kept silent.
func TestSameButInAnExperimentsThread(t *testing.T) {
	s := play(t, grammar)
	s.Write("ann", discordtest.ChannelID, "try lr 0.1 and 0.03 for 30 epochs", true)
	s.h.Click("ann", s.see("2 runs · asked by ann"), "Launch 2 runs")
	live := s.see("e1 · digits")
	await.Until(t, "a thread", func() bool { return s.Experiments()[0].Thread.ID != "" })
	thread := s.Experiments()[0].Thread
	if live.Thread != thread {
		t.Fatalf("the live message is in %+v, not in %+v", live.Thread, thread)
	}
	s.Write("ann", thread.ID, "same but with lr 0.3", false)
	if card := s.see("asked by ann", "lr 0.3", "epochs 30"); card.Thread != thread {
		t.Errorf("the card is in %+v", card.Thread)
	}
	s.Reply("carl", messageOf(live), "same but with lr 0.7", false)
	if card := s.see("asked by carl", "lr 0.7", "epochs 30"); card.Thread != thread {
		t.Errorf("the card after a reply is in %+v", card.Thread)
	}
}
