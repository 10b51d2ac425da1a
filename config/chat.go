package config

import (
	"regexp"
	"time"
)

// slackFile has no roles: Slack has no such thing, and a list that nobody is on
// would keep everybody out.
type slackFile struct {
	Channels []string `yaml:"channels,omitempty" jsonschema_description:"Ids of the channels Trex answers in, like C0123ABCD. Default: all it is in."`
	People   []string `yaml:"people,omitempty" jsonschema_description:"Ids of the people Trex answers, like U0123ABCD. Default: all."`
	Admins   []string `yaml:"admins,omitempty" jsonschema_description:"Ids of those who may stop and dismiss what others asked for."`
	Cooldown duration `yaml:"cooldown,omitempty" jsonschema_description:"Least time between two requests of one person."`
	Announce bool     `yaml:"announce,omitempty" jsonschema_description:"Tell the channel too when an experiment ends or a run fails."`
}

type discordFile struct {
	Guilds   []string `yaml:"guilds,omitempty" jsonschema_description:"Ids of the servers Trex answers in; direct messages then only from people. Default: all it is in."`
	Channels []string `yaml:"channels,omitempty" jsonschema_description:"Ids of the channels Trex answers in. Default: all."`
	People   []string `yaml:"people,omitempty" jsonschema_description:"Ids of the people Trex answers. Default: all."`
	Roles    []string `yaml:"roles,omitempty" jsonschema_description:"Ids of the roles Trex answers. Default: all."`
	Admins   []string `yaml:"admins,omitempty" jsonschema_description:"Ids of those who may stop and dismiss what others asked for."`
	Cooldown duration `yaml:"cooldown,omitempty" jsonschema_description:"Least time between two requests of one person."`
	Announce bool     `yaml:"announce,omitempty" jsonschema_description:"Tell the channel too when an experiment ends or a run fails."`
}

// How the services write ids. A name in place of one would match nothing, and
// nobody would be told why.
var (
	slackChannel = regexp.MustCompile(`^[CDG][A-Z0-9]+$`)
	slackPerson  = regexp.MustCompile(`^[UW][A-Z0-9]+$`)
	discordID    = regexp.MustCompile(`^[0-9]+$`)
)

func (r *reader) chats(written *file, config *Config) error {
	s, d := &written.Slack, &written.Discord
	for _, list := range []struct {
		chat, name string
		ids        []string
		form       *regexp.Regexp
		like       string
	}{
		{"slack", "channels", s.Channels, slackChannel, "C0123ABCD, at the bottom of the channel's details"},
		{"slack", "people", s.People, slackPerson, "U0123ABCD, under Copy member ID in their profile"},
		{"slack", "admins", s.Admins, slackPerson, "U0123ABCD, under Copy member ID in their profile"},
		{"discord", "guilds", d.Guilds, discordID, "1122334455, under Copy Server ID in developer mode"},
		{"discord", "channels", d.Channels, discordID, "1122334455, under Copy Channel ID in developer mode"},
		{"discord", "people", d.People, discordID, "1122334455, under Copy User ID in developer mode"},
		{"discord", "roles", d.Roles, discordID, "1122334455, under Copy Role ID in developer mode"},
		{"discord", "admins", d.Admins, discordID, "1122334455, under Copy User ID in developer mode"},
	} {
		for _, id := range list.ids {
			if !list.form.MatchString(id) {
				return r.refuse([]string{list.chat, list.name}, "%s: %q is not an id like %s", list.name, id, list.like)
			}
		}
	}
	config.Slack = Chat{
		Channels: s.Channels, People: s.People, Admins: s.Admins,
		Cooldown: time.Duration(s.Cooldown), Announce: s.Announce,
	}
	config.Discord = Chat{
		Guilds: d.Guilds, Channels: d.Channels, People: d.People, Roles: d.Roles, Admins: d.Admins,
		Cooldown: time.Duration(d.Cooldown), Announce: d.Announce,
	}
	return nil
}
