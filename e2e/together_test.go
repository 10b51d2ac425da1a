//go:build e2e

package e2e

import (
	"encoding/json"
	"net/http"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"github.com/trex-ml/trex/bot/slack/slacktest"
	"github.com/trex-ml/trex/internal/await"
)

// TestTogether: people in Slack, in Discord and on the web ask one server for
// experiments. Each gets the answer in the same place. The grid shows all
// experiments at once, and the links in the messages open on a phone.
func TestTogether(t *testing.T) {
	t.Parallel()
	slack, discord := startSlack(t, ""), startDiscord(t)
	door := newDoor(t, slack.url, false)
	public := newRelay(t) // the address in the links must be known before Trex runs
	site := newSite(t,
		"TREX_PUBLIC_URL="+public.URL,
		"SLACK_BOT_TOKEN="+slackBotToken, "SLACK_APP_TOKEN=xapp-e2e", "SLACK_API_URL="+door.URL+"/api/",
		"DISCORD_TOKEN="+discord.Token, "DISCORD_API_URL="+strings.TrimSuffix(discord.Rest, "/")+"/v10")
	trex, address := site.serve(held)
	public.to(address)
	trex.line("listening to Slack")
	trex.line("listening to Discord")
	grid := start(t, "the grid", "peers", nil, "node", "watch-grid.mjs", address, "r1", "r3", "r4")
	grid.line("watching the grid")

	slack.say("U0ANA", "", "<@"+slackBotUser+"> try lr 0.1 and 0.02 for 60 epochs")
	slack.click("U0ANA", slack.wait("digits · 2 runs · asked by ana"), "Launch 2 runs")
	if row := grid.line("in the grid: r1"); !strings.Contains(row, "0.1") {
		t.Errorf("the grid shows %q", row)
	}
	discord.act("command", map[string]any{"userId": "902", "name": "trex", "options": []any{map[string]any{
		"name": "run", "type": 1, "options": []any{map[string]any{"name": "request", "type": 3, "value": "lr 0.3 for 8 epochs"}},
	}}})
	discord.click(discord.wait(discordChannel, "digits · 1 run · asked by ben", "lr 0.3"), "Launch")
	grid.line("in the grid: r3")
	response, err := http.Post(address+"/api/run-job", "application/json", strings.NewReader(`{"configs":[{"lr":0.4,"epochs":8}]}`))
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close() //nolint:errcheck // only its status was needed
	if response.StatusCode != http.StatusCreated {
		t.Errorf("the web answered %s", response.Status)
	}
	grid.line("in the grid: r4")

	site.let(30, "r1", "r2")
	live := slack.wait("e1 · digits · 2 running", "r1", "r2", "30/60")
	open, ok := slacktest.Message{Blocks: live.Blocks}.Button("Open")
	if !ok {
		t.Fatalf("there is no link on %s", live.text())
	}
	link, _ := open["url"].(string)
	openOnPhone(t, link, "together-slack-phone.png", "e1", "r1", "0.1", "r2", "0.02")
	site.open()
	thread := discord.thread(0)
	discord.wait(thread, "e2 is done")
	openOnPhone(t, linkOf(discord.wait(thread, "e2 · digits · done: 1 completed")), "together-discord-phone.png", "e2", "r3", "0.3")
	slack.wait("e1 is done", "<@U0ANA>")
	for _, m := range slack.messages(slackChannel) {
		if m.has("e2") || m.has("e3") {
			t.Errorf("Slack hears of other experiments: %s", m.text())
		}
	}
	for _, m := range slices.Concat(discord.messages(discordChannel), discord.messages(thread)) {
		if text := discordText(m); strings.Contains(text, "e1 ") || strings.Contains(text, "e3 ") {
			t.Errorf("Discord hears of other experiments: %s", text)
		}
	}
}

// linkOf returns the address of a message's button Open.
func linkOf(m discordgo.Message) string {
	for _, component := range m.Components {
		row, ok := component.(*discordgo.ActionsRow)
		if !ok {
			continue
		}
		for _, inner := range row.Components {
			if b, ok := inner.(*discordgo.Button); ok && b.Label == "Open" {
				return b.URL
			}
		}
	}
	return ""
}

// openOnPhone opens a link at a phone's size. The page must contain all parts.
func openOnPhone(t *testing.T, link, picture string, parts ...string) {
	t.Helper()
	arguments := append([]string{"open-on-phone.mjs", link, filepath.Join(artifacts, picture)}, parts...)
	command := exec.CommandContext(await.Context(t), "node", arguments...)
	command.Dir = "peers"
	output, err := command.Output()
	if err != nil {
		t.Fatalf("open %s: %v\n%s", link, err, output)
	}
	var page struct {
		Status int
		Text   string
		Wide   bool
		Wrong  []string
	}
	if err := json.Unmarshal(output, &page); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	for _, part := range parts {
		if !strings.Contains(page.Text, part) {
			t.Errorf("%s does not say %q:\n%s", link, part, page.Text)
		}
	}
	if page.Status != http.StatusOK || page.Wide || len(page.Wrong) > 0 {
		t.Errorf("%s: status %d, wider than the phone: %v, errors %v", link, page.Status, page.Wide, page.Wrong)
	}
}
