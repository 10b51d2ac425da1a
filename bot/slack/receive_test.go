package slack

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/slack/slacktest"
	"github.com/trex-ml/trex/internal/await"
	"github.com/trex-ml/trex/internal/bubble"
)

var ana = trex.Person{Platform: Name, ID: "U1ANA", Name: "ana"}

// sameEvent compares events, except for values that differ in each run.
var sameEvent = cmp.Options{
	cmpopts.IgnoreFields(chat.Event{}, "At", "Trigger"),
	cmpopts.EquateEmpty(),
}

func TestMessagesBecomeEvents(t *testing.T) {
	server := newServer(t)
	p, r := newPlatform(t, server), newRecorder()
	connect(t, p, server, r)
	mention := "<@" + slacktest.BotUser + ">"

	t.Run("Mention", func(t *testing.T) {
		ts, acks := server.Say("C1ML", "", "U1ANA", mention+" try lr &lt; 0.1 with <@U2BEN>, see <https://x.org/a?b=1&amp;c=2|this>")
		want := chat.Event{
			ID: "message C1ML " + ts, Person: ana, Thread: mlThread(ts), Ref: ts,
			Did: chat.Said{Text: "try lr < 0.1 with @ben, see https://x.org/a?b=1&c=2", Mention: true},
		}
		for _, ack := range acks {
			acknowledged(t, ack)
			// Slack delivers a mention twice; the bot tells them apart by the id.
			if diff := cmp.Diff(want, r.next(t), sameEvent); diff != "" {
				t.Error(diff)
			}
		}
	})
	t.Run("MentionInThread", func(t *testing.T) {
		_, _ = server.Say("C1ML", "111.222", "U1ANA", mention+" status")
		got := r.next(t)
		if said := bottest.Did[chat.Said](t, got); got.Thread != mlThread("111.222") || !said.Mention || said.Continue {
			t.Errorf("got %+v", got)
		}
		r.next(t)
	})
	t.Run("ThreadReply", func(t *testing.T) {
		ts, _ := server.Say("C1ML", "111.222", "U1ANA", "and with 3 seeds?")
		want := chat.Event{
			ID: "message C1ML " + ts, Person: ana, Thread: mlThread("111.222"), Ref: ts,
			Did: chat.Said{Text: "and with 3 seeds?", Continue: true},
		}
		if diff := cmp.Diff(want, r.next(t), sameEvent); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("DirectMessage", func(t *testing.T) {
		ts, _ := server.Say("D1ANA", "", "U1ANA", "lr 0.1\nepochs 3")
		want := chat.Event{
			ID: "message D1ANA " + ts, Person: ana, Ref: ts, Private: true,
			Thread: trex.Thread{Platform: Name, Channel: "D1ANA"}, Did: chat.Said{Text: "lr 0.1\nepochs 3", Direct: true},
		}
		if diff := cmp.Diff(want, r.next(t), sameEvent); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAttachedFiles(t *testing.T) {
	server := newServer(t)
	p, r := newPlatform(t, server), newRecorder()
	connect(t, p, server, r)
	server.Attach("D1ANA", "U1ANA", "run this", "sweep.yaml", "lr: [0.1, 0.2]\n")
	said := bottest.Did[chat.Said](t, r.next(t))
	if len(said.Files) != 1 || said.Text != "run this" || said.Files[0].Name != "sweep.yaml" || said.Files[0].Size != 15 {
		t.Fatalf("got %+v", said)
	}
	for most, want := range map[int64]string{100: "lr: [0.1, 0.2]\n", 3: "lr: "} {
		if data, err := said.Files[0].Fetch(t.Context(), most); err != nil || string(data) != want {
			t.Errorf("got %q, %v; want %q", data, err, want)
		}
	}
	for _, address := range []string{"https://files.slack.com.evil.org/x", "http://127.0.0.1:1/x", "file:///etc/passwd", "::"} {
		if _, err := p.fetch(t.Context(), sharedFile{Download: address}, 10); err == nil {
			t.Errorf("the token went to %s", address)
		}
	}
	real := &Platform{}
	for address, want := range map[string]bool{
		"https://files.slack.com/x": true, "https://FILES.slack.com/x": true, "http://files.slack.com/x": false, "https://slack.com/x": false,
		"https://files.slack.com.org/": false, "https://x@evil.org/files.slack.com": false, "//files.slack.com/x": false,
	} {
		if real.ofSlack(address, "files.slack.com") != want {
			t.Errorf("%s is Slack's: %v", address, !want)
		}
	}
}

func TestOthersDoNotTrigger(t *testing.T) {
	server := newServer(t)
	p, r := newPlatform(t, server), newRecorder()
	end := connect(t, p, server, r)
	mention := "<@" + slacktest.BotUser + "> go"
	message := func(change map[string]any) map[string]any {
		event := map[string]any{
			"type": "message", "channel": "C1ML", "user": "U1ANA", "text": mention, "ts": "5.000001", "channel_type": "channel",
		}
		for name, value := range change {
			event[name] = value
		}
		return event
	}
	for name, event := range map[string]map[string]any{
		"NotAddressed":    message(map[string]any{"text": "hello all"}),
		"Own":             message(map[string]any{"user": slacktest.BotUser}),
		"OwnInDM":         message(map[string]any{"user": slacktest.BotUser, "channel": "D1", "channel_type": "im"}),
		"OtherBot":        message(map[string]any{"bot_id": "B2"}),
		"BotMessage":      message(map[string]any{"subtype": "bot_message"}),
		"Edit":            message(map[string]any{"subtype": "message_changed"}),
		"EditedMention":   message(map[string]any{"type": "app_mention", "edited": map[string]any{"ts": "6.0"}}),
		"Deleted":         message(map[string]any{"subtype": "message_deleted"}),
		"Join":            message(map[string]any{"subtype": "channel_join"}),
		"Slackbot":        message(map[string]any{"user": "USLACKBOT"}),
		"NobodyInParticu": message(map[string]any{"user": ""}),
		"HomeMessagesTab": {"type": "app_home_opened", "user": "U1ANA", "tab": "messages"},
		"ReactionToOther": {"type": "reaction_added", "user": "U1ANA", "item_user": "U2BEN", "reaction": "eyes",
			"item": map[string]any{"type": "message", "channel": "C1ML", "ts": "1.0"}},
		"UnknownToTheLibrary": {"type": "something_new", "user": "U1ANA"},
	} {
		t.Run(name, func(t *testing.T) { acknowledged(t, server.Event(event)) })
	}
	_, _ = server.Say("D1ANA", "", "U1ANA", "last")
	if got := r.next(t); bottest.Did[chat.Said](t, got).Text != "last" {
		t.Errorf("got an event for %+v", got)
	}
	end()
	r.none(t)
}

func TestClicksBecomeEvents(t *testing.T) {
	server := newServer(t)
	p, r := newPlatform(t, server), newRecorder()
	end := connect(t, p, server, r)
	launch := chat.Action{Name: chat.ActLaunch, Subject: "p43:5", Version: 2}
	stop := chat.Action{Name: chat.ActStop, Subject: "r128"}
	pick := chat.Action{Name: chat.ActSelect, Subject: "p43", Version: 2}
	message := chat.Message{
		Headline: "digits · 2 runs",
		Blocks: []chat.Block{{Select: &chat.Select{Action: pick, Label: "which", Options: []chat.Option{
			{Value: "0", Label: "lr 0.1", Selected: true}, {Value: "1", Label: "lr 0.01"},
		}}}},
		Buttons: []chat.Button{
			{Label: "Launch 2 runs", Action: launch, Style: chat.Primary},
			{Label: "Open", Action: chat.Action{Name: chat.ActOpen}, URL: "https://trex.example/e1"},
		},
		More: []chat.Button{{Label: "Stop r128", Action: stop}},
	}
	ref, err := p.Post(t.Context(), mlThread("111.222"), message)
	if err != nil {
		t.Fatal(err)
	}
	posted, _ := server.Find("C1ML", ref)
	elements := posted.Elements()
	base := chat.Event{Person: ana, Thread: mlThread("111.222"), Ref: ref}

	for _, c := range []struct {
		name  string
		click slacktest.Click
		want  chat.Clicked
	}{
		{"Button", slacktest.Click{Element: elements[1]}, chat.Clicked{Action: launch}},
		{"More", slacktest.Click{Element: elements[3], Option: stop.Encode()}, chat.Clicked{Action: stop}},
		{"Checkboxes", slacktest.Click{Element: elements[0], Options: []string{"0", "1"}}, chat.Clicked{Action: pick, Values: []string{"0", "1"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.click.Channel, c.click.TS, c.click.User = "C1ML", ref, "U1ANA"
			trigger, ack := server.Click(c.click)
			acknowledged(t, ack)
			want := base
			want.ID, want.Did = "trigger "+trigger, c.want
			got := r.next(t)
			if diff := cmp.Diff(want, got, sameEvent); diff != "" {
				t.Error(diff)
			}
			if readTrigger(got.Trigger).ID != trigger {
				t.Errorf("trigger %q does not carry %s", got.Trigger, trigger)
			}
		})
	}
	t.Run("LinkOpensByItself", func(t *testing.T) {
		_, ack := server.Click(slacktest.Click{Channel: "C1ML", TS: ref, User: "U1ANA", Element: elements[2]})
		acknowledged(t, ack)
	})
	t.Run("LinkInTheMenuOpensByItself", func(t *testing.T) {
		menu := controls(chat.Message{More: []chat.Button{{Label: "Open", URL: "https://trex.example/", Action: chat.Action{Name: chat.ActOpen}}}})
		element := slacktest.Elements(asJSON(t, menu))[0]
		option, _ := element["options"].([]any)[0].(map[string]any)
		if element["type"] != "overflow" || option["url"] != "https://trex.example/" {
			t.Errorf("the menu is %v", element)
		}
		value, _ := option["value"].(string)
		_, ack := server.Click(slacktest.Click{Channel: "C1ML", TS: ref, User: "U1ANA", Element: element, Option: value})
		acknowledged(t, ack)
	})
	t.Run("ForgedIsToldSo", func(t *testing.T) {
		forged := map[string]any{"type": "button", "action_id": "do.0", "value": "rm:-rf"}
		_, ack := server.Click(slacktest.Click{Channel: "C1ML", TS: ref, User: "U1ANA", Element: forged})
		acknowledged(t, ack)
		await.Until(t, "a whisper", func() bool { return len(server.Whispers()) > 0 })
		if w := server.Whispers()[0]; w.User != "U1ANA" || !strings.Contains(w.Text, "another version") {
			t.Errorf("whispered %+v", w)
		}
	})
	end()
	r.none(t)
}

func TestCommand(t *testing.T) {
	server := newServer(t)
	p, r := newPlatform(t, server), newRecorder()
	connect(t, p, server, r)
	t.Run("HelpIsSeenByTheAskerOnly", func(t *testing.T) {
		for _, text := range []string{" Help ", "", "?"} {
			acknowledged(t, server.Command("C1ML", "U1ANA", text))
			if got := r.next(t); got.Did != (chat.AskedHelp{}) || got.Thread != mlThread("") || readTrigger(got.Trigger).ResponseURL == "" {
				t.Errorf("%q is %+v", text, got)
			}
		}
	})
	t.Run("InChannelOpensAThread", func(t *testing.T) {
		acknowledged(t, server.Command("C1ML", "U1ANA", "try lr 0.1"))
		got := r.next(t)
		asked := bottest.Did[chat.Said](t, got)
		if n := len(server.Messages("C1ML")); n != 0 || !asked.Direct || got.Thread != mlThread("") || asked.Text != "try lr 0.1" {
			t.Fatalf("said %d messages before it is known who may ask: %+v", n, got)
		}
		thread, err := asked.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		said := server.Messages("C1ML")
		if len(said) != 1 || thread != mlThread(said[0].TS) {
			t.Fatalf("the thread is %+v, said %+v", thread, said)
		}
		if said[0].Text != "ana asks: try lr 0.1" {
			t.Errorf("said %q", said[0].Text)
		}
	})
	t.Run("InDirectMessages", func(t *testing.T) {
		acknowledged(t, server.Command("D1ANA", "U1ANA", "status"))
		got := r.next(t)
		if got.Thread.Channel != "D1ANA" || got.Thread.ID != "" || bottest.Did[chat.Said](t, got).Begin != nil {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("WhereTrexIsNoMember", func(t *testing.T) {
		acknowledged(t, server.Command("X1", "U1ANA", "status"))
		_, err := bottest.Did[chat.Said](t, r.next(t)).Begin(t.Context())
		if sentence, _ := trex.Sentence(err); trex.KindOf(err) != trex.KindForbidden || !strings.Contains(sentence, "/invite") {
			t.Errorf("the command begins with %v", err)
		}
	})
}

func TestHomeReactionsAndLinks(t *testing.T) {
	server := newServer(t)
	p, r := newPlatform(t, server), newRecorder()
	connect(t, p, server, r)
	acknowledged(t, server.OpenHome("U1ANA"))
	if got := r.next(t); got.Did != (chat.OpenedHome{}) || !got.Private || got.Person != ana || got.ID == "" {
		t.Errorf("home: %+v", got)
	}
	ref, err := p.Post(t.Context(), mlThread("1.2"), chat.Message{Headline: "e42"})
	if err != nil {
		t.Fatal(err)
	}
	for name, from := range map[string]*Platform{"Remembered": p, "AfterARestart": newPlatform(t, server)} {
		t.Run(name, func(t *testing.T) {
			p.spoken = from.spoken
			acknowledged(t, server.React("C1ML", ref, "U1ANA", "eyes"))
			got := r.next(t)
			if got.Did != (chat.Reacted{Name: "eyes"}) || got.Ref != ref || got.Thread != mlThread("1.2") {
				t.Errorf("reaction: %+v", got)
			}
		})
	}
	acknowledged(t, server.Link("C1ML", "7.1", "U1ANA", "https://trex.example/run/r1?a=1&amp;b=2"))
	got := r.next(t)
	links := bottest.Did[chat.Linked](t, got).URLs
	if got.Ref != "7.1" || len(links) != 1 || links[0] != "https://trex.example/run/r1?a=1&b=2" {
		t.Errorf("links: %+v", got)
	}
	err = p.Unfurl(t.Context(), got, map[string]chat.Message{links[0]: {
		Headline: "r1 completed", Pictures: []chat.Picture{{Key: "curve:r1", Digest: "a", Alt: "loss", PNG: png}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if sent := string(server.Unfurls()[0]); !strings.Contains(sent, "slack_file") || !strings.Contains(sent, "r1 completed") {
		t.Errorf("unfurled %s", sent)
	}
}

func TestHomeClickIsAnsweredInDirectMessages(t *testing.T) {
	server := newServer(t)
	p, r := newPlatform(t, server), newRecorder()
	connect(t, p, server, r)
	err := p.ShowHome(t.Context(), ana, chat.Message{
		Headline: "2 running", Blocks: []chat.Block{{Table: &chat.Table{Columns: []string{"run"}, Rows: [][]string{{"r1"}}}}},
		Buttons: []chat.Button{{Label: "Stop", Action: chat.Action{Name: chat.ActStop, Subject: "r1"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	button := slacktest.Elements(server.Home("U1ANA"))[0]
	_, ack := server.Click(slacktest.Click{User: "U1ANA", Element: button})
	acknowledged(t, ack)
	if got := r.next(t); got.Thread.Channel != "D1ANA" || !got.Private || got.Ref != "" || bottest.Did[chat.Clicked](t, got).Action.Subject != "r1" {
		t.Errorf("got %+v", got)
	}
}

func TestRedeliveriesCarryTheSameID(t *testing.T) {
	server := newServer(t)
	server.Twice = true
	p, r := newPlatform(t, server), newRecorder()
	connect(t, p, server, r)
	_, _ = server.Say("D1ANA", "", "U1ANA", "status")
	_ = server.OpenHome("U1ANA")
	_ = server.Command("D1ANA", "U1ANA", "status")
	_, _ = server.Click(slacktest.Click{Channel: "C1ML", TS: "1.1", User: "U1ANA", Element: map[string]any{
		"type": "button", "action_id": "do.0", "value": chat.Action{Name: chat.ActStop, Subject: "r1"}.Encode(),
	}})
	ids := make(map[string]int)
	for range 8 {
		ids[r.next(t).ID]++
	}
	for id, n := range ids {
		if n != 2 || len(ids) != 4 {
			t.Errorf("%q came %d times, of %d ids", id, n, len(ids))
		}
	}
}

func TestConnectsAgain(t *testing.T) {
	for name, disturb := range map[string]func(*slacktest.Server){
		"RefreshFrame": (*slacktest.Server).Refresh,
		"Broken":       (*slacktest.Server).Drop,
		"Outage": func(server *slacktest.Server) {
			server.Down(true)
			go func() {
				bubble.Pass(time.Minute)
				server.Down(false)
			}()
		},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, server *slacktest.Server) {
				server.RedeliverIn = 3 * time.Second
				p, r := newPlatform(t, server), newRecorder()
				stop := connect(t, p, server, r)
				disturb(server)
				_, acks := server.Say("D1ANA", "", "U1ANA", "status")
				bubble.Pass(2 * time.Minute)
				acknowledged(t, acks[0])
				stop()
				if got := r.next(t); bottest.Did[chat.Said](t, got).Text != "status" || server.Opened() < 2 {
					t.Errorf("%d connections, got %+v", server.Opened(), got)
				}
			})
		})
	}
}

func TestRunEndsWhenTheTokenIsRefused(t *testing.T) {
	server := newServer(t)
	server.Fail(func(string) slacktest.Failure { return slacktest.Failure{Code: "invalid_auth"} })
	err := newPlatform(t, server).Run(t.Context(), newRecorder())
	if sentence, _ := trex.Sentence(err); !strings.Contains(sentence, "SLACK_BOT_TOKEN") {
		t.Errorf("Run: %v", err)
	}
}
