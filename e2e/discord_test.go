//go:build e2e

package e2e

import (
	"bytes"
	"encoding/json"
	"image/png"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"github.com/trex-ml/trex/internal/await"
)

const discordChannel = "200"

// discordPeer is discord-digital-twin with one channel and two people.
type discordPeer struct {
	t                 *testing.T
	Rest, Token, Acts string
}

func startDiscord(t *testing.T) *discordPeer {
	t.Helper()
	dir, err := filepath.Abs("discord")
	if err != nil {
		t.Fatal(err)
	}
	p := start(t, "discord-digital-twin", dir, nil, "node", "serve.mjs")
	d := &discordPeer{t: t}
	if err := json.Unmarshal([]byte(p.line(`"rest"`)), d); err != nil {
		t.Fatal(err)
	}
	return d
}

// act performs a person's action.
func (d *discordPeer) act(what string, arguments map[string]any) {
	d.t.Helper()
	if arguments["userId"] == nil {
		arguments["userId"] = "901"
	}
	if arguments["channelId"] == nil {
		arguments["channelId"] = discordChannel
	}
	data, err := json.Marshal(arguments)
	if err != nil {
		d.t.Fatal(err)
	}
	response, err := http.Post(d.Acts+"/"+what, "application/json", bytes.NewReader(data))
	if err != nil {
		d.t.Fatal(err)
	}
	defer response.Body.Close()
	if text, _ := io.ReadAll(response.Body); response.StatusCode != http.StatusOK {
		d.t.Fatalf("%s: %s", what, text)
	}
}

// get reads from the REST interface. When nothing is there, answer keeps its
// value.
func (d *discordPeer) get(path string, answer any) {
	d.t.Helper()
	request, err := http.NewRequest(http.MethodGet, strings.TrimSuffix(d.Rest, "/")+"/v10"+path, nil)
	if err != nil {
		d.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bot "+d.Token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		d.t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusNotFound {
		return
	}
	if err := json.NewDecoder(response.Body).Decode(answer); err != nil {
		d.t.Fatalf("%s: %s %v", path, response.Status, err)
	}
}

// messages returns the messages of a channel or thread, newest first.
func (d *discordPeer) messages(channel string) (messages []discordgo.Message) {
	d.t.Helper()
	d.get("/channels/"+channel+"/messages?limit=100", &messages)
	return messages
}

// kept reads the data that serve.mjs keeps.
func (d *discordPeer) kept(what string, answer any) {
	d.t.Helper()
	response, err := http.Get(d.Acts + "/" + what)
	if err != nil {
		d.t.Fatal(err)
	}
	defer response.Body.Close()
	if err := json.NewDecoder(response.Body).Decode(answer); err != nil {
		d.t.Fatal(err)
	}
}

// thread waits for the n-th thread, counted from 0.
func (d *discordPeer) thread(n int) string {
	d.t.Helper()
	var threads []string
	await.Until(d.t, "a thread for the experiment", func() bool {
		d.kept("threads", &threads)
		return n < len(threads)
	})
	return threads[n]
}

// picture waits until Trex has attached a picture with this prefix in its name,
// and saves it for people to look at.
func (d *discordPeer) picture(prefix string) {
	d.t.Helper()
	var picture []byte
	await.Until(d.t, "a picture "+prefix, func() bool {
		files := map[string][]byte{}
		d.kept("files", &files)
		for name, data := range files {
			if strings.HasPrefix(name, prefix+"_") {
				picture = data
			}
		}
		return picture != nil
	})
	config, err := png.DecodeConfig(bytes.NewReader(picture))
	if err != nil || config.Width < 1000 {
		d.t.Errorf("%s is no picture of a chart: %v %+v", prefix, err, config)
	}
	if err := os.WriteFile(filepath.Join(artifacts, "discord-"+prefix+".png"), picture, 0o644); err != nil {
		d.t.Error(err)
	}
}

func discordText(m discordgo.Message) string {
	text := m.Content
	for _, embed := range m.Embeds {
		text += "\n" + embed.Description
	}
	return strings.NewReplacer("\\", "", "\u200b", "", "`", "").Replace(text)
}

