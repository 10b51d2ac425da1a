package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/trex-ml/trex/bot/slack/slacktest"
	"github.com/trex-ml/trex/internal/await"
)

func liveMessageIsEdited(t *testing.T, u upgraded) {
	await.Nil(t, "the live message of e3 to show where the runs are", func() error {
		text := u.message(t, "m8").Content
		if !strings.HasPrefix(text, "e3 · held · 2 running") || strings.Count(text, "10/20") != 2 {
			return fmt.Errorf("it says %q", text)
		}
		return nil
	})
}

func (s *server) message(t *testing.T, id string) apiMessage {
	t.Helper()
	var messages []apiMessage
	s.get(t, "/api/messages", &messages)
	for _, message := range messages {
		if message.ID == id {
			return message
		}
	}
	t.Fatalf("%s is not in the chat", id)
	return apiMessage{}
}

func openCardLaunches(t *testing.T, u upgraded) {
	u.do(t, post("/api/proposals/p4/launch", map[string]any{"version": 1}, 201), nil)
	u.do(t, post("/api/proposals/p4/launch", map[string]any{"version": 1}, 409), nil)
	await.Until(t, "the card to say so", func() bool { return strings.Contains(u.message(t, "m10").Content, "→ e5") })
}

// The channel, and the messages that the earlier version had posted there.
const (
	slackChannel = "C0ML"
	slackThread  = "1700000001.000003" // in which e4 is discussed
	slackLive    = "1700000006.000018" // the live message of e4
	slackCard    = "1700000010.000030" // an open card
)

func openCardInSlackLaunches(t *testing.T, u upgraded) {
	await.Until(t, "a connection", func() bool { return u.slack.Connected() > 0 })
	card, _ := u.slack.Find(slackChannel, slackCard)
	launch, ok := card.Button("Launch")
	if !ok {
		t.Fatalf("the card is %s", card.Blocks)
	}
	u.slack.Click(slacktest.Click{Channel: slackChannel, TS: slackCard, User: "U0ANN", Element: launch})
	await.Nil(t, "the card to say that it is launched", func() error {
		card, _ := u.slack.Find(slackChannel, slackCard)
		if text := slacktest.Text(card.Blocks); !strings.Contains(text, "→ e6") {
			return fmt.Errorf("it says %q", text)
		}
		return nil
	})
}

func nothingIsSaidTwice(t *testing.T, u upgraded) {
	await.Until(t, "the live message to say the end", func() bool {
		return strings.HasPrefix(u.message(t, "m8").Content, "e3 · held · done: 2 completed")
	})
	for _, part := range []string{"e3 is done", "e5 is done"} {
		await.Until(t, part, func() bool { return u.said(t, part) })
	}
	for _, part := range []string{"e1 · curves", "e2 · accurate", "e3 · held", "e1 is done", "e2 is done", "e3 is done", "r3 failed"} {
		if n := u.countSaid(t, part); n != 1 {
			t.Errorf("%q was said %d times", part, n)
		}
	}
}

func nothingIsSaidTwiceInSlack(t *testing.T, u upgraded) {
	await.Nil(t, "the live message of e4 to say the end", func() error {
		live, _ := u.slack.Find(slackChannel, slackLive)
		if !strings.HasPrefix(live.Text, "e4 · held · done: 1 completed") {
			return fmt.Errorf("it says %q", live.Text)
		}
		return nil
	})
	count := func(part string) (n int) {
		for _, message := range u.slack.Messages(slackChannel) {
			if message.ThreadTS == slackThread && strings.Contains(message.Text, part) {
				n++
			}
		}
		return n
	}
	await.Until(t, "the end of e4 to be told", func() bool { return count("e4 is done") > 0 })
	for _, part := range []string{"held · 1 run", "e4 · held", "e4 is done"} {
		if n := count(part); n != 1 {
			t.Errorf("%q was said %d times", part, n)
		}
	}
}
