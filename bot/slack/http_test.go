package slack

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/slack/slacktest"
	"github.com/trex-ml/trex/internal/await"
	"github.com/trex-ml/trex/internal/bubble"
)

// newHTTPPlatform is a running platform in HTTP mode.
func newHTTPPlatform(t *testing.T, server *slacktest.Server) (p *Platform, r *recorder, stop func()) {
	t.Helper()
	p, err := New(Params{BotToken: "xoxb-test", SigningSecret: testSecret, APIURL: server.APIURL(), HTTPClient: server.Client()})
	if err != nil {
		t.Fatal(err)
	}
	r = newRecorder()
	stop = start(t, p, r)
	await.Until(t, "Run", func() bool { return p.current() != nil })
	return p, r, stop
}

func serve(p *Platform, request *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	p.ServeHTTP(w, request)
	return w
}

func TestHTTPRefusals(t *testing.T) {
	server := newServer(t)
	p, r, stop := newHTTPPlatform(t, server)
	body := asJSON(t, server.Callback(map[string]any{
		"type": "message", "channel": "D1", "channel_type": "im", "user": "U1ANA", "ts": "5.000001", "text": "status",
	}))
	for _, c := range []struct {
		name, contentType, secret string
		body                      []byte
		late                      time.Duration
		want                      int
	}{
		{"WrongSecret", "application/json", "ffffffffffffffffffffffffffffffff", body, 0, 401},
		{"TooOld", "application/json", testSecret, body, -6 * time.Minute, 401},
		{"FromTheFuture", "application/json", testSecret, body, 6 * time.Minute, 401},
		{"NoJSON", "application/json", testSecret, []byte("{"), 0, 400},
		{"NoForm", "application/x-www-form-urlencoded", testSecret, []byte("a=b"), 0, 400},
		{"CertificateCheck", "application/x-www-form-urlencoded", testSecret, []byte("ssl_check=1&token=x"), 0, 200},
		{"BrokenForm", "application/x-www-form-urlencoded", testSecret, []byte("%zz"), 0, 400},
		{"TooLong", "application/json", testSecret, make([]byte, mostBody+1), 0, 413},
	} {
		t.Run(c.name, func(t *testing.T) {
			if w := serve(p, signed(c.body, c.contentType, time.Now().Add(c.late), c.secret)); w.Code != c.want {
				t.Errorf("status %d, want %d", w.Code, c.want)
			}
		})
	}
	now := time.Now() // requests are valid for five minutes
	t.Run("ChangedBody", func(t *testing.T) {
		request := signed(body, "application/json", now, testSecret)
		request.Body = signed(append(body, ' '), "", now, testSecret).Body
		w := httptest.NewRecorder()
		if p.ServeHTTP(w, request); w.Code != 401 {
			t.Errorf("status %d", w.Code)
		}
	})
	t.Run("Unsigned", func(t *testing.T) {
		w := httptest.NewRecorder()
		if p.ServeHTTP(w, httptest.NewRequest("POST", "/slack/events", strings.NewReader("{}"))); w.Code != 401 {
			t.Errorf("status %d", w.Code)
		}
	})
	t.Run("Get", func(t *testing.T) {
		w := httptest.NewRecorder()
		if p.ServeHTTP(w, httptest.NewRequest("GET", "/slack/events", nil)); w.Code != 405 {
			t.Errorf("status %d", w.Code)
		}
	})
	t.Run("Replay", func(t *testing.T) {
		if w := serve(p, signed(body, "application/json", now, testSecret)); w.Code != 200 {
			t.Fatalf("status %d", w.Code)
		}
		r.next(t)
		if w := serve(p, signed(body, "application/json", now, testSecret)); w.Code != 403 {
			t.Errorf("the replay: status %d", w.Code)
		}
	})
	t.Run("RedeliveredBySlack", func(t *testing.T) {
		if w := serve(p, signed(body, "application/json", now.Add(time.Second), testSecret)); w.Code != 200 {
			t.Errorf("status %d", w.Code)
		}
		if got := r.next(t); got.ID != "message D1 5.000001" {
			t.Errorf("id %q", got.ID)
		}
	})
	stop()
	r.none(t)
}

