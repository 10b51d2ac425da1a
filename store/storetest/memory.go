package storetest

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/trex-ml/trex"
)

// channel is a channel without threads: what people say there is not one conversation.
var channel = trex.Thread{Platform: "discord", Channel: "7"}

func testQuestions(t *testing.T, f *fixture) {
	eve := trex.Person{Platform: "slack", ID: bob.ID, Name: "Eve"} // Bob's id on another platform
	ask := func(in trex.Thread, who trex.Person, state string, when float64) trex.Question {
		t.Helper()
		q := trex.Question{Thread: in, Person: who, State: state, AskedAt: at(when)}
		must(t, f.SaveQuestion(f.ctx, q))
		return q
	}
	listed := func(what string, now float64, want ...trex.Question) {
		t.Helper()
		got, err := f.ListQuestions(f.ctx, thread, at(now))
		must(t, err)
		equal(t, what, want, got)
	}
	listed("none", 0)
	ask(thread, ada, "which lr?", 1)
	ask(channel, ada, "elsewhere", 1)
	fromBob := ask(thread, bob, "which optimizer?", 2)
	fromEve := ask(thread, eve, "how many?", 2.5)
	fromAda := ask(thread, ada, `{"which": "epochs — ü 🦖"}`, 3)
	listed("newest first, one of each person", 4, fromAda, fromEve, fromBob)

	must(t, f.CloseQuestion(f.ctx, thread, ada))
	must(t, f.CloseQuestion(f.ctx, thread, ada))
	listed("after ada's was closed", 4, fromEve, fromBob)
	elsewhere, err := f.ListQuestions(f.ctx, channel, at(4))
	must(t, err)
	if len(elsewhere) != 1 {
		t.Errorf("questions of another thread: %+v", elsewhere)
	}

	day := trex.QuestionLife.Seconds()
	listed("a moment before the first lapses", day+1.9, fromEve, fromBob)
	listed("when it has lapsed", day+2, fromEve)
	late := ask(thread, ada, "again", day+100) // deletes those that have lapsed
	listed("as if it were earlier", 4, late)
}

func testChannelProjects(t *testing.T, f *fixture) {
	use := func(platform, channel, project string, by trex.Person, when float64) trex.ChannelProject {
		t.Helper()
		c := trex.ChannelProject{Platform: platform, Channel: channel, Project: project, SetBy: by, SetAt: at(when)}
		must(t, f.SaveChannelProject(f.ctx, c))
		return c
	}
	found := func(what string, want trex.ChannelProject) {
		t.Helper()
		got, err := f.FindChannelProject(f.ctx, want.Platform, want.Channel)
		must(t, err)
		equal(t, what, want, got)
	}
	none := func(platform, channel string) {
		t.Helper()
		_, err := f.FindChannelProject(f.ctx, platform, channel)
		wantKind(t, err, trex.KindNotFound)
	}
	none("slack", "C1")
	first := use("slack", "C1", "digits", ada, 1)
	second := use("slack", "C2", "ppo", ada, 2)
	twin := use("discord", "C1", "mnist — ü 🦖", bob, 3) // the same id on another platform
	found("of the first", first)
	found("of the second", second)
	found("of the twin", twin)
	found("replaced", use("slack", "C1", "ppo", bob, 4))
	must(t, f.DeleteChannelProject(f.ctx, "slack", "C1"))
	must(t, f.DeleteChannelProject(f.ctx, "slack", "C1"))
	none("slack", "C1")
	found("of another channel", second)
	found("of another platform", twin)
	found("chosen again", use("slack", "C1", "digits", ada, 5))
}

func testOpenProposals(t *testing.T, f *fixture) {
	first, second, third := f.propose(ada, "digits", 0.1), f.propose(bob, "digits", 0.2), f.propose(ada, "mnist", 0.3)
	launched := f.propose(ada, "digits", 0.4)
	_, _, err := f.LaunchProposal(f.ctx, launchOf(launched, ada))
	must(t, err)
	second, err = f.EditProposal(f.ctx, trex.Edit{Proposal: second.ID, Configs: second.Configs, By: ada, At: at(5)})
	must(t, err)
	third, err = f.EditProposal(f.ctx, trex.Edit{Proposal: third.ID, Configs: third.Configs, By: bob, At: at(6)})
	must(t, err)
	third, err = f.EditProposal(f.ctx, trex.Edit{Proposal: third.ID, Configs: third.Configs, By: trex.Person{Platform: "slack", ID: bob.ID}, At: at(7)})
	must(t, err)
	forever := proposal(lrConfig(1))
	forever.Requester, forever.ExpiresAt = bob, time.Time{}
	forever, err = f.CreateProposal(f.ctx, forever)
	must(t, err)
	launched, err = f.FindProposal(f.ctx, launched.ID)
	must(t, err)

	for name, tc := range map[string]struct {
		query trex.ProposalQuery
		want  []trex.Proposal
	}{
		"All":         {trex.ProposalQuery{}, []trex.Proposal{forever, launched, third, second, first}},
		"Open":        {trex.ProposalQuery{OpenAt: at(10)}, []trex.Proposal{forever, third, second, first}},
		"AtTheirEnd":  {trex.ProposalQuery{OpenAt: first.ExpiresAt}, []trex.Proposal{forever, third, second, first}},
		"Expired":     {trex.ProposalQuery{OpenAt: first.ExpiresAt.Add(time.Millisecond)}, []trex.Proposal{forever}},
		"Asked":       {trex.ProposalQuery{Owner: ada, OpenAt: at(10)}, []trex.Proposal{third, second, first}},
		"LastEdited":  {trex.ProposalQuery{Owner: bob, OpenAt: at(10)}, []trex.Proposal{forever, second}},
		"OwnNewest":   {trex.ProposalQuery{Owner: ada, OpenAt: at(10), Limit: 1}, []trex.Proposal{third}},
		"NobodysOwn":  {trex.ProposalQuery{Owner: trex.Person{Platform: "web", ID: "U1"}}, nil},
		"OtherThread": {trex.ProposalQuery{Thread: channel, Owner: ada}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if tc.query.Thread == (trex.Thread{}) {
				tc.query.Thread = thread
			}
			got, err := f.ListProposals(f.ctx, tc.query)
			must(t, err)
			equal(t, "proposals", tc.want, got)
		})
	}
}

