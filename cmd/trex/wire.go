package main

import (
	"context"
	"net/http"
	"os"
	"slices"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/discord"
	"github.com/trex-ml/trex/bot/slack"
	"github.com/trex-ml/trex/config"
	"github.com/trex-ml/trex/runner"
	"github.com/trex-ml/trex/runner/local"
	"github.com/trex-ml/trex/runner/slurm"
	"github.com/trex-ml/trex/web"
)

// gpus says which GPUs runs may be given: those that are found, or those the
// configuration names.
func gpus(setting config.GPUs) func(context.Context) ([]runner.GPU, error) {
	if setting.Auto {
		if visible, limited := os.LookupEnv("CUDA_VISIBLE_DEVICES"); limited {
			return runner.VisibleGPUs(runner.DetectGPUs(""), visible)
		}
		return runner.DetectGPUs("")
	}
	named := make([]runner.GPU, len(setting.IDs))
	for i, id := range setting.IDs {
		named[i] = runner.GPU{Index: id}
	}
	return func(context.Context) ([]runner.GPU, error) { return named, nil }
}

// sampleEvery turns the configuration's zero, which is off, into the runner's.
func sampleEvery(every time.Duration) time.Duration {
	if every == 0 {
		return -1
	}
	return every
}

func policies(c config.Config) map[string]bot.Policy {
	policy := func(chat config.Chat) bot.Policy {
		return bot.Policy{
			Servers: chat.Guilds, Channels: chat.Channels, People: chat.People, Roles: chat.Roles, Admins: chat.Admins,
			Cooldown: chat.Cooldown, Announce: chat.Announce,
		}
	}
	// Who reaches the web page is on this machine or holds its token: an admin.
	web := bot.Policy{Admins: []string{web.Person.ID}}
	return map[string]bot.Policy{"slack": policy(c.Slack), "discord": policy(c.Discord), "web": web}
}

// chatPlatforms connects the chat services whose tokens are set. routes is
// what a service calls over HTTP, by path.
func chatPlatforms(s settings) (platforms []chat.Platform, routes map[string]http.Handler, err error) {
	if s.Env.SlackBotToken != "" {
		platform, err := slack.New(slackParams(s))
		if err != nil {
			return nil, nil, err
		}
		platforms = append(platforms, platform)
		if s.Env.SlackSigningSecret != "" {
			routes = map[string]http.Handler{"/slack/": platform}
		}
	}
	if s.Env.DiscordToken != "" {
		platform, err := discord.New(discordParams(s))
		if err != nil {
			return nil, nil, err
		}
		platforms = append(platforms, platform)
	}
	return platforms, routes, nil
}

func slackParams(s settings) slack.Params {
	return slack.Params{
		BotToken: s.Env.SlackBotToken, AppToken: s.Env.SlackAppToken, SigningSecret: s.Env.SlackSigningSecret,
		APIURL: s.Env.SlackAPIURL, Log: s.Log,
	}
}

func discordParams(s settings) discord.Params {
	return discord.Params{Token: s.Env.DiscordToken, Commands: bot.Commands(), APIURL: s.Env.DiscordAPIURL, Log: s.Log}
}

// executors returns this machine, and the cluster when a project asks for it.
func executors(s settings) ([]runner.Executor, error) {
	all := []runner.Executor{local.New(local.Params{})}
	if !usesSlurm(s.Config) {
		return all, nil
	}
	cluster, err := slurm.New(slurm.Params{Log: s.Log})
	if err != nil {
		return nil, err
	}
	return append(all, cluster), nil
}

func usesSlurm(c config.Config) bool {
	return slices.ContainsFunc(c.Projects, func(p trex.Project) bool { return p.Executor == slurm.Name })
}
