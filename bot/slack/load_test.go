package slack_test

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/slack"
	"github.com/trex-ml/trex/bot/slack/slacktest"
	"github.com/trex-ml/trex/internal/await"
	"github.com/trex-ml/trex/lab"
)

// load is how hard and how long Trex works.
type load struct {
	experiments int           // of five runs each, in four channels
	every       time.Duration // between two updates of a run, and between two messages of people
	lasts       time.Duration // until the last run ends
	outage      time.Duration // in the middle of it
	drawn       bool          // with pictures, which need processor time

	beside func(context.Context) // runs during the load; nil: nothing
}

// undrawn is a Slack platform that shows no pictures.
type undrawn struct{ *slack.Platform }

func (u undrawn) Limits() chat.Limits {
	limits := u.Platform.Limits()
	limits.Attachments = false
	return limits
}

// figures are the results of a load.
type figures struct {
	points                 int
	posts, updates, limits int
	settled                time.Duration // from the last run's end until all is shown
	acks                   []time.Duration
	echoes                 []time.Duration // of a bare websocket at the same time: the machine's own share
	connections            int
}

func (f figures) String() string {
	return fmt.Sprintf("%d points; %d posts, %d updates, %d times 429; final states after %s; %d acknowledgements: p50 %s, p99 %s, most %s (a bare echo: p50 %s, p99 %s); %d connections",
		f.points, f.posts, f.updates, f.limits, f.settled.Round(time.Millisecond), len(f.acks),
		quantile(f.acks, 0.5), quantile(f.acks, 0.99), quantile(f.acks, 1),
		quantile(f.echoes, 0.5), quantile(f.echoes, 0.99), f.connections)
}

func quantile(all []time.Duration, q float64) time.Duration {
	if len(all) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(all))
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)].Round(10 * time.Microsecond)
}

// TestFinalStatesLandUnderLoad is a smaller BenchmarkLoad on a fake clock,
// which does not count the time for storing and drawing.
func TestFinalStatesLandUnderLoad(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := work(t, slacktest.NewInMemory(), load{experiments: 10, every: time.Second, lasts: time.Minute, outage: 20 * time.Second})
		t.Log(f)
		if f.limits > 0 {
			t.Errorf("Slack said %d times that it is called too often", f.limits)
		}
	})
}

