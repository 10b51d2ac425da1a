package discord

import (
	"testing"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/discord/discordtest"
)

func TestLinksToThreads(t *testing.T) {
	server := discordtest.New(t)
	if got := newPlatform(t, server).Link(channel, ""); got != "" {
		t.Errorf("before the first connection: %q", got)
	}
	_, platform := ready(t, nil)
	posted, err := platform.Post(t.Context(), channel, chat.Message{Headline: "a card"})
	if err != nil {
		t.Fatal(err)
	}
	thread, err := platform.StartThread(t.Context(), channel, posted, "e1")
	if err != nil {
		t.Fatal(err)
	}
	direct := trex.Thread{Platform: "discord", Channel: discordtest.DirectID}
	if _, err := platform.StartThread(t.Context(), direct, ref(direct.Channel, "1"), "e2"); err != nil { // looks the channel up
		t.Fatal(err)
	}
	_, message, _ := parseRef(posted)
	for _, test := range []struct {
		thread    trex.Thread
		ref, want string
	}{
		{direct, ref(direct.Channel, "7"), "https://discord.com/channels/@me/" + direct.Channel + "/7"},
		{channel, "", "https://discord.com/channels/100/200"},
		{channel, posted, "https://discord.com/channels/100/200/" + message},
		{thread, "", "https://discord.com/channels/100/" + thread.ID},
		{thread, ref(thread.ID, "77"), "https://discord.com/channels/100/" + thread.ID + "/77"},
		{thread, posted, "https://discord.com/channels/100/" + thread.ID}, // posted before there was the thread
		{trex.Thread{Platform: "discord", Channel: "999"}, "", ""},        // its server is unknown
	} {
		if got := platform.Link(test.thread, test.ref); got != test.want {
			t.Errorf("Link(%+v, %q) = %q, want %q", test.thread, test.ref, got, test.want)
		}
	}
}
