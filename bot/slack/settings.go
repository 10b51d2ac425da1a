package slack

import (
	"log/slog"
	"regexp"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/config/section"
)

// Settings are what a person configures for Slack. There are no roles, because
// Slack has none: a list of roles would match nobody and shut everybody out.
type Settings struct {
	// The section slack of trex.yaml.
	Channels []string         `yaml:"channels,omitempty" jsonschema_description:"Ids of the channels Trex answers in, like C0123ABCD. Default: all it is in."`
	People   []string         `yaml:"people,omitempty" jsonschema_description:"Ids of the people Trex answers, like U0123ABCD. Default: all."`
	Admins   []string         `yaml:"admins,omitempty" jsonschema_description:"Ids of those who may stop and dismiss what others asked for."`
	Cooldown section.Duration `yaml:"cooldown,omitempty" jsonschema_description:"Least time between two requests of one person."`
	Announce bool             `yaml:"announce,omitempty" jsonschema_description:"Tell the channel too when an experiment ends or a run fails."`

	// The environment: see Params.
	BotToken, AppToken, SigningSecret, APIURL string `yaml:"-"`
}

// Forms of Slack's ids.
var (
	channelID = regexp.MustCompile(`^[CDG][A-Z0-9]+$`)
	personID  = regexp.MustCompile(`^[UW][A-Z0-9]+$`)
)

// Check returns a section.KeyError about the first invalid id.
func (s *Settings) Check() error {
	return section.CheckIDs(
		section.IDs{Key: "channels", IDs: s.Channels, Form: channelID, Like: "C0123ABCD, at the bottom of the channel's details"},
		section.IDs{Key: "people", IDs: s.People, Form: personID, Like: "U0123ABCD, under Copy member ID in their profile"},
		section.IDs{Key: "admins", IDs: s.Admins, Form: personID, Like: "U0123ABCD, under Copy member ID in their profile"},
	)
}

// ReadEnvironment reads the tokens through get, which is os.Getenv outside
// tests. An error of kind invalid names the variable, never a secret's value.
func (s *Settings) ReadEnvironment(get func(string) string) error {
	s.BotToken, s.AppToken = get("SLACK_BOT_TOKEN"), get("SLACK_APP_TOKEN")
	s.SigningSecret, s.APIURL = get("SLACK_SIGNING_SECRET"), get("SLACK_API_URL")
	if err := section.CheckAddress("SLACK_API_URL", s.APIURL); err != nil {
		return err
	}
	if s.BotToken != "" && s.AppToken == "" && s.SigningSecret == "" {
		return trex.Invalid("SLACK_BOT_TOKEN needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) next to it")
	}
	if s.BotToken == "" && (s.AppToken != "" || s.SigningSecret != "") {
		return trex.Invalid("SLACK_BOT_TOKEN is missing: Slack needs it besides SLACK_APP_TOKEN or SLACK_SIGNING_SECRET")
	}
	return nil
}

// Wanted reports whether Slack is configured.
func (s *Settings) Wanted() bool { return s.BotToken != "" }

// Access says who may use Trex.
func (s *Settings) Access() section.Access {
	return section.Access{
		Channels: s.Channels, People: s.People, Admins: s.Admins, Cooldown: time.Duration(s.Cooldown), Announce: s.Announce,
	}
}

// Params returns how to reach the workspace.
func (s *Settings) Params(log *slog.Logger) Params {
	return Params{BotToken: s.BotToken, AppToken: s.AppToken, SigningSecret: s.SigningSecret, APIURL: s.APIURL, Log: log}
}
