package slack

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot"
	"github.com/trex-ml/trex/bot/slack/slacktest"
)

const testSecret = "0123456789abcdef0123456789abcdef"

// newPlatform returns a platform that speaks to server by Socket Mode and HTTP.
func newPlatform(t *testing.T, server *slacktest.Server) *Platform {
	t.Helper()
	p, err := New(Params{
		BotToken: "xoxb-test", AppToken: "xapp-test", SigningSecret: testSecret, APIURL: server.APIURL(),
		Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func newServer(t *testing.T) *slacktest.Server {
	t.Helper()
	server := slacktest.New()
	t.Cleanup(server.Close)
	server.Name("U1ANA", "ana")
	server.Name("U2BEN", "ben")
	return server
}

// recorder is a handler that keeps what it gets.
type recorder struct {
	mu     sync.Mutex
	events []bot.Event
	got    chan bot.Event
	handle func(bot.Event) // nil: nothing more
}

func newRecorder() *recorder { return &recorder{got: make(chan bot.Event, 1000)} }

func (r *recorder) Handle(_ context.Context, event bot.Event) {
	if r.handle != nil {
		r.handle(event)
	}
	r.mu.Lock()
	r.events = append(r.events, event)
	r.mu.Unlock()
	r.got <- event
}

func (r *recorder) next(t *testing.T) bot.Event {
	t.Helper()
	select {
	case event := <-r.got:
		return event
	case <-time.After(time.Minute):
		t.Fatal("no event came")
		return bot.Event{}
	}
}

// connect runs a platform until the test ends and waits until it listens.
func connect(t *testing.T, p *Platform, server *slacktest.Server, handler bot.Handler) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- p.Run(ctx, handler) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	eventually(t, "a connection", func() bool { return server.Connected() > 0 && p.current() != nil })
}

// eventually polls: what happens on the other side of a socket signals nobody.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	deadline := time.Now().Add(time.Minute)
	for !ok() {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for %s", what)
		}
		time.Sleep(2 * time.Millisecond)
	}
}

func acknowledged(t *testing.T, ack <-chan json.RawMessage) string {
	t.Helper()
	select {
	case payload := <-ack:
		return string(payload)
	case <-time.After(time.Minute):
		t.Fatal("never acknowledged")
		return ""
	}
}

// signed is a request as Slack signs it.
func signed(body []byte, contentType string, at time.Time, secret string) *http.Request {
	request, _ := http.NewRequest(http.MethodPost, "http://trex.example/slack/events", bytes.NewReader(body))
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("v0:" + stamp + ":"))
	mac.Write(body)
	request.Header.Set("X-Slack-Request-Timestamp", stamp)
	request.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	request.Header.Set("Content-Type", contentType)
	return request
}

func asForm(t *testing.T, payload any) []byte {
	t.Helper()
	return []byte(url.Values{"payload": {string(asJSON(t, payload))}}.Encode())
}

func asJSON(t *testing.T, value any) []byte {
	t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func mlThread(id string) trex.Thread { return trex.Thread{Platform: Name, Channel: "C1ML", ID: id} }

// slowClock is a clock that tests move on.
type slowClock struct{ ahead atomic.Int64 }

func (c *slowClock) now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

func (c *slowClock) add(d time.Duration) { c.ahead.Add(int64(d)) }
