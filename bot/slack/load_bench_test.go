package slack_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/trex-ml/trex/bot/slack/slacktest"
)

// BenchmarkLoad runs the full load once: fifty runs that update twenty times a
// second, with Slack's own limits, broken answers, refreshed and broken
// connections and an outage of a minute. echo is the round trip of a bare
// websocket in the same process at the same time. The rest of an
// acknowledgement's time is Trex's.
func BenchmarkLoad(b *testing.B) {
	var f figures
	for b.Loop() {
		var echoes []time.Duration
		f = work(b, slacktest.New(), load{
			experiments: 10, every: time.Second / 20, lasts: 2 * time.Minute, outage: time.Minute, drawn: true,
			beside: func(ctx context.Context) { echoes = echo(ctx, b) },
		})
		f.echoes = echoes
	}
	b.Log(f)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(float64(f.points), "run-updates")
	b.ReportMetric(float64(f.posts), "posts")
	b.ReportMetric(float64(f.updates), "edits")
	b.ReportMetric(float64(f.limits), "429s")
	b.ReportMetric(f.settled.Seconds(), "s-to-final")
	b.ReportMetric(ms(quantile(f.acks, 0.5)), "ack-p50-ms")
	b.ReportMetric(ms(quantile(f.acks, 0.99)), "ack-p99-ms")
	b.ReportMetric(ms(quantile(f.echoes, 0.99)), "echo-p99-ms")
}

// echo measures the round trip of a message to a server in this process that
// only sends it back.
func echo(ctx context.Context, b *testing.B) (took []time.Duration) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		socket, err := websocket.Accept(w, r, nil)
		for err == nil {
			var data []byte
			if _, data, err = socket.Read(ctx); err == nil {
				err = socket.Write(ctx, websocket.MessageText, data)
			}
		}
	}))
	defer server.Close()
	socket, _, err := websocket.Dial(ctx, server.URL, nil)
	if err != nil {
		b.Error(err)
		return nil
	}
	defer socket.CloseNow() //nolint:errcheck // read only
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for ctx.Err() == nil {
		<-tick.C
		sent := time.Now()
		if socket.Write(ctx, websocket.MessageText, []byte("did anybody see the game?")) != nil {
			break
		}
		if _, _, err := socket.Read(ctx); err != nil {
			break
		}
		took = append(took, time.Since(sent))
	}
	return took
}