// work puts a load on a bot whose Slack has limits and faults. It checks that
// every final state is shown, and nothing twice.
func work(t testing.TB, server *slacktest.Server, l load) figures {
	defer server.Close()
	server.PostEvery = time.Second
	server.Updates, server.UpdatesPer = 50, time.Minute
	server.RedeliverIn = 3 * time.Second
	server.ProcessTime = 200 * time.Millisecond
	platform, err := slack.New(slack.Params{
		BotToken: "xoxb-test", AppToken: "xapp-test", APIURL: server.APIURL(), HTTPClient: server.Client(),
		Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	var shown chat.Platform = platform
	if !l.drawn {
		shown = undrawn{platform}
	}
	stage := bottest.NewStage(t, bottest.Script{}, shown)
	stage.Params.Log = slog.New(slog.DiscardHandler)
	stage.Start()
	defer stage.Stop()
	await.Until(t, "a connection", func() bool { return server.Connected() > 0 })

	runs := launch(t, stage, server, l)
	server.Fail(badDay())
	var f figures
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { chatter(ctx, server, l) })
	wg.Go(func() { disturb(ctx, server, l) })
	if l.beside != nil {
		wg.Go(func() { l.beside(ctx) })
	}
	f.points = train(stage, runs, l)
	cancel()
	wg.Wait()
	for _, id := range runs {
		stage.Finish(id, trex.Completed, "", nil)
	}
	ended := time.Now()
	await.Until(t, "all final states", allShown(server, l))
	f.settled = time.Since(ended)
	server.Fail(nil)
	for key, n := range server.Keys() {
		if n != 1 {
			t.Errorf("%s was posted %d times", key, n)
		}
	}
	f.posts, f.updates = server.Calls("chat.postMessage"), server.Calls("chat.update")
	f.limits = server.Limited("chat.postMessage") + server.Limited("chat.update")
	f.acks, f.connections = server.Acks(), server.Opened()
	return f
}

func loadChannel(i int) string { return fmt.Sprintf("C%d", i%4) }

func launch(t testing.TB, stage *bottest.Stage, server *slacktest.Server, l load) []trex.RunID {
	t.Helper()
	var ids []trex.RunID
	for i := range l.experiments {
		request, _ := server.Say(loadChannel(i), "", "U0ANN", "please")
		_, runs, err := stage.Lab.LaunchNow(t.Context(), lab.Draft{
			Configs: bottest.Configs("lr", 0.1, 0.2, 0.3, 0.4, 0.5), By: trex.Person{Platform: slack.Name, ID: "U0ANN", Name: "ann"},
			Thread: trex.Thread{Platform: slack.Name, Channel: loadChannel(i), ID: request},
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, run := range runs {
			stage.Worker.Start(run.ID)
			ids = append(ids, run.ID)
		}
	}
	return ids
}

// train adds points at the load's pace and returns how many updates it made.
func train(stage *bottest.Stage, runs []trex.RunID, l load) int {
	tick := time.NewTicker(l.every)
	defer tick.Stop()
	epochs := int(l.lasts / l.every)
	done := 0
	for epoch, started := 1, time.Now(); time.Since(started) < l.lasts; epoch++ {
		<-tick.C
		for i, id := range runs {
			stage.Train(id, epoch, epochs, 1/float64(epoch), float64(i%5+1)/10+1/float64(epoch))
			done++
		}
	}
	return done
}

// chatter posts people's messages in other threads: Trex must acknowledge them
// all.
func chatter(ctx context.Context, server *slacktest.Server, l load) {
	tick := time.NewTicker(l.every)
	defer tick.Stop()
	for ctx.Err() == nil {
		<-tick.C
		if server.Connected() > 0 {
			server.Say("C9", "1.000001", "U0BOB", "did anybody see the game?")
		}
	}
}

// disturb breaks connections now and then, and has one full outage.
func disturb(ctx context.Context, server *slacktest.Server, l load) {
	pause := func(d time.Duration) {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
	}
	step := (l.lasts - l.outage) / 5
	pause(step)
	server.Refresh()
	pause(step)
	server.Drop()
	pause(step)
	server.Down(true)
	pause(l.outage)
	server.Down(false)
	pause(step)
	server.Refresh()
	<-ctx.Done()
}

// badDay makes one call in twenty fail, half of them after they took effect.
func badDay() func(string) slacktest.Failure {
	random := rand.New(rand.NewPCG(1, 2))
	return func(method string) slacktest.Failure {
		if !strings.HasPrefix(method, "chat.") || random.IntN(20) > 0 {
			return slacktest.Failure{}
		}
		return slacktest.Failure{Status: http.StatusInternalServerError, After: random.IntN(2) == 0}
	}
}

// allShown reports whether the last state and the end of every experiment are
// shown. It reads the messages again only after a call that may have changed
// them.
func allShown(server *slacktest.Server, l load) func() bool {
	read, all := -1, false
	return func() bool {
		if calls := server.Calls("chat.postMessage") + server.Calls("chat.update"); calls != read {
			read, all = calls, shownIn(server, l) >= 2*l.experiments
		}
		return all
	}
}

func shownIn(server *slacktest.Server, l load) (ends int) {
	for i := range min(l.experiments, 4) {
		for _, m := range server.Messages(loadChannel(i)) {
			text := slacktest.Text(m.Blocks)
			if strings.Contains(text, "done: 5 completed") || strings.Contains(text, "is done: ") {
				ends++
			}
		}
	}
	return ends
}
