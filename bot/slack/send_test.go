package slack

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/slack/slacktest"
)

// png is the start of a PNG file: enough to count as a picture.
var png = []byte("\x89PNG\r\n\x1a\n and so on")

func curve(digest string) chat.Picture {
	return chat.Picture{Key: "curve:e42", Digest: digest, Alt: "loss curves", PNG: append(png, digest...)}
}

func TestPictureIsUploadedOnceAndReplaced(t *testing.T) {
	inBubble(t, func(t *testing.T, server *slacktest.Server) {
		server.ProcessTime = 150 * time.Millisecond
		p := newPlatform(t, server)
		live := chat.Message{Key: "live:e42", Headline: "e42 · running", Pictures: []chat.Picture{curve("a")}}
		ref, err := p.Post(t.Context(), mlThread("1.2"), live)
		if err != nil {
			t.Fatal(err)
		}
		live.Headline = "e42 · still running"
		if err := p.Update(t.Context(), mlThread("1.2"), ref, live); err != nil {
			t.Fatal(err)
		}
		if n := server.Calls("files.getUploadURLExternal"); n != 1 {
			t.Errorf("%d uploads of one picture", n)
		}
		live.Pictures = []chat.Picture{curve("b")}
		if err := p.Update(t.Context(), mlThread("1.2"), ref, live); err != nil {
			t.Fatal(err)
		}
		files := server.Files()
		m, _ := server.Find("C1ML", ref)
		if len(files) != 1 || !strings.Contains(string(m.Blocks), files[0].ID) || files[0].Channel != "" {
			t.Errorf("files %+v, message %s", files, m.Blocks)
		}
	})
}

func TestBroadcastStandsInTheChannelToo(t *testing.T) {
	server := newServer(t)
	p := newPlatform(t, server)
	for _, shown := range []bool{true, false} {
		ref, err := p.Post(t.Context(), mlThread("1.2"), chat.Message{Headline: "e42 is done", Broadcast: shown})
		if err != nil {
			t.Fatal(err)
		}
		if m, _ := server.Find("C1ML", ref); m.Broadcast != shown || m.ThreadTS != "1.2" {
			t.Errorf("posted %+v", m)
		}
	}
}

func TestRefusedBlocksAreSaidPlainer(t *testing.T) {
	message := chat.Message{
		Headline: "e42 is done",
		Blocks:   []chat.Block{{Table: &chat.Table{Columns: []string{"run", "val_loss"}, Rows: [][]string{{"r1", "0.1"}}}}},
		Pictures: []chat.Picture{curve("a")},
	}
	for _, c := range []struct {
		name    string
		unknown []string
		want    []string
		without []string
	}{
		{"None", nil, []string{"data_table", "rich_text", "image"}, nil},
		{"Table", []string{"data_table"}, []string{"rich_text_preformatted", "image"}, []string{"data_table"}},
		{"RichText", []string{"rich_text", "data_table"}, []string{"section", "```", "image"}, []string{"rich_text", "data_table"}},
		{"Picture", []string{"image"}, []string{"data_table"}, []string{"slack_file"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := newServer(t)
			server.Unknown = c.unknown
			p := newPlatform(t, server)
			ref, err := p.Post(t.Context(), mlThread("1.2"), message)
			if err != nil {
				t.Fatal(err)
			}
			m, _ := server.Find("C1ML", ref)
			for _, want := range c.want {
				if !strings.Contains(string(m.Blocks), want) {
					t.Errorf("no %s in %s", want, m.Blocks)
				}
			}
			for _, without := range c.without {
				if strings.Contains(string(m.Blocks), without) {
					t.Errorf("%s in %s", without, m.Blocks)
				}
			}
			calls := server.Calls("chat.postMessage")
			if _, err := p.Post(t.Context(), mlThread("1.2"), chat.Message{Headline: "next", Blocks: message.Blocks}); err != nil {
				t.Fatal(err)
			}
			if server.Calls("chat.postMessage") != calls+1 {
				t.Error("the refusal was not remembered")
			}
		})
	}
}

func TestOneBadBlockIsNoReasonToSpeakPlainlyForEver(t *testing.T) {
	server := newServer(t)
	server.Strangers = []string{"U9GONE"}
	p := newPlatform(t, server)
	for _, c := range []struct{ mention, want string }{{"U9GONE", "section"}, {"U1ANA", "rich_text"}} {
		ref, err := p.Post(t.Context(), mlThread("1.2"), chat.Message{Headline: "e42 is done", Mention: c.mention})
		if err != nil {
			t.Fatal(err)
		}
		if m, _ := server.Find("C1ML", ref); !strings.Contains(string(m.Blocks), c.want) {
			t.Errorf("to %s: %s", c.mention, m.Blocks)
		}
	}
}

