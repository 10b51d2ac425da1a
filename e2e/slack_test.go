//go:build e2e

package e2e

import (
	"strings"
	"testing"

	"github.com/trex-ml/trex/bot/slack/slacktest"
)

// TestSlackSocketMode goes from a mention to the final chart, and then again
// with a restart in the middle. The runs are held, so that the test sees them in
// the middle of their work. local-slack rejects the blocks that its page cannot
// show, so that the test sees the plain rendering.
func TestSlackSocketMode(t *testing.T) {
	t.Parallel()
	peer := startSlack(t, "")
	door := newDoor(t, peer.url, true)
	site := newSite(t, "TREX_PUBLIC_URL=https://trex.example",
		"SLACK_BOT_TOKEN="+slackBotToken, "SLACK_APP_TOKEN=xapp-e2e", "SLACK_API_URL="+door.URL+"/api/")
	trex, _ := site.serve(held)
	trex.line("listening to Slack")
	end := conversation(t, peer, func() {
		site.let(6, "r1", "r2")
		peer.wait("e1 · digits · 2 running, 1 waiting", "6/12", "█")
		site.let(12, "r1", "r2", "r3")
	})
	peer.shoot("slack-end.png", "for 3 epochs")
	restart(t, peer, site, trex, end)
}

// TestSlackEvents receives the events by HTTP, uses the native blocks, and
// trains with the built-in trainer, at the machine's speed.
func TestSlackEvents(t *testing.T) {
	t.Parallel()
	// local-slack must know Trex's address before Trex runs, but Trex chooses
	// its own. A relay between them solves this.
	relay := newRelay(t)
	peer := startSlack(t, relay.URL+"/slack/events")
	door := newDoor(t, peer.url, false)
	trex, address := newSite(t, "SLACK_BOT_TOKEN="+slackBotToken, "SLACK_SIGNING_SECRET="+slackSecret,
		"SLACK_API_URL="+door.URL+"/api/").serve(builtIn)
	relay.to(address)
	trex.line("Slack accepts the token")
	conversation(t, peer, func() {})
}

// conversation plays one experiment from request to end and returns its last
// message. train trains its runs.
func conversation(t *testing.T, peer *slackPeer, train func()) slackMessage {
	t.Helper()
	thread := peer.say("U0ANA", "", "<@"+slackBotUser+"> try lr 0.1, 0.03 and 0.01 for 3 epochs")
	card := peer.wait("digits · 3 runs · asked by ana")
	if card.ThreadTS != thread {
		t.Errorf("the card is in thread %q, the request is %s", card.ThreadTS, thread)
	}

	screen := peer.screen()
	peer.click("U0BEN", card, "Edit")
	screen.form()
	screen.submit("U0BEN", map[string]string{"lr": "0.1, 0.03, 0.01", "epochs": "many", "batch_size": "32"})
	sentence, open := screen.refusal("epochs")
	if !open {
		sentence = peer.wait("Nothing was changed").text()
		peer.click("U0BEN", card, "Edit")
		screen.form()
	}
	if !strings.Contains(sentence, "whole number") {
		t.Errorf("the form is refused with %q", sentence)
	}
	screen.submit("U0BEN", map[string]string{"lr": "0.1, 0.03, 0.01", "epochs": "12", "batch_size": "32"})
	screen.closed()
	card = peer.wait("version 2, edited by ben", "epochs 12")

	peer.click("U0ANA", card, "Launch 3 runs")
	peer.wait("launched by ana", "e1")
	peer.wait("e1 · digits", "r1", "r2", "r3")
	train()
	end := peer.waitFor("the end with its picture", func(m slackMessage) bool {
		return m.has("e1 is done", "val_loss", "is best") && slacktest.Pictures(m.Blocks) > 0
	})
	if end.ThreadTS != thread || !end.has("<@U0ANA>") {
		t.Errorf("the end is in thread %q: %s", end.ThreadTS, end.text())
	}
	live := peer.waitFor("the live message with its picture", func(m slackMessage) bool {
		return m.has("e1 · digits · done: 3 completed") && slacktest.Pictures(m.Blocks) > 0
	})
	for what, m := range map[string]slackMessage{"live message": live, "end": end} {
		if n := slacktest.Pictures(m.Blocks); n != 1 {
			t.Errorf("the %s has %d pictures", what, n)
		}
	}
	peer.say("U0BEN", thread, "log of r1")
	peer.wait("log of r1", "epoch")
	peer.click("U0ANA", card, "Launch 3 runs")
	peer.wait("already launched by ana as e1")
	if n := count(peer, "e1 is done"); n != 1 {
		t.Errorf("the end is told %d times", n)
	}
	aside(peer)
	return end
}

// aside tests what happens outside the experiment's thread.
func aside(peer *slackPeer) {
	peer.control("command", map[string]any{"channel": slackChannel, "user": "U0BEN", "command": "/trex", "text": "help"})
	peer.wait("Tell me what to train", "“try lr")
	peer.control("command", map[string]any{"channel": slackChannel, "user": "U0BEN", "command": "/trex", "text": "best"})
	peer.wait("is best of digits: val_loss")
	if asked := peer.wait("ben asks: best"); asked.ThreadTS != "" {
		peer.t.Errorf("the command is told in thread %s", asked.ThreadTS)
	}
	peer.control("open-home", map[string]any{"user": "U0ANA"})
	peer.home("Recent results", "e1", "digits")
}

// restart kills Trex in the middle of an experiment and starts it again.
func restart(t *testing.T, peer *slackPeer, site *site, trex *process, end slackMessage) {
	t.Helper()
	peer.click("U0BEN", end, "Try around the best")
	peer.wait("asked by ben", "around the best of e1")
	peer.say("U0ANA", "", "<@"+slackBotUser+"> try lr 0.2 and 0.03 for 250 epochs")
	card := peer.wait("digits · 2 runs · asked by ana")
	peer.shoot("slack-card.png", "for 250 epochs")
	peer.click("U0ANA", card, "Launch 2 runs")
	site.let(100, "r4", "r5")
	middle := func(epochs string) func(slackMessage) bool {
		return func(m slackMessage) bool {
			return m.has("e2 · digits · 2 running", "0.2", "█") && strings.Count(m.text(), epochs) == 2
		}
	}
	before := peer.waitFor("both runs in the middle", middle("100/250"))
	peer.shoot("slack-live.png", "for 250 epochs")
	trex.kill()
	trex, _ = site.serve(held)
	trex.line("listening to Slack")
	site.let(150, "r4", "r5")
	after := peer.waitFor("both runs to have gone on", middle("150/250"))
	if after.TS != before.TS || after.ThreadTS != before.ThreadTS {
		t.Errorf("the live message was %s in %s, and is %s in %s", before.TS, before.ThreadTS, after.TS, after.ThreadTS)
	}
	site.open()
	peer.wait("e2 · digits · done: 2 completed")
	peer.wait("e2 is done")
	for _, text := range []string{"e2 · digits", "e2 is done"} {
		if n := count(peer, text); n != 1 {
			t.Errorf("%q is there %d times", text, n)
		}
	}
	for _, run := range []string{"r4", "r5"} {
		if log := site.log(run); strings.Count(log, "epoch 1/250 ") != 1 || strings.Count(log, "epoch 250/250 ") != 1 {
			t.Errorf("%s did not go on, but printed:\n%s", run, log)
		}
	}
}

func count(peer *slackPeer, text string) int {
	n := 0
	for _, m := range peer.messages(slackChannel) {
		if m.has(text) {
			n++
		}
	}
	return n
}
