package config

import (
	"net/url"
	"strings"

	"github.com/trex-ml/trex"
)

// Environment is the secrets and addresses that never live in trex.yaml, and
// that runs never see.
type Environment struct {
	SlackBotToken, SlackAppToken, SlackSigningSecret, SlackAPIURL string
	DiscordToken, DiscordAPIURL                                   string
	OpenAIKey, OpenAIBaseURL, OpenAIModel                         string
	DatabaseURL                                                   string // "": SQLite
	WebToken, PublicURL                                           string
}

// ReadEnvironment reads the variables through get, which is os.Getenv outside
// tests. An error of kind invalid names the variable, never a secret's value.
func ReadEnvironment(get func(string) string) (Environment, error) {
	env := Environment{
		SlackBotToken: get("SLACK_BOT_TOKEN"), SlackAppToken: get("SLACK_APP_TOKEN"),
		SlackSigningSecret: get("SLACK_SIGNING_SECRET"), SlackAPIURL: get("SLACK_API_URL"),
		DiscordToken: get("DISCORD_TOKEN"), DiscordAPIURL: get("DISCORD_API_URL"),
		OpenAIKey: get("OPENAI_API_KEY"), OpenAIBaseURL: get("OPENAI_BASE_URL"), OpenAIModel: get("OPENAI_MODEL"),
		DatabaseURL: get("DATABASE_URL"),
		WebToken:    get("TREX_WEB_TOKEN"), PublicURL: strings.TrimRight(get("TREX_PUBLIC_URL"), "/"),
	}
	for name, value := range map[string]string{
		"SLACK_API_URL": env.SlackAPIURL, "DISCORD_API_URL": env.DiscordAPIURL,
		"OPENAI_BASE_URL": env.OpenAIBaseURL, "TREX_PUBLIC_URL": env.PublicURL,
	} {
		if parsed, err := url.Parse(value); value != "" && (err != nil || parsed.Host == "" || !strings.HasPrefix(parsed.Scheme, "http")) {
			return Environment{}, trex.Invalid("%s must be an address such as https://host/path", name)
		}
	}
	if d := env.DatabaseURL; d != "" && !strings.HasPrefix(d, "postgres://") && !strings.HasPrefix(d, "postgresql://") {
		return Environment{}, trex.Invalid("DATABASE_URL must begin with postgres://; leave it out for SQLite")
	}
	if env.SlackBotToken != "" && env.SlackAppToken == "" && env.SlackSigningSecret == "" {
		return Environment{}, trex.Invalid("SLACK_BOT_TOKEN needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) next to it")
	}
	if env.SlackBotToken == "" && (env.SlackAppToken != "" || env.SlackSigningSecret != "") {
		return Environment{}, trex.Invalid("SLACK_BOT_TOKEN is missing: Slack needs it besides SLACK_APP_TOKEN or SLACK_SIGNING_SECRET")
	}
	return env, nil
}

// HasModel reports whether a language model is configured.
func (e *Environment) HasModel() bool { return e.OpenAIKey != "" || e.OpenAIBaseURL != "" }
