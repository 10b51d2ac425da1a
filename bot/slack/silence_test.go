package slack

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/slack/slacktest"
	"github.com/trex-ml/trex/internal/await"
	"github.com/trex-ml/trex/internal/bubble"
)

// logging returns a platform whose log, from Info on, can be read after it has
// ended.
func logging(t *testing.T, server *slacktest.Server) (*Platform, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	p, err := New(Params{
		BotToken: "xoxb-test", AppToken: "xapp-test", APIURL: server.APIURL(), HTTPClient: server.Client(),
		Log: slog.New(slog.NewTextHandler(&log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return p, &log
}

func told(t *testing.T, log *bytes.Buffer, text string, want int) {
	t.Helper()
	if n := strings.Count(log.String(), text); n != want {
		t.Errorf("%q is told %d times, want %d:\n%s", text, n, want, log)
	}
}

const listens = "listening to Slack"

func TestAConnectionWithPingsIsKept(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, server *slacktest.Server) {
		p, log := logging(t, server)
		end := connect(t, p, server, newRecorder())
		bubble.Pass(10 * time.Minute)
		if n := server.Opened(); n != 1 {
			t.Errorf("%d connections in ten minutes", n)
		}
		end()
		told(t, log, listens, 1)
	})
}

// TestASilentConnectionIsReplaced: a dead connection looks like one on which
// nobody writes; only its pings are missing.
func TestASilentConnectionIsReplaced(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, server *slacktest.Server) {
		p, log := logging(t, server)
		r := newRecorder()
		end := connect(t, p, server, r)
		bubble.Pass(time.Minute)
		server.Mute()
		bubble.Pass(time.Minute)
		if n := server.Opened(); n != 2 {
			t.Errorf("%d connections after a minute of silence, want a second one", n)
		}
		bubble.Pass(10 * time.Minute)
		if n := server.Opened(); n < 10 {
			t.Errorf("%d connections after ten minutes of silence", n)
		}
		server.Say("C1ML", "", "U1ANA", "<@"+slacktest.BotUser+"> hello")
		if got := r.next(t); bottest.Did[chat.Said](t, got).Text != "hello" {
			t.Errorf("got %+v", got)
		}
		end()
		told(t, log, listens, 1)
		told(t, log, "level=WARN", 0)
	})
}

func TestAnOutageIsToldAndItsEnd(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, server *slacktest.Server) {
		p, log := logging(t, server)
		end := connect(t, p, server, newRecorder())
		server.Down(true)
		bubble.Pass(time.Minute)
		server.Down(false)
		await.Until(t, "a connection after the outage", func() bool { return server.Connected() > 0 })
		bubble.Pass(time.Second)
		end()
		told(t, log, listens, 2)
		if !strings.Contains(log.String(), "level=WARN") {
			t.Errorf("the outage is not told:\n%s", log)
		}
	})
}
