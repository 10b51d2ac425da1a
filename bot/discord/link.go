package discord

import (
	"strings"

	"github.com/bwmarrin/discordgo"

	"github.com/trex-ml/trex"
)

// Link implements chat.Linker. A thread is a channel of its own; its parent
// says to which server it belongs.
func (p *Platform) Link(thread trex.Thread, ref string) string {
	parent, ok := p.known(thread.Channel)
	if !ok {
		return ""
	}
	server := parent.GuildID
	if parent.Type == discordgo.ChannelTypeDM {
		server = "@me"
	}
	if server == "" {
		return ""
	}
	parts := []string{"https://discord.com/channels", server, thread.Channel}
	if thread.ID != "" {
		parts[2] = thread.ID
	}
	if channelID, messageID, err := parseRef(ref); err == nil && channelID == parts[2] {
		parts = append(parts, messageID)
	}
	return strings.Join(parts, "/")
}
