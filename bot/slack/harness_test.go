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
	"testing"
	"testing/synctest"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/slack/slacktest"
	"github.com/trex-ml/trex/internal/await"
)

const testSecret = "0123456789abcdef0123456789abcdef"

// newPlatform returns a platform that speaks to server by Socket Mode and HTTP.
func newPlatform(t *testing.T, server *slacktest.Server) *Platform {
	t.Helper()
	p, err := New(Params{
		BotToken: "xoxb-test", AppToken: "xapp-test", SigningSecret: testSecret,
		APIURL: server.APIURL(), HTTPClient: server.Client(),
		Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func newServer(t *testing.T) *slacktest.Server { return peopled(t, slacktest.New()) }

// inBubble runs a test that depends on time, with a server on the same clock.
func inBubble(t *testing.T, run func(*testing.T, *slacktest.Server)) {
	synctest.Test(t, func(t *testing.T) { run(t, peopled(t, slacktest.NewInMemory())) })
}

func peopled(t *testing.T, server *slacktest.Server) *slacktest.Server {
	t.Cleanup(server.Close)
	server.Name("U1ANA", "ana")
	server.Name("U2BEN", "ben")
	return server
}

// recorder is a handler that keeps its events.
type recorder struct {
	mu     sync.Mutex
	events []chat.Event
	got    chan chat.Event
	handle func(chat.Event) // called for each event; nil: nothing
}

func newRecorder() *recorder { return &recorder{got: make(chan chat.Event, 1000)} }

func (r *recorder) Handle(_ context.Context, event chat.Event) chat.Outcome {
	if r.handle != nil {
		r.handle(event)
	}
	r.mu.Lock()
	r.events = append(r.events, event)
	r.mu.Unlock()
	r.got <- event
	return chat.Outcome{}
}

func (r *recorder) next(t *testing.T) chat.Event {
	t.Helper()
	return await.Value(t, "an event", r.got)
}

// none checks that there are no further events. This is certain only after the
// platform has ended: an event is acknowledged before it is handled.
func (r *recorder) none(t *testing.T) {
	t.Helper()
	for range len(r.got) {
		t.Errorf("an event too many: %+v", <-r.got)
	}
}

// connect runs a platform until the test ends or stop is called, and waits
// until it listens.
func connect(t *testing.T, p *Platform, server *slacktest.Server, handler chat.Handler) (stop func()) {
	t.Helper()
	stop = start(t, p, handler)
	await.Until(t, "a connection", func() bool { return server.Connected() > 0 && p.current() != nil })
	return stop
}

// start runs a platform until the test ends or stop is called. stop returns
// when all accepted events are handled.
func start(t *testing.T, p *Platform, handler chat.Handler) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- p.Run(ctx, handler) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	t.Cleanup(stop)
	return stop
}

func acknowledged(t *testing.T, ack <-chan json.RawMessage) string {
	t.Helper()
	return string(await.Value(t, "an acknowledgement", ack))
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