func testVersions(t *testing.T, f *fixture) {
	p := f.propose(ada, "digits", 0.1, 0.2)
	edit := trex.Edit{Proposal: p.ID, Version: 1, Configs: []trex.RunConfig{lrConfig(5)}, Reading: "five", By: bob, At: at(5)}
	_, err := f.EditProposal(f.ctx, edit)
	must(t, err)
	_, err = f.EditProposal(f.ctx, edit) // of a version that is gone
	wantKind(t, err, trex.KindConflict)
	undo := trex.Edit{Proposal: p.ID, Configs: p.Configs, Reading: p.Reading, Restores: 1, By: ada, At: at(6)}
	_, err = f.EditProposal(f.ctx, undo)
	must(t, err)
	want := []trex.ProposalVersion{
		{Version: 1, Configs: p.Configs, Reading: p.Reading, At: at(0)},
		{Version: 2, Configs: edit.Configs, Reading: "five", EditedBy: bob, At: at(5)},
		{Version: 3, Configs: p.Configs, Reading: p.Reading, EditedBy: ada, At: at(6), Restores: 1},
	}
	kept := func(what string) {
		t.Helper()
		got, err := f.ListProposalVersions(f.ctx, p.ID)
		must(t, err)
		equal(t, what, want, got)
	}
	kept("versions")
	f.propose(bob, "digits", 1)
	_, err = f.DismissProposal(f.ctx, trex.Decision{Proposal: p.ID, By: ada, At: at(7)})
	must(t, err)
	_, err = f.EditProposal(f.ctx, undo)
	wantKind(t, err, trex.KindConflict)
	kept("versions of a proposal that is decided")
	none, err := f.ListProposalVersions(f.ctx, "p99")
	must(t, err)
	if len(none) != 0 {
		t.Errorf("versions of no proposal: %+v", none)
	}
}

// testEditOnce: of several edits of one version, one is made and kept.
func testEditOnce(t *testing.T, f *fixture) {
	p := f.propose(ada, "digits", 0.1)
	var made atomic.Int32
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			_, err := f.EditProposal(f.ctx, trex.Edit{Proposal: p.ID, Version: 1, Configs: []trex.RunConfig{lrConfig(float64(i))}, By: ada, At: at(1)})
			if err == nil {
				made.Add(1)
			} else if trex.KindOf(err) != trex.KindConflict {
				t.Error(err)
			}
		})
	}
	all.Wait()
	versions, err := f.ListProposalVersions(f.ctx, p.ID)
	must(t, err)
	if made.Load() != 1 || len(versions) != 2 {
		t.Errorf("%d edits of version 1 were made, %d versions are kept", made.Load(), len(versions))
	}
}

func testMessagesOf(t *testing.T, f *fixture) {
	said := 0.0
	add := func(m trex.ChatMessage) trex.ChatMessage {
		t.Helper()
		said++
		m.Thread, m.At, m.Content = channel, at(said), fmt.Sprint("message ", said)
		stored, err := f.AppendMessage(f.ctx, m)
		must(t, err)
		return stored
	}
	user := func(who trex.Person) trex.ChatMessage { return trex.ChatMessage{Role: trex.RoleUser, Author: who} }
	answer := func(to trex.Person) trex.ChatMessage { return trex.ChatMessage{Role: trex.RoleAssistant, To: to} }
	eve := trex.Person{Platform: "slack", ID: bob.ID}

	add(user(ada))
	add(answer(ada))
	first := add(user(bob))
	add(user(eve))
	add(answer(eve))
	second := add(answer(bob))
	toAll := add(answer(trex.Person{}))
	_, err := f.AppendMessage(f.ctx, trex.ChatMessage{Thread: thread, Role: trex.RoleUser, Author: bob, Content: "elsewhere"})
	must(t, err)
	last := add(trex.ChatMessage{Role: trex.RoleUser, Author: trex.Person{Platform: bob.Platform, ID: bob.ID, Name: "renamed"}})

	for _, tc := range []struct {
		limit int
		want  []trex.ChatMessage
	}{{0, []trex.ChatMessage{first, second, toAll, last}}, {2, []trex.ChatMessage{toAll, last}}} {
		got, err := f.ListMessagesOf(f.ctx, channel, bob, tc.limit)
		must(t, err)
		equal(t, fmt.Sprint("the newest ", tc.limit, " of bob"), tc.want, got)
	}
	stranger, err := f.ListMessagesOf(f.ctx, channel, trex.Person{Platform: "discord", ID: "99"}, 0)
	must(t, err)
	equal(t, "of somebody who said nothing", []trex.ChatMessage{toAll}, stranger)
}
