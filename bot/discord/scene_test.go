package discord

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot"
	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/bot/discord/discordtest"
	"github.com/trex-ml/trex/internal/await"
)

// scene is a running bot with its own fake Discord.
type scene struct {
	*bottest.Stage
	*discordtest.Server
	t *testing.T
	h *harness
}

var said30 = bottest.Script{
	"two": bottest.Always(agent.Intent{
		Kind: agent.Propose, Project: "digits", Configs: bottest.Configs("lr", 0.1, 0.03), Reading: "2 runs: lr ∈ {0.1, 0.03}",
	}),
	"talk": bottest.Always(agent.Intent{Kind: agent.Talk, Reply: strings.Repeat("All work and no play. 🦖 ", 800)}),
}

// play starts a scene; prepare may change the server and the bot before it
// starts, and may be nil.
func play(t *testing.T, prepare func(*scene)) *scene {
	t.Helper()
	t.Parallel()
	h := newHarness(t)
	h.platform.limits.Attachments = false // drawing curves is most of the work
	s := &scene{t: t, h: h, Server: h.Server, Stage: bottest.NewStage(t, said30, h.Platform())}
	if prepare != nil {
		prepare(s)
	}
	s.Start()
	await.Until(t, "a connection", s.Connected)
	return s
}

// see waits for a message that has all parts and returns the newest one.
func (s *scene) see(parts ...string) bottest.Shown {
	s.t.Helper()
	var found bottest.Shown
	await.Nil(s.t, fmt.Sprintf("%q", parts), func() error {
		shown := s.h.Shown()
		for _, m := range slices.Backward(shown) {
			if all(m.Text, parts) {
				found = m
				return nil
			}
		}
		return fmt.Errorf("there is %s", describe(shown))
	})
	return found
}

func describe(shown []bottest.Shown) string {
	var text strings.Builder
	for _, m := range shown {
		fmt.Fprintf(&text, "\n%v whisper %t\n%s\n%v\n", m.Thread, m.Whisper, m.Text, m.Buttons)
	}
	return text.String()
}

func all(text string, parts []string) bool {
	return !slices.ContainsFunc(parts, func(part string) bool { return !strings.Contains(text, part) })
}

// times counts the messages that have all parts.
func (s *scene) times(parts ...string) int {
	n := 0
	for _, m := range s.h.Shown() {
		if all(m.Text, parts) {
			n++
		}
	}
	return n
}

// card makes ann ask for two runs with a command.
func (s *scene) card() bottest.Shown {
	s.t.Helper()
	s.use("ann", runCommand("two"))
	return s.see("digits · 2 runs · asked by ann")
}

func (s *scene) use(person string, command map[string]any) discordtest.Answer {
	s.t.Helper()
	return s.Interact(discordtest.Interaction{
		Person: person, Channel: discordtest.ChannelID, Kind: discordgo.InteractionApplicationCommand,
		Data: command,
	})
}

// press clicks a component with any custom id on a message.
func (s *scene) press(person string, on bottest.Shown, customID string, values ...string) discordtest.Answer {
	s.t.Helper()
	return await.Value(s.t, "an answer to "+customID, s.begin(person, on, customID, values...))
}

// begin is press without waiting for the answer.
func (s *scene) begin(person string, on bottest.Shown, customID string, values ...string) <-chan discordtest.Answer {
	m := on.Raw.(discordtest.Message)
	return s.Begin(discordtest.Interaction{
		Person: person, Channel: m.ChannelID, Message: m.ID, Kind: discordgo.InteractionMessageComponent,
		Data: map[string]any{
			"custom_id": customID, "component_type": discordgo.ButtonComponent, "values": values,
		},
	})
}

// whispers returns the messages that only one person sees.
func (s *scene) whispers() (texts []string) {
	for _, m := range s.h.Shown() {
		if m.Whisper {
			texts = append(texts, m.Text)
		}
	}
	return texts
}

func policy(p bot.Policy) func(*scene) {
	return func(s *scene) { s.Params.Policies = map[string]bot.Policy{"discord": p} }
}
