package discord

import (
	"fmt"

	"github.com/bwmarrin/discordgo"

	"github.com/trex-ml/trex/bot/chat"
)

// subcommands are the sub-commands of /trex.
type subcommands []chat.Command

// registered returns the commands in Discord's form.
func (s subcommands) registered() []*discordgo.ApplicationCommand {
	trex := &discordgo.ApplicationCommand{Name: "trex", Description: "Run machine-learning experiments"}
	for _, c := range s {
		sub := &discordgo.ApplicationCommandOption{
			Type: discordgo.ApplicationCommandOptionSubCommand, Name: c.Name, Description: c.Does,
		}
		for _, argument := range c.Arguments {
			sub.Options = append(sub.Options, option(argument))
		}
		trex.Options = append(trex.Options, sub)
	}
	return []*discordgo.ApplicationCommand{trex}
}

func option(a chat.Argument) *discordgo.ApplicationCommandOption {
	o := &discordgo.ApplicationCommandOption{
		Type: discordgo.ApplicationCommandOptionString, Name: a.Name, Description: a.Hint,
		Required: a.Required, Autocomplete: a.From != "",
	}
	if a.Number {
		o.Type, o.MinValue = discordgo.ApplicationCommandOptionInteger, new(1.0)
	}
	return o
}

// said returns a command as text, as a person would write it; ok is false for a
// command that is not registered.
func (s subcommands) said(data discordgo.ApplicationCommandInteractionData) (text string, ok bool) {
	c, options, ok := s.used(data)
	if !ok {
		return "", false
	}
	given := make(map[string]string)
	for _, o := range options {
		switch value := o.Value.(type) {
		case string:
			given[o.Name] = value
		case float64:
			given[o.Name] = fmt.Sprintf("%.0f", value)
		}
	}
	return c.Message(given), true
}

// typing returns what completes the option that a person is typing, and the
// text so far.
func (s subcommands) typing(data discordgo.ApplicationCommandInteractionData) (from chat.Completion, text string) {
	c, options, _ := s.used(data)
	for _, o := range options {
		for _, argument := range c.Arguments {
			if o.Focused && o.Name == argument.Name {
				text, _ = o.Value.(string)
				return argument.From, text
			}
		}
	}
	return "", ""
}

func (s subcommands) used(data discordgo.ApplicationCommandInteractionData) (chat.Command, []*discordgo.ApplicationCommandInteractionDataOption, bool) {
	if len(data.Options) == 0 {
		return chat.Command{}, nil, false
	}
	for _, c := range s {
		if c.Name == data.Options[0].Name {
			return c, data.Options[0].Options, true
		}
	}
	return chat.Command{}, nil, false
}
