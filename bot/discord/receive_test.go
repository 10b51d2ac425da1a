package discord

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot"
	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/discord/discordtest"
	"github.com/trex-ml/trex/internal/await"
)

// recorder keeps the events it is handed.
type recorder struct {
	events chan chat.Event
	work   func(context.Context, chat.Event) // runs while an event is handled; nil: nothing
}

func newRecorder() *recorder { return &recorder{events: make(chan chat.Event, 1000)} }

func (r *recorder) Handle(ctx context.Context, event chat.Event) chat.Outcome {
	if r.work != nil {
		r.work(ctx, event)
	}
	r.events <- event
	return chat.Outcome{}
}

func (r *recorder) next(t *testing.T) chat.Event {
	t.Helper()
	return await.Value(t, "an event", r.events)
}

// newPlatform returns a platform with a short pause before retries, and with
// enough time for forms on a busy machine.
func newPlatform(t testing.TB, server *discordtest.Server) *Platform {
	t.Helper()
	platform, err := New(Params{Token: server.Token, APIURL: server.URL, Log: slog.New(slog.NewTextHandler(t.Output(), nil))}, bot.Commands())
	if err != nil {
		t.Fatal(err)
	}
	platform.again, platform.settle = 10*time.Millisecond, await.Patience
	return platform
}

// connect runs a platform until stop is called.
func connect(t *testing.T, platform *Platform, handler chat.Handler) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- platform.Run(ctx, handler) }()
	var ended bool
	stop = func() {
		if ended {
			return
		}
		ended = true
		cancel()
		if err := await.Value(t, "the end of Run", done); err != nil {
			t.Errorf("run: %v", err)
		}
	}
	t.Cleanup(stop)
	return stop
}

// goodbye waits until the session has ended for Discord too: events delivered
// earlier would belong to that session.
func goodbye(t testing.TB, server *discordtest.Server) {
	t.Helper()
	await.Until(t, "the end of the session", func() bool { return !server.Connected() })
}

// Messages directly after READY, before the guild is known, were handled before
// the bot knew its own id. Their mention was missed and they were dropped.
func TestAMessageRightBehindReadyIsHeard(t *testing.T) {
	t.Parallel()
	server := discordtest.New(t)
	for i := range 3 {
		want := fmt.Sprintf("try lr %d", i)
		server.Greet("ann", discordtest.ChannelID, want)
		r := newRecorder()
		stop := connect(t, newPlatform(t, server), r)
		event := r.next(t)
		said := bottest.Did[chat.Said](t, event)
		if said.Text != want || !said.Mention || event.Thread.Channel != discordtest.ChannelID || event.Server != discordtest.GuildID {
			t.Errorf("got %+v", event)
		}
		stop()
	}
}

// Two quick messages of one person, and a command between them, must stay in
// order, however long one takes.
func TestMessagesKeepTheirOrder(t *testing.T) {
	t.Parallel()
	server := discordtest.New(t)
	r := newRecorder()
	busy, all := make(chan struct{}, 1), make(chan struct{})
	r.work = func(context.Context, chat.Event) {
		select {
		case busy <- struct{}{}:
		default:
			t.Error("two messages of one channel are handled at a time")
		}
		<-all
		<-busy
	}
	connect(t, newPlatform(t, server), r)
	const n = 60
	for i := range n {
		text := fmt.Sprint("message ", i)
		if i%10 == 9 {
			server.Interact(discordtest.Interaction{
				Person: "ann", Channel: discordtest.ChannelID, Kind: discordgo.InteractionApplicationCommand,
				Data: runCommand(text),
			})
			continue
		}
		server.Write("ann", discordtest.ChannelID, text, true)
	}
	close(all) // the first message ran until now; commands were answered meanwhile
	for i := range n {
		if said := bottest.Did[chat.Said](t, r.next(t)); said.Text != fmt.Sprint("message ", i) {
			t.Fatalf("message %d is %q", i, said.Text)
		}
	}
}

func runCommand(request string) map[string]any { return using("run", "request", request) }

func using(name, option, value string) map[string]any {
	sub := map[string]any{"type": 1, "name": name}
	if option != "" {
		sub["options"] = []any{map[string]any{"type": 3, "name": option, "value": value, "focused": true}}
	}
	return map[string]any{"id": "1", "name": "trex", "options": []any{sub}}
}

// A server that lost the lead and got it back runs its platforms again.
func TestRunAgainHearsAgain(t *testing.T) {
	t.Parallel()
	server := discordtest.New(t)
	platform := newPlatform(t, server)
	for i := range 2 {
		r := newRecorder()
		stop := connect(t, platform, r)
		text := fmt.Sprint("hello ", i)
		server.Write("ann", discordtest.ChannelID, text, true)
		if said := bottest.Did[chat.Said](t, r.next(t)); said.Text != text {
			t.Errorf("run %d heard %q", i, said.Text)
		}
		stop()
		if len(r.events) > 0 {
			t.Errorf("run %d heard more: %+v", i, <-r.events)
		}
		goodbye(t, server)
	}
}

