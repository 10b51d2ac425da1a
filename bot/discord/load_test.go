package discord

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
	"time"

	"github.com/bwmarrin/discordgo"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/bot/discord/discordtest"
	"github.com/trex-ml/trex/internal/await"
	"github.com/trex-ml/trex/internal/wait"
	"github.com/trex-ml/trex/lab"
)

// load is how hard and how long Trex works: the same as for Slack.
type load struct {
	scale       time.Duration // how many times shorter Discord's limits and ours are than in production
	experiments int           // of five runs each, in four channels
	updates     int           // of each run, in a second
	lasts       time.Duration // until the last run ends
	outage      time.Duration // in the middle of it
	pictures    bool          // drawing them is most of the work
}

// figures are the results of a load.
type figures struct {
	points                   int
	posts, updates, limited  int
	settled                  time.Duration // from the last run's end until all is shown
	answers                  []time.Duration
	late                     int             // interactions that were not answered within Discord's three seconds
	lag                      []time.Duration // how late the machine's timers were
	sessions, resumes, tries int
}

func (f figures) String() string {
	return fmt.Sprintf("%d points; %d posts, %d updates, %d times 429; final states after %s; %d interactions answered: p50 %s, p99 %s, most %s, %d not in time (timers late by %s at p99); %d sessions, %d resumed, %d refused",
		f.points, f.posts, f.updates, f.limited, f.settled.Round(time.Millisecond), len(f.answers),
		quantile(f.answers, 0.5), quantile(f.answers, 0.99), quantile(f.answers, 1), f.late, quantile(f.lag, 0.99), f.sessions, f.resumes, f.tries)
}

func quantile(all []time.Duration, q float64) time.Duration {
	if len(all) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(all))
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)].Round(10 * time.Microsecond)
}

// TestFinalStatesLandUnderLoad is TestLoad of the end-to-end tests, twenty
// times as fast.
func TestFinalStatesLandUnderLoad(t *testing.T) {
	t.Parallel()
	t.Log(work(t, load{scale: 20, experiments: 4, updates: 20, lasts: 3 * time.Second, outage: time.Second}))
}

// work puts a load on a bot whose Discord has limits and faults. It checks that
// every final state is shown, nothing twice, and that 429s do not pile up.
func work(t *testing.T, l load) (f figures) {
	server := discordtest.New(t)
	server.Burst, server.Window = 5, 5*time.Second/l.scale
	platform := newPlatform(t, server)
	platform.log = slog.New(slog.DiscardHandler)
	platform.again = time.Second / l.scale
	platform.limits.PostEvery /= l.scale
	platform.limits.UpdateEvery /= l.scale
	platform.limits.Attachments = l.pictures
	if pace := time.Duration(server.Burst) * platform.limits.PostEvery; pace <= server.Window {
		t.Errorf("%d calls in %s are too many for Discord", server.Burst, pace)
	}
	stage := bottest.NewStage(t, bottest.Script{}, platform)
	stage.Params.Log = slog.New(slog.DiscardHandler)
	stage.Start()
	defer stage.Stop()
	await.Until(t, "a connection", func() bool { return server.Identifies() > 0 })

	runs := launch(t, stage, l)
	await.Until(t, "a live message", func() bool { return count(server, "e1 · digits") > 0 })
	server.SetFault(badDay())
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { disturb(ctx, server, l) })
	wg.Go(func() { f.lag = lateness(ctx) })
	wg.Go(func() { f.answers, f.late = people(ctx, server) })
	f.points = train(stage, runs, l)
	cancel()
	wg.Wait()
	for _, id := range runs {
		stage.Finish(id, trex.Completed, "", nil)
	}
	ended := time.Now()
	await.Until(t, "all final states", func() bool { return allShown(server, l) })
	f.settled = time.Since(ended)
	server.SetFault(nil)
	checkOnce(t, server)
	f.posts, f.updates, f.limited = server.Calls("POST messages"), server.Calls("PATCH messages"), server.Limited()
	f.sessions, f.resumes, f.tries = server.Identifies(), server.Resumes(), server.Refused()
	if n := server.Hasty(); n > 0 {
		t.Errorf("%d calls came sooner than Discord had asked for", n)
	}
	return f
}