func TestHTTPBeforeRun(t *testing.T) {
	server := newServer(t)
	p, err := New(Params{BotToken: "xoxb-test", SigningSecret: testSecret, APIURL: server.APIURL()})
	if err != nil {
		t.Fatal(err)
	}
	question := []byte(`{"type":"url_verification","challenge":"3eZbrw1aB","token":"x"}`)
	w := serve(p, signed(question, "application/json", time.Now(), testSecret))
	if w.Code != 200 || w.Body.String() != "3eZbrw1aB" {
		t.Errorf("url_verification: %d %q", w.Code, w.Body)
	}
	if w := serve(p, signed([]byte(`{"type":"event_callback"}`), "application/json", time.Now(), testSecret)); w.Code != 503 {
		t.Errorf("an event before Run: status %d", w.Code)
	}
}

func TestHTTPInteractions(t *testing.T) {
	inBubble(t, func(t *testing.T, server *slacktest.Server) {
		p, r, _ := newHTTPPlatform(t, server)
		const form = "application/x-www-form-urlencoded"
		stop := chat.Action{Name: chat.ActStop, Subject: "r1"}
		trigger, click := server.ClickPayload(slacktest.Click{Channel: "C1ML", TS: "1.1", User: "U1ANA", Element: map[string]any{
			"type": "button", "action_id": "do.0", "value": stop.Encode(),
		}})
		if w := serve(p, signed(asForm(t, click), form, time.Now(), testSecret)); w.Code != 200 || w.Body.Len() > 0 {
			t.Errorf("click: %d %q", w.Code, w.Body)
		}
		got := r.next(t)
		if bottest.Did[chat.Clicked](t, got).Action != stop {
			t.Errorf("got %+v", got)
		}

		edit := chat.Form{Title: "Edit", Action: chat.Action{Name: chat.ActEdit, Subject: "p1"}, Fields: []chat.Field{{Name: "lr", Label: "lr"}}}
		if err := p.OpenForm(t.Context(), got.Trigger, edit); err != nil {
			t.Fatal(err)
		}
		r.handle = func(e chat.Event) {
			if form, ok := e.Did.(chat.Submitted); ok {
				form.Errors(map[string]string{"lr": "lr must be a number"})
			}
		}
		payload := server.SubmitPayload(trigger, "U1ANA", map[string]string{"lr": "x"})
		w := serve(p, signed(asForm(t, payload), form, time.Now(), testSecret))
		if w.Code != 200 || !strings.Contains(w.Body.String(), `"response_action":"errors"`) {
			t.Errorf("form: %d %q", w.Code, w.Body)
		}
		r.next(t)

		r.handle = nil
		command := url.Values{"command": {"/trex"}, "text": {"status"}, "user_id": {"U1ANA"}, "channel_id": {"D1ANA"}, "trigger_id": {"t9"}}
		if w := serve(p, signed([]byte(command.Encode()), form, time.Now(), testSecret)); w.Code != 200 {
			t.Errorf("command: %d %q", w.Code, w.Body)
		}
		if got := r.next(t); bottest.Did[chat.Said](t, got).Text != "status" || got.ID != "command t9" {
			t.Errorf("got %+v", got)
		}
	})
}

// TestLateFormErrorsAreWhispered submits a form twice at once. The second
// submission must wait for the first, longer than a form waits for its errors.
func TestLateFormErrorsAreWhispered(t *testing.T) {
	inBubble(t, func(t *testing.T, server *slacktest.Server) {
		p, r := newPlatform(t, server), newRecorder()
		connect(t, p, server, r)
		edit := chat.Action{Name: chat.ActEdit, Subject: "p1"}
		err := p.OpenForm(t.Context(), trigger{ID: "t1", Thread: mlThread("1.2")}.encode(), chat.Form{
			Title: "Edit", Action: edit, Fields: []chat.Field{{Name: "lr", Label: "lr"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		r.handle = func(e chat.Event) {
			bubble.Pass(formPatience - time.Millisecond)
			if form, ok := e.Did.(chat.Submitted); ok {
				form.Errors(map[string]string{"lr": "lr must be a number."})
			}
		}
		first := server.Submit("t1", "U1ANA", map[string]string{"lr": "x"})
		synctest.Wait()
		second := server.Submit("t1", "U2BEN", map[string]string{"lr": "x"})
		if payload := acknowledged(t, first); !strings.Contains(payload, "lr must be a number") {
			t.Errorf("the first is answered with %q", payload)
		}
		if payload := acknowledged(t, second); strings.Contains(payload, "errors") {
			t.Errorf("the second is answered with %q", payload)
		}
		r.next(t)
		r.next(t)
		said := server.Whispers()
		if len(said) != 1 || !strings.Contains(said[0].Text, "lr must be a number") || said[0].User != "U2BEN" {
			t.Errorf("whispered %+v", said)
		}
	})
}
