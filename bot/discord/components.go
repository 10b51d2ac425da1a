package discord

import (
	"strconv"

	"github.com/bwmarrin/discordgo"
	"github.com/trex-ml/trex/bot"
)

// components gives a message its menus, its buttons and the menu ⋯, in at most
// five rows. Discord asks nothing before a click counts; a button with a
// question is marked, and the click is answered with the question.
func components(m bot.Message) []discordgo.MessageComponent {
	rows := []discordgo.MessageComponent{}
	for _, block := range m.Blocks {
		if block.Select != nil && len(block.Select.Options) > 0 && len(rows) < maxRows-2 {
			rows = append(rows, row(selectMenu(block.Select)))
		}
	}
	var buttons []discordgo.MessageComponent
	for _, b := range m.Buttons {
		if len(buttons) < maxButtons {
			buttons = append(buttons, button(b))
		}
	}
	for _, b := range m.More { // a menu cannot open a link
		if b.URL != "" && len(buttons) < maxButtons {
			buttons = append(buttons, button(b))
		}
	}
	if len(buttons) > 0 {
		rows = append(rows, discordgo.ActionsRow{Components: buttons})
	}
	if menu := moreMenu(m.More); len(menu.Options) > 0 && len(rows) < maxRows {
		rows = append(rows, row(menu))
	}
	return rows
}

func row(component discordgo.MessageComponent) discordgo.MessageComponent {
	return discordgo.ActionsRow{Components: []discordgo.MessageComponent{component}}
}

// asking begins the custom id of a button whose click is answered with a
// question first.
const asking = "?"

func button(b bot.Button) discordgo.Button {
	shown := discordgo.Button{Label: clip(b.Label, maxButtonLabel), Style: discordgo.SecondaryButton}
	switch {
	case b.URL != "":
		shown.Style, shown.URL = discordgo.LinkButton, b.URL
		return shown
	case b.Style == bot.Primary:
		shown.Style = discordgo.PrimaryButton
	case b.Style == bot.Danger:
		shown.Style = discordgo.DangerButton
	}
	shown.CustomID = customID(b.Action)
	if b.Confirm != "" {
		shown.CustomID = asking + shown.CustomID
	}
	return shown
}

func customID(action bot.Action) string { return clip(action.Encode(), maxCustomID-len(asking)) }

func selectMenu(s *bot.Select) discordgo.SelectMenu {
	menu := discordgo.SelectMenu{
		CustomID:    customID(s.Action),
		Placeholder: clip(s.Label, maxOptionLabel),
		MinValues:   new(0),
	}
	for _, option := range s.Options[:min(len(s.Options), maxOptions)] {
		menu.Options = append(menu.Options, discordgo.SelectMenuOption{
			Label: clip(option.Label, maxOptionLabel), Value: option.Value, Default: option.Selected,
		})
	}
	menu.MaxValues = len(menu.Options)
	return menu
}

// moreMenu holds what does not have a button. Its values are actions.
func moreMenu(more []bot.Button) discordgo.SelectMenu {
	menu := discordgo.SelectMenu{
		CustomID:    customID(bot.Action{Name: bot.ActMore}),
		Placeholder: "⋯",
	}
	seen := map[string]bool{}
	for i, b := range more {
		value := customID(b.Action)
		if b.URL != "" || seen[value] || len(menu.Options) == maxOptions {
			continue
		}
		seen[value] = true
		label := clip(b.Label, maxOptionLabel)
		if label == "" {
			label = strconv.Itoa(i + 1)
		}
		menu.Options = append(menu.Options, discordgo.SelectMenuOption{Label: label, Value: value})
	}
	return menu
}
