package discord

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"
	"github.com/trex-ml/trex"
)

// permissions are exactly those that Trex uses, named as in Discord's settings.
var permissions = []struct {
	bit  int64
	name string
}{
	{discordgo.PermissionViewChannel, "View Channels"},
	{discordgo.PermissionSendMessages, "Send Messages"},
	{discordgo.PermissionSendMessagesInThreads, "Send Messages in Threads"},
	{discordgo.PermissionCreatePublicThreads, "Create Public Threads"},
	{discordgo.PermissionEmbedLinks, "Embed Links"},
	{discordgo.PermissionAttachFiles, "Attach Files"},
	{discordgo.PermissionReadMessageHistory, "Read Message History"},
}

// InviteURL is the link that adds Trex to a server with exactly the
// permissions it uses.
func InviteURL(applicationID string) string {
	var bits int64
	for _, p := range permissions {
		bits |= p.bit
	}
	return fmt.Sprintf("https://discord.com/oauth2/authorize?client_id=%s&scope=bot+applications.commands&permissions=%d", applicationID, bits)
}

// Application flags of a granted message content intent.
const (
	flagMessageContent        = 1 << 18
	flagMessageContentLimited = 1 << 19
)

// Check checks everything Trex needs from Discord, and says how to fix each
// problem.
func Check(ctx context.Context, params Params) []trex.Finding {
	platform, err := New(params, nil)
	if err != nil {
		return []trex.Finding{{Name: "Discord", Detail: err.Error(), Fix: "set DISCORD_TOKEN and DISCORD_API_URL to valid values"}}
	}
	session, err := platform.newClient()
	if err != nil {
		return []trex.Finding{{Name: "Discord", Detail: err.Error(), Fix: "set DISCORD_TOKEN to a valid token"}}
	}
	self, err := session.User("@me", discordgo.WithContext(ctx))
	if err != nil {
		return []trex.Finding{tokenFinding(err)}
	}
	findings := []trex.Finding{{Name: "Discord token", OK: true, Detail: "signed in as " + self.Username}}
	application, err := session.Application("@me")
	if err != nil {
		return append(findings, trex.Finding{Name: "Discord application", Detail: told(err).Error(), Fix: "try again later"})
	}
	findings = append(findings, intentFinding(application))
	guilds, err := session.UserGuilds(100, "", "", false, discordgo.WithContext(ctx))
	if err != nil {
		return append(findings, trex.Finding{Name: "Discord servers", Detail: told(err).Error(), Fix: "try again later"})
	}
	if len(guilds) == 0 {
		findings = append(findings, trex.Finding{
			Name: "Discord servers", Detail: "Trex is in none", Fix: "add it with " + InviteURL(application.ID),
		})
	}
	for _, guild := range guilds {
		findings = append(findings, permissionFinding(guild, application.ID))
	}
	return findings
}

func tokenFinding(err error) trex.Finding {
	refused, ok := errors.AsType[*discordgo.RESTError](err)
	if ok && refused.Response != nil && refused.Response.StatusCode == 401 {
		return trex.Finding{
			Name: "Discord token", Detail: "Discord refused it",
			Fix: "reset it in the developer portal under Bot and set DISCORD_TOKEN",
		}
	}
	return trex.Finding{Name: "Discord", Detail: told(err).Error(), Fix: "check the network and DISCORD_API_URL"}
}

func intentFinding(application *discordgo.Application) trex.Finding {
	finding := trex.Finding{Name: "Discord message content intent", OK: true, Detail: "on"}
	if application.Flags&(flagMessageContent|flagMessageContentLimited) == 0 {
		finding.OK, finding.Detail = false, "off: replies in an experiment's thread need a mention"
		finding.Fix = "switch on Message Content Intent in the developer portal under Bot"
	}
	return finding
}

func permissionFinding(guild *discordgo.UserGuild, applicationID string) trex.Finding {
	finding := trex.Finding{Name: "Discord server " + guild.Name, OK: true, Detail: "all permissions are there"}
	var missing []string
	for _, p := range permissions {
		if guild.Permissions&(p.bit|discordgo.PermissionAdministrator) == 0 {
			missing = append(missing, p.name)
		}
	}
	if len(missing) > 0 {
		finding.OK, finding.Detail = false, "missing: "+strings.Join(missing, ", ")
		finding.Fix = "add it again with " + InviteURL(applicationID)
	}
	return finding
}
