package slack_test

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot"
	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/bot/slack"
	"github.com/trex-ml/trex/bot/slack/slacktest"
)

// load is how hard and how long Trex is worked.
type load struct {
	scale       time.Duration // Slack's limits and ours are that many times shorter than in life
	experiments int           // of five runs each, in four channels
	updates     int           // of each run, a second
	lasts       time.Duration // until the last run ends
	outage      time.Duration // in the middle of it
}

// paced is a Slack platform with limits scaled as the fake's are.
type paced struct {
	*slack.Platform
	scale time.Duration
}

func (p paced) Limits() bot.Limits {
	limits := p.Platform.Limits()
	limits.PostEvery /= p.scale
	limits.UpdateEvery /= p.scale
	limits.AnyUpdateEvery /= p.scale
	return limits
}

// figures is what a load did.
type figures struct {
	points                 int
	posts, updates, limits int
	settled                time.Duration // from the last run's end until all is shown
	acks                   []time.Duration
	echoes                 []time.Duration // of a bare websocket meanwhile: what the machine takes for itself
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

// TestFinalStatesLandUnderLoad is BenchmarkLoad at twenty times the pace.
func TestFinalStatesLandUnderLoad(t *testing.T) {
	f := work(t, load{scale: 20, experiments: 10, updates: 20, lasts: 3 * time.Second, outage: time.Second})
	t.Log(f)
}

// work puts a load on a bot with a Slack that has its limits and bad days, and
// checks that every final state is shown, nothing twice, and that 429s do not
// pile up.
func work(t testing.TB, l load) figures {
	server := slacktest.New()
	defer server.Close()
	server.PostEvery = time.Second / l.scale
	server.Updates, server.UpdatesPer = 50, time.Minute/l.scale
	server.RedeliverIn = 3 * time.Second / l.scale
	server.ProcessTime = 200 * time.Millisecond / l.scale
	platform, err := slack.New(slack.Params{
		BotToken: "xoxb-test", AppToken: "xapp-test", APIURL: server.APIURL(), Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	stage := bottest.NewStage(t, bottest.Script{}, paced{platform, l.scale})
	stage.Params.Log = slog.New(slog.DiscardHandler)
	stage.Start()
	defer stage.Stop()
	waitFor(t, "a connection", time.Minute, func() bool { return server.Connected() > 0 })

	runs := launch(t, stage, server, l)
	server.Fail(badDay())
	var f figures
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { chatter(ctx, server) })
	wg.Go(func() { disturb(ctx, server, l) })
	wg.Go(func() { f.echoes = echo(t, ctx) })
	f.points = train(stage, runs, l)
	cancel()
	wg.Wait()
	for _, id := range runs {
		stage.Finish(id, trex.Completed, "", nil)
	}
	ended := time.Now()
	waitFor(t, "all final states", 5*time.Minute, func() bool { return allShown(server, l) })
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
	if f.limits > 5 {
		t.Errorf("Slack said %d times that it is called too often", f.limits)
	}
	return f
}

func loadChannel(i int) string { return fmt.Sprintf("C%d", i%4) }

func launch(t testing.TB, stage *bottest.Stage, server *slacktest.Server, l load) []trex.RunID {
	t.Helper()
	var ids []trex.RunID
	for i := range l.experiments {
		request, _ := server.Say(loadChannel(i), "", "U0ANN", "please")
		_, runs, err := stage.Bot.LaunchNow(t.Context(), bot.Request{
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
	tick := time.NewTicker(time.Second / time.Duration(l.updates))
	defer tick.Stop()
	epochs := int(l.lasts.Seconds()) * l.updates
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

// chatter is what people write in other threads meanwhile: Trex has to
// acknowledge it all.
func chatter(ctx context.Context, server *slacktest.Server) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for ctx.Err() == nil {
		<-tick.C
		if server.Connected() > 0 {
			server.Say("C9", "1.000001", "U0BOB", "did anybody see the game?")
		}
	}
}

// echo measures how long a message takes to a server of this process and back
// when nothing is done with it.
func echo(t testing.TB, ctx context.Context) (took []time.Duration) {
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
		t.Error(err)
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

// disturb breaks connections now and then, and once everything.
func disturb(ctx context.Context, server *slacktest.Server, l load) {
	pause := func(d time.Duration) {
		select {
		case <-ctx.Done():
		case <-time.After(d):
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

func allShown(server *slacktest.Server, l load) bool {
	shown := 0
	for i := range min(l.experiments, 4) {
		for _, m := range server.Messages(loadChannel(i)) {
			text := slacktest.Text(m.Blocks)
			if strings.Contains(text, "done: 5 completed") || strings.Contains(text, "is done: ") {
				shown++
			}
		}
	}
	return shown >= 2*l.experiments
}

func waitFor(t testing.TB, what string, most time.Duration, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(most); !ok(); {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for %s", what)
		}
		time.Sleep(10 * time.Millisecond)
	}
}
