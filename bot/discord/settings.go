package discord

import (
	"log/slog"
	"regexp"
	"time"

	"github.com/trex-ml/trex/config/section"
)

// Settings are what a person configures for Discord.
type Settings struct {
	// The section discord of trex.yaml.
	Guilds   []string         `yaml:"guilds,omitempty" jsonschema_description:"Ids of the servers Trex answers in; direct messages then only from people. Default: all it is in."`
	Channels []string         `yaml:"channels,omitempty" jsonschema_description:"Ids of the channels Trex answers in. Default: all."`
	People   []string         `yaml:"people,omitempty" jsonschema_description:"Ids of the people Trex answers. Default: all."`
	Roles    []string         `yaml:"roles,omitempty" jsonschema_description:"Ids of the roles Trex answers. Default: all."`
	Admins   []string         `yaml:"admins,omitempty" jsonschema_description:"Ids of those who may stop and dismiss what others asked for."`
	Cooldown section.Duration `yaml:"cooldown,omitempty" jsonschema_description:"Least time between two requests of one person."`
	Announce bool             `yaml:"announce,omitempty" jsonschema_description:"Tell the channel too when an experiment ends or a run fails."`

	// The environment: see Params.
	Token, APIURL string `yaml:"-"`
}

// snowflake is the form of Discord's ids.
var snowflake = regexp.MustCompile(`^[0-9]+$`)

// Check returns a section.KeyError about the first invalid id.
func (s *Settings) Check() error {
	ids := func(key string, ids []string, of string) section.IDs {
		return section.IDs{Key: key, IDs: ids, Form: snowflake, Like: "1122334455, under Copy " + of + " ID in developer mode"}
	}
	return section.CheckIDs(
		ids("guilds", s.Guilds, "Server"), ids("channels", s.Channels, "Channel"), ids("people", s.People, "User"),
		ids("roles", s.Roles, "Role"), ids("admins", s.Admins, "User"),
	)
}

// ReadEnvironment reads the token through get, which is os.Getenv outside tests.
// An error of kind invalid names the variable, never a secret's value.
func (s *Settings) ReadEnvironment(get func(string) string) error {
	s.Token, s.APIURL = get("DISCORD_TOKEN"), get("DISCORD_API_URL")
	return section.CheckAddress("DISCORD_API_URL", s.APIURL)
}

// Wanted reports whether Discord is configured.
func (s *Settings) Wanted() bool { return s.Token != "" }

// Access says who may use Trex.
func (s *Settings) Access() section.Access {
	return section.Access{
		Servers: s.Guilds, Channels: s.Channels, People: s.People, Roles: s.Roles, Admins: s.Admins,
		Cooldown: time.Duration(s.Cooldown), Announce: s.Announce,
	}
}

// Params returns how to reach Discord.
func (s *Settings) Params(log *slog.Logger) Params {
	return Params{Token: s.Token, APIURL: s.APIURL, Log: log}
}
