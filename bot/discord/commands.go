package discord

import (
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"github.com/trex-ml/trex/bot/chat"
)

// command is one subcommands of /trex. Each is another way of writing a
// message.
type command struct {
	name, description string
	options           []option // required ones first, as Discord wants them
	says              func(args) string
}

type option struct {
	name, hint string
	required   bool
	completed  chat.Completion // what it is completed from; "": nothing
	number     bool            // a whole number of at least one
}

// args is what somebody gave, by option; what was left out is "".
type args map[string]string

var (
	jobs        = chat.CompleteJobs
	oneJob      = option{name: "what", hint: "a run or an experiment", required: true, completed: jobs}
	subcommands = []command{
		{"run", "Propose runs", []option{
			{name: "request", hint: "such as: lr 0.1, 0.03 and 0.01 for 20 epochs", required: true},
			{name: "project", hint: "what to train; needed where there are several", completed: chat.CompleteProjects},
		}, func(a args) string {
			if a["project"] == "" {
				return a["request"]
			}
			return a["project"] + ": " + a["request"]
		}},
		{"status", "What runs, or how one is doing", []option{
			{name: "of", hint: "a run or an experiment", completed: jobs},
		}, func(a args) string { return "status " + a["of"] }},
		{"best", "The best run so far", []option{
			{name: "of", hint: "a project or an experiment", completed: chat.CompleteRankings},
		}, func(a args) string {
			if a["of"] == "" {
				return "best run"
			}
			return "best run of " + a["of"]
		}},
		{"compare", "Compare runs", []option{
			{name: "what", hint: "an experiment, or runs such as r1 r2", completed: jobs},
		}, func(a args) string {
			if a["what"] == "" {
				return "compare the runs"
			}
			return "compare " + a["what"]
		}},
		{"logs", "The end of a log", []option{
			{name: "of", hint: "a run", required: true, completed: jobs},
			{name: "lines", hint: "how many", number: true},
		}, func(a args) string {
			if a["lines"] == "" {
				return "show the log of " + a["of"]
			}
			return fmt.Sprintf("show the last %s lines of the log of %s", a["lines"], a["of"])
		}},
		{"stop", "Stop a run or an experiment", []option{oneJob}, func(a args) string { return "stop " + a["what"] }},
		{"retry", "Propose a run or an experiment again", []option{oneJob}, func(a args) string { return "retry " + a["what"] }},
		{"projects", "What can be trained", nil, func(args) string { return "projects" }},
		{"help", "What Trex can do", nil, func(args) string { return "help" }},
	}
)

// commands is what is registered with Discord.
var commands = []*discordgo.ApplicationCommand{{
	Name: "trex", Description: "Run machine-learning experiments", Options: registered(),
}}

func registered() []*discordgo.ApplicationCommandOption {
	var all []*discordgo.ApplicationCommandOption
	for _, c := range subcommands {
		sub := &discordgo.ApplicationCommandOption{
			Type: discordgo.ApplicationCommandOptionSubCommand, Name: c.name, Description: c.description,
		}
		for _, o := range c.options {
			one := &discordgo.ApplicationCommandOption{
				Type: discordgo.ApplicationCommandOptionString, Name: o.name, Description: o.hint,
				Required: o.required, Autocomplete: o.completed != "",
			}
			if o.number {
				one.Type, one.MinValue = discordgo.ApplicationCommandOptionInteger, new(1.0)
			}
			sub.Options = append(sub.Options, one)
		}
		all = append(all, sub)
	}
	return all
}

// said returns what somebody wrote with a command; ok is false for one that is
// not registered.
func said(data discordgo.ApplicationCommandInteractionData) (text string, ok bool) {
	c, given, ok := used(data)
	if !ok {
		return "", false
	}
	values := args{}
	for _, o := range given {
		switch value := o.Value.(type) {
		case string:
			values[o.Name] = strings.TrimSpace(value)
		case float64:
			values[o.Name] = fmt.Sprintf("%.0f", value)
		}
	}
	return strings.TrimSpace(c.says(values)), true
}

// typing returns the option somebody is typing and what they typed so far.
func typing(data discordgo.ApplicationCommandInteractionData) (what chat.Completion, text string) {
	c, given, ok := used(data)
	if !ok {
		return "", ""
	}
	for _, o := range given {
		for _, known := range c.options {
			if o.Focused && o.Name == known.name {
				text, _ = o.Value.(string)
				return known.completed, strings.TrimSpace(text)
			}
		}
	}
	return "", ""
}

func used(data discordgo.ApplicationCommandInteractionData) (command, []*discordgo.ApplicationCommandInteractionDataOption, bool) {
	if len(data.Options) == 0 {
		return command{}, nil, false
	}
	for _, c := range subcommands {
		if c.name == data.Options[0].Name {
			return c, data.Options[0].Options, true
		}
	}
	return command{}, nil, false
}
