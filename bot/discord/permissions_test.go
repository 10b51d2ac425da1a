package discord

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/bottest/samples"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/discord/discordtest"
	"github.com/trex-ml/trex/internal/await"
)

// everything is one experiment from request to end, with everything that needs
// a permission: posts in channel and thread, embeds, files, a thread,
// archiving, and looking for posted messages.
func everything(t *testing.T, granted int64) error {
	t.Helper()
	server := discordtest.New(t)
	server.Granted = granted
	platform := newPlatform(t, server)
	connect(t, platform, newRecorder())
	await.Until(t, "a session", func() bool { return platform.selfID() != "" })
	ctx := context.Background()
	card, live := sample(t, "card"), sample(t, "live")
	card.Key, live.Key = "card:p1", "live:e1"
	reference, err := platform.Post(ctx, channel, card)
	if err != nil {
		return fmt.Errorf("post a card: %w", err)
	}
	thread, err := platform.StartThread(ctx, channel, reference, "e1 · digits")
	if err != nil {
		return fmt.Errorf("start a thread: %w", err)
	}
	posted, err := platform.Post(ctx, thread, live)
	if err != nil {
		return fmt.Errorf("post in a thread: %w", err)
	}
	if err := platform.Update(ctx, thread, posted, live); err != nil {
		return fmt.Errorf("update: %w", err)
	}
	if err := platform.CloseThread(ctx, thread); err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	if err := platform.Update(ctx, thread, posted, live); err != nil {
		return fmt.Errorf("update an archived thread: %w", err)
	}
	found, err := platform.FindPosted(ctx, thread, live.Key)
	if err != nil || found != posted {
		return fmt.Errorf("find what was posted: %q, %w", found, err)
	}
	for _, m := range server.Messages() {
		if len(m.Embeds) == 0 || m.ChannelID == thread.ID && len(m.Files) == 0 {
			return fmt.Errorf("a message without embed or picture")
		}
	}
	return nil
}

func TestTheInviteAsksForExactlyWhatIsUsed(t *testing.T) {
	link, err := url.Parse(InviteURL("42"))
	if err != nil {
		t.Fatal(err)
	}
	query := link.Query()
	if query.Get("client_id") != "42" || query.Get("scope") != "bot applications.commands" {
		t.Errorf("the link is %s", link)
	}
	granted, err := strconv.ParseInt(query.Get("permissions"), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	t.Run("Enough", func(t *testing.T) {
		t.Parallel()
		if err := everything(t, granted); err != nil {
			t.Error(err)
		}
	})
	for bit := int64(1); bit <= granted && bit > 0; bit <<= 1 {
		if granted&bit == 0 {
			continue
		}
		t.Run(fmt.Sprintf("Needs%x", bit), func(t *testing.T) {
			t.Parallel()
			if everything(t, granted&^bit) == nil {
				t.Error("everything works without it")
			}
		})
	}
}

func TestDoctor(t *testing.T) {
	t.Parallel()
	find := func(t *testing.T, findings []trex.Finding, name string) trex.Finding {
		t.Helper()
		for _, f := range findings {
			if strings.Contains(f.Name, name) {
				return f
			}
		}
		t.Fatalf("nothing about %s in %+v", name, findings)
		return trex.Finding{}
	}
	server := discordtest.New(t)
	for _, f := range Check(t.Context(), Params{Token: server.Token, APIURL: server.URL}) {
		if !f.OK {
			t.Errorf("%+v", f)
		}
	}
	server.NoContent = true
	server.Granted = discordgo.PermissionViewChannel | discordgo.PermissionSendMessages
	findings := Check(t.Context(), Params{Token: server.Token, APIURL: server.URL})
	if f := find(t, findings, "intent"); f.OK || !strings.Contains(f.Fix, "Message Content Intent") {
		t.Errorf("%+v", f)
	}
	f := find(t, findings, "lab")
	if f.OK || !strings.Contains(f.Detail, "Attach Files") || strings.Contains(f.Detail, "View Channels") || !strings.Contains(f.Fix, InviteURL(discordtest.AppID)) {
		t.Errorf("%+v", f)
	}
	findings = Check(t.Context(), Params{Token: "wrong", APIURL: server.URL})
	if f := find(t, findings, "token"); f.OK || !strings.Contains(f.Fix, "DISCORD_TOKEN") {
		t.Errorf("%+v", f)
	}
	server.Down(true)
	if f := find(t, Check(t.Context(), Params{Token: server.Token, APIURL: server.URL}), "Discord"); f.OK || f.Fix == "" {
		t.Errorf("%+v", f)
	}
	if f := find(t, Check(t.Context(), Params{Token: "x", APIURL: "::"}), "Discord"); f.OK {
		t.Errorf("%+v", f)
	}
}

func sample(t *testing.T, name string) chat.Message {
	t.Helper()
	for _, s := range samples.Messages(t) {
		if s.Name == name {
			return s.Message
		}
	}
	t.Fatalf("no sample %s", name)
	return chat.Message{}
}

func TestTheDocumentedInviteIsTheRealOne(t *testing.T) {
	guide, err := os.ReadFile("../../docs/discord.md")
	if err != nil {
		t.Fatal(err)
	}
	if link := InviteURL("APPLICATION_ID"); !strings.Contains(string(guide), link) {
		t.Errorf("docs/discord.md has another link than %s", link)
	}
	for _, p := range permissions {
		if !strings.Contains(strings.Join(strings.Fields(string(guide)), " "), p.name) {
			t.Errorf("docs/discord.md does not name %s", p.name)
		}
	}
}
