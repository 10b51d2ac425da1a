package discord

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/discord/discordtest"
	"github.com/trex-ml/trex/internal/await"
)

func ready(t *testing.T, prepare func(*discordtest.Server)) (*discordtest.Server, *Platform) {
	t.Helper()
	t.Parallel()
	server := discordtest.New(t)
	if prepare != nil {
		prepare(server)
	}
	platform := newPlatform(t, server)
	connect(t, platform, newRecorder())
	await.Until(t, "a session", func() bool { return platform.selfID() != "" })
	return server, platform
}

// The curve is replaced, not added to.
func TestAnEditReplacesThePicture(t *testing.T) {
	server, platform := ready(t, nil)
	m := sample(t, "live")
	reference, err := platform.Post(t.Context(), channel, m)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		m.Pictures[0].Digest = fmt.Sprintf("%016x", i)
		if err := platform.Update(t.Context(), channel, reference, m); err != nil {
			t.Fatal(err)
		}
	}
	shown := server.Messages()[0]
	if len(shown.Files) != 1 || shown.Embeds[0].Image.URL != "attachment://curvee42_000000000000.png" || shown.Edits != 3 {
		t.Errorf("%d files, %s, %d edits", len(shown.Files), shown.Embeds[0].Image.URL, shown.Edits)
	}
	m.Pictures = nil
	if err := platform.Update(t.Context(), channel, reference, m); err != nil {
		t.Fatal(err)
	}
	if shown := server.Messages()[0]; len(shown.Files) != 0 || shown.Embeds[0].Image != nil {
		t.Error("the picture is still there")
	}
}

func TestAMessageIsSaidWithLessWhereMoreIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		missing      int64
		files, embed int
	}{
		"NoFiles":        {discordgo.PermissionAttachFiles, 0, 1},
		"NoEmbeds":       {discordgo.PermissionEmbedLinks, 0, 0},
		"NoneOfTheThree": {discordgo.PermissionEmbedLinks | discordgo.PermissionAttachFiles, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			server, platform := ready(t, func(s *discordtest.Server) {
				s.Granted = discordgo.PermissionAll &^ discordgo.PermissionAdministrator &^ c.missing
			})
			m := sample(t, "live")
			reference, err := platform.Post(t.Context(), channel, m)
			if err != nil {
				t.Fatal(err)
			}
			if err := platform.Update(t.Context(), channel, reference, m); err != nil {
				t.Fatal(err)
			}
			shown := server.Messages()[0]
			if len(shown.Files) != c.files || len(shown.Embeds) != c.embed || !strings.Contains(readable(shown), "r129") || len(shown.Components) == 0 {
				t.Errorf("%d files, %d embeds:\n%s", len(shown.Files), len(shown.Embeds), readable(shown))
			}
		})
	}
	t.Run("NothingAtAll", func(t *testing.T) {
		_, platform := ready(t, func(s *discordtest.Server) { s.Granted = discordgo.PermissionViewChannel })
		if _, err := platform.Post(t.Context(), channel, sample(t, "live")); trex.KindOf(err) != trex.KindForbidden || !strings.Contains(err.Error(), "trex doctor") {
			t.Errorf("got %v", err)
		}
	})
}

// A message is found by its key among many, and only in its own channel.
func TestFindPosted(t *testing.T) {
	server, platform := ready(t, nil)
	keys := map[string]string{}
	for name, m := range map[string]chat.Message{
		"embed": {Key: "live:e1", Headline: "e1", Blocks: []chat.Block{{Text: "body"}}},
		"bare":  {Key: "failure:e1/gpu memory", Headline: "e1 failed"},
		"words": {Key: "end:e1", Blocks: []chat.Block{{Markup: "done"}}},
	} {
		reference, err := platform.Post(t.Context(), channel, m)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		keys[m.Key] = reference
	}
	for i := range 230 {
		if _, err := platform.Post(t.Context(), channel, chat.Message{Headline: fmt.Sprint("later ", i)}); err != nil {
			t.Fatal(err)
		}
	}
	for key, want := range keys {
		if got, err := platform.FindPosted(t.Context(), channel, key); got != want || err != nil {
			t.Errorf("%s is found as %q, %v", key, got, err)
		}
	}
	if got, err := platform.FindPosted(t.Context(), channel, "live:e2"); got != "" || err != nil {
		t.Errorf("what is not there is found as %q, %v", got, err)
	}
	for _, m := range server.Messages()[:3] {
		if len(m.Embeds) > 0 && m.Embeds[0].Footer != nil && m.Embeds[0].Description != "" {
			t.Errorf("people see the key: %+v", m.Embeds[0])
		}
	}
	if _, err := newPlatform(t, server).FindPosted(t.Context(), channel, "live:e1"); trex.KindOf(err) != trex.KindUnavailable {
		t.Errorf("before it is connected it says %v", err)
	}
}

func TestThreads(t *testing.T) {
	server, platform := ready(t, nil)
	reference, err := platform.Post(t.Context(), channel, chat.Message{Headline: "a card"})
	if err != nil {
		t.Fatal(err)
	}
	name := strings.Repeat("lr ∈ 0.1 🦖\n", 20)
	thread, err := platform.StartThread(t.Context(), channel, reference, name)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := platform.StartThread(t.Context(), channel, reference, name); again != thread || err != nil {
		t.Errorf("the second start gives %v, %v", again, err)
	}
	if inside, err := platform.StartThread(t.Context(), thread, reference, name); inside != thread || err != nil {
		t.Errorf("in a thread it gives %v, %v", inside, err)
	}
	direct := trex.Thread{Platform: "discord", Channel: discordtest.DirectID}
	reference, err = platform.Post(t.Context(), direct, chat.Message{Headline: "a card"})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := platform.StartThread(t.Context(), direct, reference, name); got != direct || err != nil {
		t.Errorf("a direct message gives %v, %v", got, err)
	}
	for range 2 { // archiving twice is no error
		if err := platform.CloseThread(t.Context(), thread); err != nil || !server.Archived(thread.ID) {
			t.Errorf("archived %v, %v", server.Archived(thread.ID), err)
		}
	}
	if err := platform.CloseThread(t.Context(), direct); err != nil {
		t.Error(err)
	}
}
