package discord

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot"
	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/bot/discord/discordtest"
)

// scene is a running bot on a Discord of its own.
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
	s := &scene{t: t, h: h, Server: h.Server, Stage: bottest.NewStage(t, said30, h.Platform())}
	if prepare != nil {
		prepare(s)
	}
	s.Start()
	eventually(t, "a connection", s.Connected)
	return s
}

// see returns the newest message that has all parts, as soon as there is one.
func (s *scene) see(parts ...string) bottest.Shown {
	s.t.Helper()
	var found *bottest.Shown
	deadline := time.Now().Add(time.Minute)
	for found == nil {
		for _, m := range slices.Backward(s.h.Shown()) {
			if found == nil && all(m.Text, parts) {
				found = &m
			}
		}
		if found == nil && time.Now().After(deadline) {
			for _, m := range s.h.Shown() {
				s.t.Logf("%v %v\n%s\n%v", m.Thread, m.Whisper, m.Text, m.Buttons)
			}
			s.t.Fatalf("waited in vain for %q", parts)
		}
		time.Sleep(5 * time.Millisecond)
	}
	return *found
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

// card has ann ask for two runs, with a command.
func (s *scene) card() bottest.Shown {
	s.t.Helper()
	s.use("ann", runCommand("two"))
	return s.see("digits · 2 runs · asked by ann")
}

func (s *scene) use(person string, command map[string]any) discordtest.Answer {
	s.t.Helper()
	answer, ok := s.Interact(person, discordtest.ChannelID, "", discordgo.InteractionApplicationCommand, command)
	if !ok {
		s.t.Fatal("the command was not answered within three seconds")
	}
	return answer
}

// press uses a component with any custom id on a message.
func (s *scene) press(person string, on bottest.Shown, customID string, values ...string) discordtest.Answer {
	s.t.Helper()
	m := on.Raw.(discordtest.Message)
	answer, ok := s.Interact(person, m.ChannelID, m.ID, discordgo.InteractionMessageComponent, map[string]any{
		"custom_id": customID, "component_type": discordgo.ButtonComponent, "values": values,
	})
	if !ok {
		s.t.Fatalf("the click on %q was not answered within three seconds", customID)
	}
	return answer
}

// whispers returns what only one person sees.
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