func TestABrokenConnectionIsResumed(t *testing.T) {
	t.Parallel()
	server := discordtest.New(t)
	r := newRecorder()
	connect(t, newPlatform(t, server), r)
	server.Write("ann", discordtest.ChannelID, "before", true)
	r.next(t)
	for i := range 2 {
		server.Cut()
		server.Write("ann", discordtest.ChannelID, fmt.Sprint("meanwhile ", i), true)
		if said := bottest.Did[chat.Said](t, r.next(t)); said.Text != fmt.Sprint("meanwhile ", i) {
			t.Errorf("got %q", said.Text)
		}
	}
	if server.Identifies() != 1 || server.Resumes() != 2 {
		t.Errorf("%d sessions, %d resumed", server.Identifies(), server.Resumes())
	}
}

func TestAnOutageIsSatOut(t *testing.T) {
	t.Parallel()
	server := discordtest.New(t)
	server.Down(true)
	r := newRecorder()
	connect(t, newPlatform(t, server), r)
	await.Until(t, "an attempt to connect", func() bool { return server.Refused() > 0 })
	server.Down(false)
	server.Write("ann", discordtest.ChannelID, "after it", true)
	if said := bottest.Did[chat.Said](t, r.next(t)); said.Text != "after it" {
		t.Errorf("got %q", said.Text)
	}
	await.Until(t, "the commands", func() bool { return len(server.Commands()) == 1 })
}

func TestCommandsAreRegisteredAgainAfterTrouble(t *testing.T) {
	t.Parallel()
	server := discordtest.New(t)
	tries := 0
	server.SetFault(func(method, path string) discordtest.Fault {
		if strings.HasSuffix(path, "/commands") {
			if tries++; tries == 1 {
				return discordtest.Fault{Status: 500}
			}
		}
		return discordtest.Fault{}
	})
	connect(t, newPlatform(t, server), newRecorder())
	await.Until(t, "the commands", func() bool { return len(server.Commands()) == 1 })
	var got, want []string
	for _, option := range server.Commands()[0].Options {
		got = append(got, option.Name)
	}
	for _, command := range bot.Commands() {
		want = append(want, command.Name)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("registered (-want +got):\n%s", diff)
	}
}

// The library waits forever for Discord's welcome.
func TestASilentDiscordDoesNotHoldUpTheEnd(t *testing.T) {
	t.Parallel()
	server := discordtest.New(t)
	server.Silent = true
	stop := connect(t, newPlatform(t, server), newRecorder())
	await.Until(t, "a connection", func() bool { return server.Refused() > 0 })
	stop()
}

