package slack

import (
	"context"
	"log/slog"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/slack/slacktest"
	"github.com/trex-ml/trex/internal/await"
)

// slow is a bot that takes 50 ms for an event.
type slow struct{}

func (slow) Handle(context.Context, chat.Event) chat.Outcome {
	<-time.NewTimer(50 * time.Millisecond).C
	return chat.Outcome{}
}

// BenchmarkAcknowledge measures how long Slack waits for an acknowledgement
// while the bot takes 50 ms for every event. Events come as fast as the bot can
// handle them; further events would not be acknowledged at all.
func BenchmarkAcknowledge(b *testing.B) {
	server := slacktest.New()
	defer server.Close()
	p, err := New(Params{BotToken: "xoxb-test", AppToken: "xapp-test", APIURL: server.APIURL(), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	go p.Run(b.Context(), slow{}) //nolint:errcheck // it ends with the benchmark
	await.Until(b, "a connection", func() bool { return server.Connected() > 0 })
	const conversations = 16
	pace := time.NewTicker(5 * time.Millisecond)
	defer pace.Stop()
	for n := 0; b.Loop(); n++ {
		<-pace.C
		_, acks := server.Say("C9", "1."+strconv.Itoa(100_000+n%conversations), "U1ANA", "did anybody see the game?")
		<-acks[0]
	}
	acks := slices.Sorted(slices.Values(server.Acks()))
	b.ReportMetric(float64(acks[len(acks)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(acks[len(acks)*99/100].Microseconds()), "p99-µs")
}

// BenchmarkRender measures rendering a live message of twenty runs.
func BenchmarkRender(b *testing.B) {
	m := chat.Message{Headline: "e42 · digits · 20 running", Buttons: []chat.Button{{Label: "Stop all"}}}
	for range 20 {
		m.Blocks = append(m.Blocks, chat.Block{Runs: []chat.Row{{Mark: "▶", Run: "r128", Label: "lr 0.1", Fraction: 0.5, Value: "0.2"}}})
	}
	for b.Loop() {
		render(m, dialect{rich: true, tables: true, blocks: mostBlocks}, nil)
	}
}