func loadChannel(i int) string { return fmt.Sprintf("%s%d", discordtest.ChannelID, i%4) }

func launch(t *testing.T, stage *bottest.Stage, l load) (ids []trex.RunID) {
	t.Helper()
	for i := range l.experiments {
		_, runs, err := stage.Lab.LaunchNow(t.Context(), lab.Draft{
			Configs: bottest.Configs("lr", 0.1, 0.2, 0.3, 0.4, 0.5),
			By:      trex.Person{Platform: "discord", ID: discordtest.UserID("ann"), Name: "ann"},
			Thread:  trex.Thread{Platform: "discord", Channel: loadChannel(i)},
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

// people click all the time, and Trex must answer each click within three
// seconds. There are also messages that are not for Trex.
func people(ctx context.Context, server *discordtest.Server) (answers []time.Duration, late int) {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for ctx.Err() == nil {
		<-tick.C
		if !server.Connected() {
			continue
		}
		server.Write("bob", discordtest.ChannelID, "did anybody see the game?", false)
		asked := time.Now()
		answer := server.Begin(discordtest.Interaction{
			Person: "bob", Channel: discordtest.ChannelID, Kind: discordgo.InteractionMessageComponent,
			Data: map[string]any{
				"custom_id": "no button of Trex's", "component_type": 2,
			},
		})
		patience := time.NewTimer(3 * time.Second) // Discord's limit
		select {
		case <-answer:
			answers = append(answers, time.Since(asked))
		case <-ctx.Done():
		case <-patience.C:
			if server.Connected() {
				late++
			}
		}
		patience.Stop()
	}
	return answers, late
}

// lateness measures how long a goroutine waits for the processor: a busy
// machine adds this to every figure.
func lateness(ctx context.Context) (late []time.Duration) {
	const nap = 20 * time.Millisecond
	for ctx.Err() == nil {
		started := time.Now()
		_ = wait.For(ctx, nap)
		late = append(late, time.Since(started)-nap)
	}
	return late
}

// disturb breaks connections now and then, and has one full outage.
func disturb(ctx context.Context, server *discordtest.Server, l load) {
	step := (l.lasts - l.outage) / 4
	_ = wait.For(ctx, step)
	server.Cut()
	_ = wait.For(ctx, step)
	server.Down(true)
	_ = wait.For(ctx, l.outage)
	server.Down(false)
	_ = wait.For(ctx, step)
	server.Cut()
}

// badDay makes one call in twenty fail, half of them after they took effect,
// and asks to wait before one in fifty.
func badDay() func(string, string) discordtest.Fault {
	random := rand.New(rand.NewPCG(1, 2))
	return func(_, path string) discordtest.Fault {
		if !strings.HasPrefix(path, "/channels/") {
			return discordtest.Fault{}
		}
		if random.IntN(50) == 0 {
			return discordtest.Fault{Status: http.StatusTooManyRequests}
		}
		if random.IntN(20) > 0 {
			return discordtest.Fault{}
		}
		return discordtest.Fault{Status: http.StatusInternalServerError, After: random.IntN(2) == 0}
	}
}

func count(server *discordtest.Server, part string) int {
	n := 0
	for _, m := range server.Messages() {
		if strings.Contains(readable(m), part) {
			n++
		}
	}
	return n
}

func allShown(server *discordtest.Server, l load) bool {
	if count(server, "done: 5 completed") < l.experiments || count(server, "is done: ") < l.experiments {
		return false
	}
	for id := range server.Threads() {
		if !server.Archived(id) {
			return false
		}
	}
	return true
}

// checkOnce checks that no message with a key is there twice.
func checkOnce(t *testing.T, server *discordtest.Server) {
	t.Helper()
	seen := map[string]bool{}
	for _, m := range server.Messages() {
		key := keyOf(&m.Message)
		if key != "" && seen[key] {
			t.Errorf("%s was posted twice", key)
		}
		seen[key] = true
	}
	if len(seen) < 3 {
		t.Errorf("only %v have keys", seen)
	}
}