func TestARefusedTokenEndsIt(t *testing.T) {
	t.Parallel()
	server := discordtest.New(t)
	platform, err := New(Params{Token: "wrong", APIURL: server.URL, Log: slog.New(slog.DiscardHandler)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = platform.Run(t.Context(), newRecorder())
	if trex.KindOf(err) != trex.KindForbidden || !strings.Contains(err.Error(), "DISCORD_TOKEN") {
		t.Errorf("ended with %v", err)
	}
}

func TestWithoutTheIntentMentionsStillWork(t *testing.T) {
	t.Parallel()
	server := discordtest.New(t)
	server.NoContent = true
	r := newRecorder()
	connect(t, newPlatform(t, server), r)
	server.Write("ann", discordtest.ChannelID, "nobody's business", false)
	server.Write("ann", discordtest.ChannelID, "try lr 0.1", true)
	if said := bottest.Did[chat.Said](t, r.next(t)); said.Text != "try lr 0.1" {
		t.Errorf("got %q", said.Text)
	}
}

// Trex looks up the channel of a message in an unknown thread, and repeats that
// while Discord is in trouble: a thread taken for a channel would lose the
// message.
func TestAThreadIsRecognised(t *testing.T) {
	t.Parallel()
	server := discordtest.New(t)
	platform := newPlatform(t, server)
	r := newRecorder()
	connect(t, platform, r)
	server.Write("ann", discordtest.ChannelID, "hello", true)
	r.next(t)
	reference, err := platform.Post(t.Context(), channel, chat.Message{Headline: "a card"})
	if err != nil {
		t.Fatal(err)
	}
	thread, err := platform.StartThread(t.Context(), channel, reference, "e1")
	if err != nil {
		t.Fatal(err)
	}
	other := newPlatform(t, server) // as after a restart: it does not know the thread
	heard := newRecorder()
	connect(t, other, heard)
	await.Until(t, "a second session", func() bool { return server.Identifies() == 2 })
	tries := 0
	server.SetFault(func(method, path string) discordtest.Fault {
		if method == "GET" && path == "/channels/"+thread.ID {
			if tries++; tries <= 2 {
				return discordtest.Fault{Status: []int{500, 429}[tries-1], Wait: 10 * time.Millisecond}
			}
		}
		return discordtest.Fault{}
	})
	server.Write("bob", thread.ID, "how is it going?", false)
	event := heard.next(t)
	if said := bottest.Did[chat.Said](t, event); event.Thread != thread || !said.Continue || said.Mention {
		t.Errorf("got %+v", event)
	}
}

var channel = trex.Thread{Platform: "discord", Channel: discordtest.ChannelID}

func TestDirectMessagesNeedNoMention(t *testing.T) {
	t.Parallel()
	server := discordtest.New(t)
	r := newRecorder()
	connect(t, newPlatform(t, server), r)
	server.Write("ann", discordtest.DirectID, "try lr 0.1", false)
	event := r.next(t)
	if said := bottest.Did[chat.Said](t, event); !said.Direct || !event.Private || said.Continue || event.Server != "" || event.Thread.ID != "" {
		t.Errorf("got %+v", event)
	}
}

func TestAttachedFiles(t *testing.T) {
	t.Parallel()
	server := discordtest.New(t)
	p, r := newPlatform(t, server), newRecorder()
	connect(t, p, r)
	server.Attach("ann", "", "message.txt", "lr: [0.1, 0.2]\n") // a long text is sent so, without words
	said := bottest.Did[chat.Said](t, r.next(t))
	if len(said.Files) != 1 || said.Files[0].Name != "message.txt" || said.Files[0].Size != 15 {
		t.Fatalf("got %+v", said)
	}
	for most, want := range map[int64]string{100: "lr: [0.1, 0.2]\n", 3: "lr: "} {
		if data, err := said.Files[0].Fetch(t.Context(), most); err != nil || string(data) != want {
			t.Errorf("got %q, %v; want %q", data, err, want)
		}
	}
	if _, err := p.fetch(t.Context(), server.URL+"/gone", 10); err == nil {
		t.Error("a file that is gone was fetched")
	}
	real := &Platform{}
	for _, address := range []string{"http://cdn.discordapp.com/x", "https://evil.org/cdn.discordapp.com", "https://notdiscordapp.com/", "file:///etc/passwd", "::"} {
		if _, err := real.fetch(t.Context(), address, 10); err == nil {
			t.Errorf("%s was fetched", address)
		}
	}
}

func TestWhatIsNobodysRequestIsNoEvent(t *testing.T) {
	t.Parallel()
	server := discordtest.New(t)
	r := newRecorder()
	connect(t, newPlatform(t, server), r)
	server.Write("ann", discordtest.ChannelID, "talking to bob", false)
	server.WriteAs(discordtest.SelfID, discordtest.ChannelID, "my own words")
	server.WriteToRole("ann", discordtest.ChannelID, discordtest.OtherRoleID, "all of you")
	server.Write("ann", discordtest.ChannelID, "the end", true)
	if said := bottest.Did[chat.Said](t, r.next(t)); said.Text != "the end" {
		t.Errorf("got %+v", said)
	}
	server.WriteToRole("ann", discordtest.ChannelID, discordtest.RoleID, "try lr 0.1") // picked by mistake instead of the bot
	if said := bottest.Did[chat.Said](t, r.next(t)); said.Text != "try lr 0.1" || !said.Mention {
		t.Errorf("got %+v", said)
	}
}

func TestErrorsAreToldApart(t *testing.T) {
	t.Parallel()
	server := discordtest.New(t)
	platform := newPlatform(t, server)
	for status, want := range map[int]trex.ErrorKind{
		400: trex.KindInvalid, 401: trex.KindUnavailable, 403: trex.KindForbidden, 404: trex.KindNotFound,
		500: trex.KindUnavailable, 502: trex.KindUnavailable, 503: trex.KindUnavailable,
	} {
		server.SetFault(func(string, string) discordtest.Fault { return discordtest.Fault{Status: status} })
		if _, err := platform.Post(t.Context(), channel, chat.Message{Headline: "hello"}); trex.KindOf(err) != want {
			t.Errorf("%d: %v", status, err)
		}
	}
	// The library would sleep for ten minutes before the second call.
	server.SetFault(func(string, string) discordtest.Fault { return discordtest.Fault{Status: 429, Wait: 10 * time.Minute} })
	for range 2 {
		_, err := platform.Post(t.Context(), channel, chat.Message{Headline: "hello"})
		if retry, ok := errors.AsType[*chat.RetryError](err); !ok || retry.After != 10*time.Minute || !retry.Channel {
			t.Errorf("429: %v", err)
		}
	}
	if n := server.Hasty(); n != 1 {
		t.Errorf("%d of the two calls came too early, not the second", n)
	}
	server.SetFault(nil)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	k := newClick(&discordgo.Interaction{ID: "1", Token: "secret-token"})
	if _, err := platform.clicks.answer(gone, k, settled); err == nil || strings.Contains(err.Error(), "secret-token") {
		t.Errorf("a failed call says %v", err)
	}
}
