package discord

import (
	"strconv"

	"github.com/bwmarrin/discordgo"

	"github.com/trex-ml/trex/bot/chat"
)

// components returns a message's menus, buttons and the menu ⋯, in at most five
// rows. Discord has no confirmation of clicks, so a button that needs one has a
// marked id, and Trex answers the click with the question.
func components(m chat.Message) []discordgo.MessageComponent {
	buttons := buttonRow(m)
	more := moreMenu(m.More)
	left := maxRows
	if len(buttons) > 0 {
		left--
	}
	if len(more.Options) > 0 {
		left--
	}
	rows := []discordgo.MessageComponent{}
	for _, block := range m.Blocks {
		if block.Select != nil && len(block.Select.Options) > 0 && len(rows) < left && carries(block.Select.Action) {
			rows = append(rows, row(selectMenu(block.Select)))
		}
	}
	if len(buttons) > 0 {
		rows = append(rows, discordgo.ActionsRow{Components: buttons})
	}
	if len(more.Options) > 0 {
		rows = append(rows, row(more))
	}
	return rows
}

// buttonRow returns the visible buttons, and the links of the menu ⋯, because a
// menu cannot open a link.
func buttonRow(m chat.Message) []discordgo.MessageComponent {
	var buttons []discordgo.MessageComponent
	seen := map[string]bool{}
	add := func(b chat.Button) {
		shown := button(b)
		good := b.URL == "" && carries(b.Action) && !seen[shown.CustomID] || b.URL != "" && acceptable(b.URL)
		if good && len(buttons) < maxButtons {
			buttons = append(buttons, shown)
			seen[shown.CustomID] = true
		}
	}
	for _, b := range m.Buttons {
		add(b)
	}
	for _, b := range m.More {
		if b.URL != "" {
			add(b)
		}
	}
	return buttons
}

func row(component discordgo.MessageComponent) discordgo.MessageComponent {
	return discordgo.ActionsRow{Components: []discordgo.MessageComponent{component}}
}

// withoutLinks drops the buttons that open an address.
func withoutLinks(rows []discordgo.MessageComponent) []discordgo.MessageComponent {
	kept := []discordgo.MessageComponent{}
	for _, component := range rows {
		actions, ok := component.(discordgo.ActionsRow)
		if !ok {
			continue
		}
		var inner []discordgo.MessageComponent
		for _, one := range actions.Components {
			if b, isButton := one.(discordgo.Button); !isButton || b.URL == "" {
				inner = append(inner, one)
			}
		}
		if len(inner) > 0 {
			kept = append(kept, discordgo.ActionsRow{Components: inner})
		}
	}
	return kept
}

// asking is the prefix of a button's custom id when Trex must ask for
// confirmation first.
const asking = "?"

func button(b chat.Button) discordgo.Button {
	label := clip(oneLine(b.Label), maxButtonLabel)
	if label == "" {
		label = "…" // Discord refuses a button without a label
	}
	shown := discordgo.Button{Label: label, Style: discordgo.SecondaryButton}
	switch {
	case b.URL != "":
		shown.Style, shown.URL = discordgo.LinkButton, b.URL
		return shown
	case b.Style == chat.Primary:
		shown.Style = discordgo.PrimaryButton
	case b.Style == chat.Danger:
		shown.Style = discordgo.DangerButton
	}
	shown.CustomID = b.Action.Encode()
	if b.Confirm != "" {
		shown.CustomID = asking + shown.CustomID
	}
	return shown
}

// carries reports whether a custom id can hold an action. A shortened action
// would be a different one.
func carries(action chat.Action) bool { return length(action.Encode()) <= maxCustomID-len(asking) }

func selectMenu(s *chat.Select) discordgo.SelectMenu {
	menu := discordgo.SelectMenu{
		CustomID:    s.Action.Encode(),
		Placeholder: clip(oneLine(s.Label), maxOptionLabel),
		MinValues:   new(0),
	}
	for i, option := range s.Options[:min(len(s.Options), maxOptions)] {
		menu.Options = append(menu.Options, discordgo.SelectMenuOption{
			Label: optionLabel(option.Label, i), Value: option.Value, Default: option.Selected,
		})
	}
	menu.MaxValues = len(menu.Options)
	return menu
}

func optionLabel(label string, i int) string {
	if label = clip(oneLine(label), maxOptionLabel); label == "" {
		return strconv.Itoa(i + 1)
	}
	return label
}

// moreMenu returns the menu of items without a button. Its values are actions.
func moreMenu(more []chat.Button) discordgo.SelectMenu {
	menu := discordgo.SelectMenu{
		CustomID:    chat.Action{Name: chat.ActMore}.Encode(),
		Placeholder: "⋯",
	}
	seen := map[string]bool{}
	for i, b := range more {
		value := b.Action.Encode()
		if b.URL != "" || seen[value] || !carries(b.Action) || len(menu.Options) == maxOptions {
			continue
		}
		seen[value] = true
		menu.Options = append(menu.Options, discordgo.SelectMenuOption{Label: optionLabel(b.Label, i), Value: value})
	}
	return menu
}
