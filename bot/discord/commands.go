package discord

import (
	"strings"

	"github.com/bwmarrin/discordgo"
	"github.com/trex-ml/trex/bot"
)

// command is one subcommand of /trex. Each is another way of writing a
// message: what it says goes where a message's text goes.
type command struct {
	name, description string
	option            string // "": it takes none
	hint              string
	required          bool
	completed         bot.Completion // what its option is completed from; "": nothing
	says              string         // the text it stands for, %s being the option
}

var subcommands = []command{
	{"run", "Propose runs", "request", "such as: lr 0.1, 0.03 and 0.01 for 20 epochs", true, "", "%s"},
	{"status", "What runs, or how one is doing", "of", "a run or an experiment", false, bot.CompleteJobs, "status %s"},
	{"best", "The best run so far", "of", "a project or an experiment", false, bot.CompleteProjects, "best run of %s"},
	{"compare", "Compare runs", "what", "an experiment, or runs such as r1 r2", false, bot.CompleteJobs, "compare %s"},
	{"logs", "The end of a log", "of", "a run", true, bot.CompleteJobs, "show the log of %s"},
	{"stop", "Stop a run or an experiment", "what", "a run or an experiment", true, bot.CompleteJobs, "stop %s"},
	{"retry", "Propose a run or an experiment again", "what", "a run or an experiment", true, bot.CompleteJobs, "retry %s"},
	{"projects", "What can be trained", "", "", false, "", "projects"},
	{"help", "What Trex can do", "", "", false, "", "help"},
}

// commands is what is registered with Discord.
var commands = []*discordgo.ApplicationCommand{{
	Name: "trex", Description: "Run machine-learning experiments", Options: commandOptions(),
}}

func commandOptions() []*discordgo.ApplicationCommandOption {
	var options []*discordgo.ApplicationCommandOption
	for _, c := range subcommands {
		sub := &discordgo.ApplicationCommandOption{
			Type: discordgo.ApplicationCommandOptionSubCommand, Name: c.name, Description: c.description,
		}
		if c.option != "" {
			sub.Options = []*discordgo.ApplicationCommandOption{{
				Type: discordgo.ApplicationCommandOptionString, Name: c.option, Description: c.hint,
				Required: c.required, Autocomplete: c.completed != "",
			}}
		}
		options = append(options, sub)
	}
	return options
}

// said returns the subcommand somebody used and its option's text; ok is false
// for one that is not registered.
func said(data discordgo.ApplicationCommandInteractionData) (c command, argument string, ok bool) {
	if len(data.Options) == 0 {
		return command{}, "", false
	}
	used := data.Options[0]
	for _, c := range subcommands {
		if c.name != used.Name {
			continue
		}
		if len(used.Options) > 0 {
			argument, _ = used.Options[0].Value.(string)
		}
		return c, strings.TrimSpace(argument), true
	}
	return command{}, "", false
}

// text is what a person would have written instead of the command.
func (c command) text(argument string) string {
	if argument == "" {
		words, _, _ := strings.Cut(c.says, " of %s")
		return strings.TrimSpace(strings.ReplaceAll(words, "%s", ""))
	}
	return strings.ReplaceAll(c.says, "%s", argument)
}