func TestUnsharedPictureThatIsNotReadyIsLeftOut(t *testing.T) {
	server := newServer(t)
	server.Fail(func(method string) slacktest.Failure {
		if method == "files.getUploadURLExternal" {
			return slacktest.Failure{Code: "missing_scope"}
		}
		return slacktest.Failure{}
	})
	ref, err := newPlatform(t, server).Post(t.Context(), mlThread(""), chat.Message{Headline: "x", Pictures: []chat.Picture{curve("a")}})
	if err != nil || ref == "" {
		t.Fatalf("Post: %q, %v", ref, err)
	}
}

func TestErrorsAreTold(t *testing.T) {
	for _, c := range []struct {
		name    string
		failure slacktest.Failure
		kind    trex.ErrorKind
	}{
		{"ServerError", slacktest.Failure{Status: http.StatusInternalServerError}, trex.KindUnavailable},
		{"InternalError", slacktest.Failure{Code: "internal_error"}, trex.KindUnavailable},
		{"Deleted", slacktest.Failure{Code: "message_not_found"}, trex.KindNotFound},
		{"NotInvited", slacktest.Failure{Code: "not_in_channel"}, trex.KindForbidden},
		{"Revoked", slacktest.Failure{Code: "token_revoked"}, trex.KindForbidden},
		{"OurFault", slacktest.Failure{Code: "invalid_arguments"}, trex.KindInternal},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := newServer(t)
			server.Fail(func(string) slacktest.Failure { return c.failure })
			err := newPlatform(t, server).Update(t.Context(), mlThread("1.2"), "3.4", chat.Message{Headline: "x"})
			if trex.KindOf(err) != c.kind {
				t.Errorf("kind %q of %v, want %q", trex.KindOf(err), err, c.kind)
			}
		})
	}
	t.Run("Outage", func(t *testing.T) {
		server := newServer(t)
		server.Down(true)
		_, err := newPlatform(t, server).Post(t.Context(), mlThread("1.2"), chat.Message{Headline: "x"})
		if trex.KindOf(err) != trex.KindUnavailable {
			t.Errorf("Post: %v", err)
		}
	})
	t.Run("RateLimit", func(t *testing.T) {
		inBubble(t, func(t *testing.T, server *slacktest.Server) {
			server.PostEvery = 90 * time.Second
			p := newPlatform(t, server)
			_, err := p.Post(t.Context(), mlThread("1.2"), chat.Message{Headline: "x"})
			if err == nil {
				_, err = p.Post(t.Context(), mlThread("1.2"), chat.Message{Headline: "y"})
			}
			retry, ok := errors.AsType[*chat.RetryError](err)
			if !ok || retry.After != 90*time.Second || trex.KindOf(err) != trex.KindUnavailable {
				t.Errorf("Post: %v", err)
			}
		})
	})
}

func TestMessageThatMayHaveArrivedIsNotPostedTwice(t *testing.T) {
	server := newServer(t)
	p := newPlatform(t, server)
	server.Fail(func(method string) slacktest.Failure {
		if method == "chat.postMessage" {
			return slacktest.Failure{Status: http.StatusBadGateway, After: true}
		}
		return slacktest.Failure{}
	})
	message := chat.Message{Key: "end:e42", Headline: "e42 is done"}
	if _, err := p.Post(t.Context(), mlThread("1.2"), message); trex.KindOf(err) != trex.KindUnavailable {
		t.Fatalf("Post: %v", err)
	}
	server.Fail(func(method string) slacktest.Failure {
		if method == "chat.update" {
			return slacktest.Failure{Status: http.StatusBadGateway}
		}
		return slacktest.Failure{}
	})
	if _, err := p.Post(t.Context(), mlThread("1.2"), message); trex.KindOf(err) != trex.KindUnavailable {
		t.Fatalf("Post while nothing can be edited: %v", err)
	}
	server.Fail(nil)
	ref, err := p.Post(t.Context(), mlThread("1.2"), message)
	if err != nil {
		t.Fatal(err)
	}
	if all := server.Messages("C1ML"); len(all) != 1 || all[0].TS != ref {
		t.Errorf("%d messages, reference %s", len(all), ref)
	}
	found, err := newPlatform(t, server).FindPosted(t.Context(), mlThread("1.2"), "end:e42")
	if err != nil || found != ref {
		t.Errorf("after a restart found %q, %v; want %q", found, err, ref)
	}
	if other, err := p.FindPosted(t.Context(), mlThread("1.2"), "end:e43"); err != nil || other != "" {
		t.Errorf("found %q, %v of a message that was never posted", other, err)
	}
}