// wait returns the newest message of channel that has all parts.
func (d *discordPeer) wait(channel string, parts ...string) discordgo.Message {
	d.t.Helper()
	var found discordgo.Message
	await.Until(d.t, "a message with "+strings.Join(parts, ", "), func() bool {
		for _, m := range d.messages(channel) {
			all := true
			for _, part := range parts {
				all = all && strings.Contains(discordText(m), part)
			}
			if all {
				found = m
				return true
			}
		}
		return false
	})
	return found
}

// click presses the button of a message that has this label.
func (d *discordPeer) click(m discordgo.Message, label string) {
	d.t.Helper()
	for _, component := range m.Components {
		row, ok := component.(*discordgo.ActionsRow)
		if !ok {
			continue
		}
		for _, inner := range row.Components {
			if b, ok := inner.(*discordgo.Button); ok && b.Label == label {
				d.act("button", map[string]any{"channelId": m.ChannelID, "messageId": m.ID, "customId": b.CustomID})
				return
			}
		}
	}
	d.t.Fatalf("no button %q on %s", label, discordText(m))
}

// TestDiscord trains with the built-in trainer, and then with held runs, which
// Trex finds again after an ordinary restart.
func TestDiscord(t *testing.T) {
	t.Parallel()
	peer := startDiscord(t)
	site := newSite(t, "DISCORD_TOKEN="+peer.Token, "DISCORD_API_URL="+strings.TrimSuffix(peer.Rest, "/")+"/v10")
	trex, _ := site.serve(builtIn)
	fromMentionToTheWinner(peer)
	trex.stop()
	showsInTheWebGridToo(t, fromSlashCommandToTheCard(peer, site))
}

func fromMentionToTheWinner(peer *discordPeer) {
	peer.t.Helper()
	peer.act("message", map[string]any{"content": "<@300> try lr 0.1 and 0.01 for 5 epochs"})
	card := peer.wait(discordChannel, "digits · 2 runs · asked by ana", "0.01")
	peer.click(card, "Launch 2 runs")
	peer.wait(discordChannel, "launched by ana", "e1")
	thread := peer.thread(0)
	peer.wait(thread, "e1 · digits · done: 2 completed")
	peer.wait(thread, "e1 is done", "(lr 0.1) is best")
	peer.picture("curvee1")
	peer.picture("comparisone1")
}

// fromSlashCommandToTheCard restarts Trex in the middle of the run. It returns
// Trex's address.
func fromSlashCommandToTheCard(peer *discordPeer, site *site) string {
	peer.t.Helper()
	trex, _ := site.serve(held)
	trex.line("listening to Discord")
	peer.act("command", map[string]any{"name": "trex", "options": []any{map[string]any{
		"name": "run", "type": 1, "options": []any{map[string]any{"name": "request", "type": 3, "value": "lr 0.2 for 3 epochs"}},
	}}})
	card := peer.wait(discordChannel, "digits · 1 run · asked by ana", "lr 0.2")
	peer.click(card, "Launch")
	peer.wait(discordChannel, "launched by ana", "e2")
	thread := peer.thread(1)
	site.let(1, "r3")
	before := peer.wait(thread, "e2 · digits · 1 running", "1/3")
	trex.stop()
	trex, address := site.serve(held)
	trex.line("listening to Discord")
	site.let(2, "r3")
	if after := peer.wait(thread, "e2 · digits · 1 running", "2/3"); after.ID != before.ID {
		peer.t.Errorf("the live message was %s, and is %s", before.ID, after.ID)
	}
	site.open()
	peer.wait(thread, "e2 · digits · done: 1 completed")
	end := peer.wait(thread, "<@901> e2 is done")
	peer.picture("curvee2")
	peer.click(end, "Try around the best")
	peer.wait(thread, "around the best of e2", "asked by ana")
	return address
}

func showsInTheWebGridToo(t *testing.T, address string) {
	t.Helper()
	response, err := http.Get(address + "/api/runs?experiment=e1&sort=created")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var runs []map[string]any
	if err := json.NewDecoder(response.Body).Decode(&runs); err != nil || len(runs) != 2 || runs[0]["requested_by"] != "ana" {
		t.Errorf("runs %v %v", runs, err)
	}
}
