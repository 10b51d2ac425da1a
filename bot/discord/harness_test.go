package discord

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/bot/bottest/samples"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/discord/discordtest"
)

// harness is Discord's adapter and a fake Discord behind it.
type harness struct {
	*discordtest.Server
	t        testing.TB
	platform *Platform
	form     discordtest.Answer
}

func newHarness(t testing.TB) *harness {
	h := &harness{Server: discordtest.New(t), t: t}
	h.Reconnect()
	return h
}

func (h *harness) Platform() chat.Platform { return h.platform }

func (h *harness) Traits() bottest.Traits { return bottest.Traits{} }

func (h *harness) Reconnect() {
	h.t.Helper()
	goodbye(h.t, h.Server)
	h.platform = newPlatform(h.t, h.Server)
	h.platform.limits.PostEvery, h.platform.limits.UpdateEvery = 10*time.Millisecond, 10*time.Millisecond
}

func (h *harness) Say(person string, thread trex.Thread, text string) {
	if thread == (trex.Thread{}) {
		h.Write(person, discordtest.ChannelID, text, true)
		return
	}
	h.Write(person, channelOf(thread), text, false)
}

func (h *harness) Shown() []bottest.Shown {
	var all []bottest.Shown
	for _, m := range h.Messages() {
		shown := bottest.Shown{
			Ref: ref(m.ChannelID, m.ID), Thread: trex.Thread{Platform: "discord", Channel: m.ChannelID},
			Text: readable(m), Whisper: m.Ephemeral, Raw: m,
		}
		if parent, ok := h.Thread(m.ChannelID); ok {
			shown.Thread = trex.Thread{Platform: "discord", Channel: parent, ID: m.ChannelID}
		}
		for name := range m.Files {
			if strings.HasSuffix(name, ".png") {
				shown.Pictures++
			} else {
				shown.Files = append(shown.Files, name)
			}
		}
		describeComponents(m, &shown)
		all = append(all, shown)
	}
	return all
}

// readable returns a message's text as a person reads it: without the
// backslashes and invisible characters that prevent markdown.
func readable(m discordtest.Message) string {
	text := m.Content
	for _, embed := range m.Embeds {
		text += "\n" + embed.Description
	}
	return strings.NewReplacer("\\", "", "\u200b", "", "`", "").Replace(text)
}

func describeComponents(m discordtest.Message, shown *bottest.Shown) {
	for _, component := range partsOf(m) {
		switch c := component.(type) {
		case *discordgo.Button:
			shown.Buttons = append(shown.Buttons, c.Label)
		case *discordgo.SelectMenu:
			if c.Placeholder == "⋯" {
				for _, option := range c.Options {
					shown.Menu = append(shown.Menu, option.Label)
				}
			} else {
				shown.Options += len(c.Options)
			}
		}
	}
}

func partsOf(m discordtest.Message) []discordgo.MessageComponent {
	var all []discordgo.MessageComponent
	for _, component := range m.Components {
		if actionsRow, ok := component.(*discordgo.ActionsRow); ok {
			all = append(all, actionsRow.Components...)
		}
	}
	return all
}

func (h *harness) Click(person string, on bottest.Shown, label string) {
	h.t.Helper()
	m := on.Raw.(discordtest.Message)
	for _, component := range partsOf(m) {
		switch c := component.(type) {
		case *discordgo.Button:
			if c.Label == label {
				h.press(person, m, c.CustomID)
				return
			}
		case *discordgo.SelectMenu:
			for _, option := range c.Options {
				if c.Placeholder == "⋯" && option.Label == label {
					h.use(person, m, c.CustomID, option.Value)
					return
				}
			}
		}
	}
	h.t.Fatalf("there is no button %q on: %s", label, on.Text)
}

// press clicks a button, and then the confirming one if Trex asks.
func (h *harness) press(person string, m discordtest.Message, customID string) {
	h.t.Helper()
	before := len(h.Messages())
	h.use(person, m, customID)
	if !strings.HasPrefix(customID, asking) {
		return
	}
	for _, question := range h.Messages()[before:] {
		for _, component := range partsOf(question) {
			if b, ok := component.(*discordgo.Button); ok && strings.HasPrefix(b.Label, "Yes") {
				h.use(person, question, b.CustomID)
				return
			}
		}
	}
	h.t.Fatal("the click was not confirmed")
}

func (h *harness) use(person string, m discordtest.Message, customID string, values ...string) {
	h.t.Helper()
	kind := discordgo.ButtonComponent
	if values != nil {
		kind = discordgo.SelectMenuComponent
	}
	answer := h.Interact(discordtest.Interaction{
		Person: person, Channel: m.ChannelID, Message: m.ID, Kind: discordgo.InteractionMessageComponent,
		Data: map[string]any{
			"custom_id": customID, "component_type": kind, "values": values,
		},
	})
	if answer.Type == discordgo.InteractionResponseModal {
		h.form = answer
	}
}

func (h *harness) Choose(person string, on bottest.Shown, values ...string) {
	h.t.Helper()
	m := on.Raw.(discordtest.Message)
	for _, component := range partsOf(m) {
		if menu, ok := component.(*discordgo.SelectMenu); ok && menu.Placeholder != "⋯" {
			h.use(person, m, menu.CustomID, append([]string{}, values...)...)
			return
		}
	}
	h.t.Fatalf("there is no menu on: %s", on.Text)
}

// Submit fills in the form. If parameters share the last field, a parameter
// without a field of its own is written there.
func (h *harness) Submit(person string, fields map[string]string) map[string]string {
	h.t.Helper()
	left := map[string]string{}
	for name, value := range fields {
		left[name] = value
	}
	rows := []any{}
	for i, input := range h.form.Inputs {
		if value, ok := left[input.CustomID]; ok {
			input.Value = value
			delete(left, input.CustomID)
		}
		if i == len(h.form.Inputs)-1 {
			input.Value = replaceLines(input.Value, left)
		}
		rows = append(rows, map[string]any{"type": 1, "components": []any{
			map[string]any{"type": 4, "custom_id": input.CustomID, "value": input.Value},
		}})
	}
	h.Interact(discordtest.Interaction{
		Person: person, Channel: discordtest.ChannelID, Kind: discordgo.InteractionModalSubmit,
		Data: map[string]any{
			"custom_id": h.form.ID, "components": rows,
		},
	})
	return nil // Discord shows no errors under fields; Trex sends a message
}

func replaceLines(text string, values map[string]string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		name, _, _ := strings.Cut(line, "=")
		if value, ok := values[strings.TrimSpace(name)]; ok {
			lines[i] = strings.TrimSpace(name) + " = " + value
		}
	}
	return strings.Join(lines, "\n")
}

func TestConversation(t *testing.T) {
	t.Parallel()
	bottest.Run(t, func(t *testing.T, _ *bottest.Stage) bottest.Harness { return newHarness(t) })
}

func TestEveryMessageIsAccepted(t *testing.T) {
	t.Parallel()
	for i, sample := range samples.Messages(t) {
		server := discordtest.New(t)
		platform := newPlatform(t, server)
		thread := trex.Thread{Platform: "discord", Channel: discordtest.ChannelID}
		if _, err := platform.Post(t.Context(), thread, sample.Message); err != nil {
			t.Errorf("%d %s: %v", i, sample.Name, err)
		}
		if got := len(server.Messages()); got != 1 {
			t.Errorf("%s: %s messages", sample.Name, strconv.Itoa(got))
		}
	}
}