func TestFilesAreSharedOnce(t *testing.T) {
	server := newServer(t)
	p := newPlatform(t, server)
	card := chat.Message{Key: "card:p43", Headline: "digits · 40 runs", Files: []chat.File{{Name: "p43.csv", Content: []byte("1,0.1\n")}}}
	ref, err := p.Post(t.Context(), mlThread("1.2"), card)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []*Platform{p, newPlatform(t, server)} { // the second has restarted
		card.Headline += "!"
		if err := p.Update(t.Context(), mlThread("1.2"), ref, card); err != nil {
			t.Fatal(err)
		}
	}
	files := server.Files()
	if len(files) != 1 || files[0].Channel != "C1ML" || files[0].ThreadTS != "1.2" || string(files[0].Content) != "1,0.1\n" {
		t.Errorf("files %+v", files)
	}
	card.Files[0].Content = []byte("1,0.3\n")
	if err := p.Update(t.Context(), mlThread("1.2"), ref, card); err != nil {
		t.Fatal(err)
	}
	if n := len(server.Files()); n != 2 {
		t.Errorf("%d files after an edit, want 2", n)
	}
}

func TestWhisperWhereTrexIsNoMember(t *testing.T) {
	server := newServer(t)
	server.Fail(func(method string) slacktest.Failure {
		if method == "chat.postEphemeral" {
			return slacktest.Failure{Code: "not_in_channel"}
		}
		return slacktest.Failure{}
	})
	p := newPlatform(t, server)
	event := chat.Event{Person: ana, Thread: mlThread(""), Trigger: trigger{ResponseURL: server.URL + "/response"}.encode()}
	if err := p.Whisper(t.Context(), event, chat.Message{Headline: "only ben may stop r1"}); err != nil {
		t.Fatal(err)
	}
	if w := server.Whispers(); len(w) != 1 || w[0].Channel != "response_url" {
		t.Errorf("whispered %+v", w)
	}
	if got := p.responseURL("https://evil.example/x"); got != "" {
		t.Errorf("would answer to %s", got)
	}
}

func TestForm(t *testing.T) {
	inBubble(t, func(t *testing.T, server *slacktest.Server) {
		p, r := newPlatform(t, server), newRecorder()
		edit := chat.Action{Name: chat.ActEdit, Subject: "p43", Version: 2}
		wrong := map[string]string{"lr": "lr must be at least 1e-06, got -1", "": "Nothing fits."}
		r.handle = func(e chat.Event) {
			switch did := e.Did.(type) {
			case chat.Clicked:
				err := p.OpenForm(t.Context(), e.Trigger, chat.Form{Title: "Edit p43, which has a long title", Action: edit, Submit: "Save", Fields: []chat.Field{
					{Name: "lr", Label: "lr", Hint: "several values make a grid", Value: "0.1, 0.01"},
					{Name: "optimizer", Label: "optimizer", Value: "sgd, adam", Choices: []string{"sgd", "adam", "lion"}, Multi: true},
					{Name: "amp", Label: "amp", Value: "true", Choices: []string{"true", "false"}},
				}})
				if err != nil {
					t.Errorf("OpenForm: %v", err)
				}
			case chat.Submitted:
				if did.Fields["lr"] == "-1" {
					did.Errors(wrong)
				} else {
					did.Errors(nil)
				}
			}
		}
		connect(t, p, server, r)
		trigger, ack := server.Click(slacktest.Click{Channel: "C1ML", TS: "3.4", User: "U1ANA", Element: map[string]any{
			"type": "button", "action_id": "do.1", "value": edit.Encode(),
		}})
		acknowledged(t, ack)
		clicked := r.next(t)
		if view := string(server.Form(trigger)); strings.Contains(view, `"optional":true`) {
			t.Errorf("filled-in fields are called optional: %s", view)
		}

		var refused struct {
			Action string            `json:"response_action"`
			Errors map[string]string `json:"errors"`
		}
		payload := acknowledged(t, server.Submit(trigger, "U1ANA", map[string]string{"lr": "-1", "optimizer": "sgd", "amp": "true"}))
		if err := json.Unmarshal([]byte(payload), &refused); err != nil {
			t.Fatal(err, payload)
		}
		if refused.Action != "errors" || refused.Errors["field.lr"] != wrong["lr"] || refused.Errors["field.amp"] != "Nothing fits." {
			t.Errorf("refused with %s", payload)
		}
		r.next(t)

		payload = acknowledged(t, server.Submit(trigger, "U1ANA", map[string]string{"lr": "0.3", "optimizer": "sgd, lion", "amp": "false"}))
		if payload != "" && payload != "null" {
			t.Errorf("accepted with %s", payload)
		}
		got := r.next(t)
		sent := bottest.Did[chat.Submitted](t, got)
		if sent.Action != edit || got.Ref != "3.4" || got.Person != ana || got.Thread.Channel != "C1ML" {
			t.Errorf("got %+v", got)
		}
		if sent.Fields["lr"] != "0.3" || sent.Fields["optimizer"] != "sgd, lion" || sent.Fields["amp"] != "false" {
			t.Errorf("fields %v", sent.Fields)
		}
		if err := p.OpenForm(t.Context(), clicked.Trigger, chat.Form{Title: "x"}); trex.KindOf(err) != trex.KindUnavailable {
			t.Errorf("a trigger used twice: %v", err)
		}
	})
}
