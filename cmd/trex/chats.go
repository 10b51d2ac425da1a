package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/discord"
	"github.com/trex-ml/trex/bot/slack"
	"github.com/trex-ml/trex/config"
	"github.com/trex-ml/trex/config/section"
	"github.com/trex-ml/trex/web"
)

// service is one chat service. trex.yaml and the environment fill its settings.
type service struct {
	name        string
	settings    chatSettings
	description string // of its section in the schema
	connect     func(*slog.Logger) (chat.Platform, error)
	look        func(context.Context, *slog.Logger) []trex.Finding // for doctor
}

// chatSettings is implemented by the adapters' Settings.
type chatSettings interface {
	Check() error
	ReadEnvironment(get func(string) string) error
	Wanted() bool
	Access() section.Access
}

// chats returns all chat services besides the web chat, with empty settings.
func chats() []service {
	inSlack, inDiscord := new(slack.Settings), new(discord.Settings)
	return []service{
		{
			name: slack.Name, settings: inSlack, description: "Who may use Trex in Slack.",
			connect: func(log *slog.Logger) (chat.Platform, error) { return slack.New(inSlack.Params(log)) },
			look: func(ctx context.Context, log *slog.Logger) []trex.Finding {
				return slack.Check(ctx, inSlack.Params(log))
			},
		},
		{
			name: discord.Name, settings: inDiscord, description: "Who may use Trex in Discord.",
			connect: func(log *slog.Logger) (chat.Platform, error) {
				return discord.New(inDiscord.Params(log), bot.Commands())
			},
			look: func(ctx context.Context, log *slog.Logger) []trex.Finding {
				return discord.Check(ctx, inDiscord.Params(log))
			},
		},
	}
}

// sections returns the parts of trex.yaml that executors and chats own.
func sections(chats []service) (s config.Sections) {
	for _, e := range executors() {
		s.Executors = append(s.Executors, e.Executor)
	}
	for _, c := range chats {
		s.Chats = append(s.Chats, config.Chat{Name: c.name, Settings: c.settings, Description: c.description})
	}
	return s
}

func readEnvironment(chats []service, get func(string) string) (config.Environment, error) {
	env, err := config.ReadEnvironment(get)
	for _, c := range chats {
		err = errors.Join(err, c.settings.ReadEnvironment(get))
	}
	return env, err
}

func policies(chats []service) map[string]bot.Policy {
	policies := make(map[string]bot.Policy)
	for _, c := range chats {
		access := c.settings.Access()
		policies[c.name] = bot.Policy{
			Servers: access.Servers, Channels: access.Channels, People: access.People, Roles: access.Roles,
			Cooldown: access.Cooldown, Announce: access.Announce,
		}
	}
	return policies
}

// admins returns, by platform, the ids of people who may act on other people's
// requests. Everybody on the web page is an admin: they are on this machine or
// have its token.
func admins(chats []service) map[string][]string {
	admins := map[string][]string{web.Person.Platform: {web.Person.ID}}
	for _, c := range chats {
		admins[c.name] = c.settings.Access().Admins
	}
	return admins
}

// called is a platform that its service calls over HTTP at Path, unless Path is
// "".
type called interface {
	http.Handler
	Path() string
}

// connectChats connects the chat services whose tokens are set. routes has the
// handlers of their HTTP calls, by path.
func connectChats(s settings) (platforms []chat.Platform, routes map[string]http.Handler, err error) {
	routes = map[string]http.Handler{}
	for _, c := range s.Chats {
		if !c.settings.Wanted() {
			continue
		}
		platform, err := c.connect(s.Log)
		if err != nil {
			return nil, nil, err
		}
		platforms = append(platforms, platform)
		if door, ok := platform.(called); ok && door.Path() != "" {
			routes[door.Path()] = door
		}
	}
	return platforms, routes, nil
}

func lookAtChats(ctx context.Context, s settings) []trex.Finding {
	var findings []trex.Finding
	for _, c := range s.Chats {
		if c.settings.Wanted() {
			findings = append(findings, c.look(ctx, s.Log)...)
		}
	}
	if len(findings) == 0 {
		return []trex.Finding{{Name: "chat services", OK: true, Detail: "none; the web chat needs no token (docs/slack.md, docs/discord.md)"}}
	}
	return findings
}
