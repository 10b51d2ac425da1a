package slack_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/slack"
	"github.com/trex-ml/trex/bot/slack/slacktest"
	"github.com/trex-ml/trex/internal/await"
)

func TestScript(t *testing.T) {
	t.Parallel()
	for name, unknown := range map[string][]string{"Native": nil, "Plain": {"rich_text", "data_table"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bottest.Run(t, func(t *testing.T, _ *bottest.Stage) bottest.Harness {
				server := slacktest.New()
				t.Cleanup(server.Close)
				server.Unknown = unknown
				server.Name("U0ANN", "ann")
				server.Name("U0BOB", "bob")
				h := &harness{t: t, server: server}
				h.Reconnect()
				return h
			})
		})
	}
}

// brisk is a Slack platform with the limits of the fake in the script, because
// the real limits would take minutes. It counts the events it handed on.
type brisk struct {
	*slack.Platform
	handled *atomic.Int32
}

func (b brisk) Run(ctx context.Context, handler chat.Handler) error {
	return b.Platform.Run(ctx, counting{handler, b.handled})
}

type counting struct {
	chat.Handler
	handled *atomic.Int32
}

func (c counting) Handle(ctx context.Context, event chat.Event) chat.Outcome {
	defer c.handled.Add(1)
	return c.Handler.Handle(ctx, event)
}

func (b brisk) Limits() chat.Limits {
	limits := b.Platform.Limits()
	limits.PostEvery, limits.UpdateEvery, limits.AnyUpdateEvery = 5*time.Millisecond, 20*time.Millisecond, 5*time.Millisecond
	return limits
}

// harness plays the people of a Slack channel.
type harness struct {
	t        *testing.T
	server   *slacktest.Server
	platform chat.Platform
	trigger  string // of the last click

	delivered int32        // events
	handled   atomic.Int32 // the bot has finished
}

const channel = "C0ML"

func (h *harness) Platform() chat.Platform { return h.platform }

func (h *harness) Traits() bottest.Traits { return bottest.Traits{} }

func (h *harness) Reconnect() {
	platform, err := slack.New(slack.Params{
		BotToken: "xoxb-test", AppToken: "xapp-test", APIURL: h.server.APIURL(), HTTPClient: h.server.Client(),
		Log: slog.New(slog.NewTextHandler(h.t.Output(), nil)),
	})
	if err != nil {
		h.t.Fatal(err)
	}
	h.platform = brisk{platform, &h.handled}
}

func user(person string) string { return "U0" + strings.ToUpper(person) }

func (h *harness) Say(person string, thread trex.Thread, text string) {
	if thread == (trex.Thread{}) {
		text = "<@" + slacktest.BotUser + "> " + text
	}
	_, acks := h.server.Say(channel, thread.ID, user(person), text)
	h.delivered += int32(len(acks))
}

// Repeat returns when the bot has finished the repeated events, so nothing more
// will happen because of them.
func (h *harness) Repeat() {
	h.server.Again()
	h.delivered++
	await.Until(h.t, "an event to be handled", func() bool { return h.handled.Load() >= h.delivered })
}

func (h *harness) Shown() []bottest.Shown {
	var all []bottest.Shown
	for _, m := range h.server.Messages(channel) {
		if m.Blocks != nil {
			all = append(all, shown(m.TS, m.ThreadTS, m.Blocks))
		}
	}
	for _, file := range h.server.Files() {
		if file.Channel != "" {
			all = append(all, bottest.Shown{Thread: thread(file.ThreadTS), Files: []string{file.Name}})
		}
	}
	for _, w := range h.server.Whispers() {
		one := shown("", "", w.Blocks)
		one.Whisper = true
		all = append(all, one)
	}
	return all
}

func thread(id string) trex.Thread {
	return trex.Thread{Platform: slack.Name, Channel: channel, ID: id}
}

func shown(ref, threadTS string, blocks json.RawMessage) bottest.Shown {
	buttons, menu := slacktest.Labels(blocks)
	s := bottest.Shown{
		Ref: ref, Thread: thread(threadTS), Text: slacktest.Text(blocks), Buttons: buttons,
		Menu: slices.Sorted(maps.Keys(menu)), Pictures: slacktest.Pictures(blocks), Raw: blocks,
	}
	if boxes := choice(blocks); boxes != nil {
		options, _ := boxes["options"].([]any)
		s.Options = len(options)
	}
	return s
}

// choice returns the multiple choice of a message.
func choice(blocks json.RawMessage) map[string]any {
	for _, element := range slacktest.Elements(blocks) {
		if element["type"] == "checkboxes" || element["type"] == "multi_static_select" {
			return element
		}
	}
	return nil
}

func (h *harness) Click(person string, on bottest.Shown, label string) {
	blocks, _ := on.Raw.(json.RawMessage)
	click := slacktest.Click{Channel: channel, TS: on.Ref, User: user(person)}
	_, menu := slacktest.Labels(blocks)
	if value, ok := menu[label]; ok {
		click.Element, click.Option = map[string]any{"type": "overflow", "action_id": "more.menu"}, value
	} else if button, ok := (slacktest.Message{Blocks: blocks}).Button(label); ok {
		click.Element = button
	} else {
		h.t.Fatalf("there is no %q on %s", label, on.Text)
	}
	h.trigger, _ = h.server.Click(click)
	h.delivered++
}

func (h *harness) Choose(person string, on bottest.Shown, values ...string) {
	blocks, _ := on.Raw.(json.RawMessage)
	h.server.Click(slacktest.Click{
		Channel: channel, TS: on.Ref, User: user(person), Element: choice(blocks), Options: values,
	})
	h.delivered++
}

func (h *harness) Submit(person string, fields map[string]string) map[string]string {
	await.Until(h.t, "a form", func() bool { return h.server.Form(h.trigger) != nil })
	ack := h.server.Submit(h.trigger, user(person), fields)
	h.delivered++
	var answer struct {
		Errors map[string]string `json:"errors"`
	}
	json.Unmarshal(await.Value(h.t, "the form's acknowledgement", ack), &answer) //nolint:errcheck // an empty one accepts the form
	problems := make(map[string]string)
	for id, sentence := range answer.Errors {
		problems[strings.TrimPrefix(id, "field.")] = sentence
	}
	return problems
}
