package discord

import (
	"strings"

	"github.com/bwmarrin/discordgo"

	"github.com/trex-ml/trex/bot/chat"
)

// modal renders a form. Discord's forms have only text inputs: the hint names
// the choices, and the bot checks the input.
func modal(form chat.Form) *discordgo.InteractionResponse {
	data := &discordgo.InteractionResponseData{
		CustomID: form.Action.Encode(),
		Title:    clip(form.Title, maxTitle),
	}
	for _, field := range form.Fields[:min(len(form.Fields), maxFields)] {
		input := discordgo.TextInput{
			CustomID:    field.Name,
			Label:       clip(field.Label, maxFieldLabel),
			Style:       discordgo.TextInputShort,
			Placeholder: clip(oneLine(hint(field)), maxFieldHint),
			Value:       clip(field.Value, maxFieldText),
			MaxLength:   maxFieldText,
		}
		if field.Long || strings.Contains(field.Value, "\n") {
			input.Style = discordgo.TextInputParagraph
		}
		data.Components = append(data.Components, row(input))
	}
	return &discordgo.InteractionResponse{Type: discordgo.InteractionResponseModal, Data: data}
}

func hint(field chat.Field) string {
	if len(field.Choices) > 0 {
		return strings.Join(field.Choices, ", ")
	}
	return field.Hint
}

// formFields returns the values of a submitted form.
func formFields(data discordgo.ModalSubmitInteractionData) map[string]string {
	fields := map[string]string{}
	for _, component := range data.Components {
		actionsRow, ok := component.(*discordgo.ActionsRow)
		if !ok {
			continue
		}
		for _, inner := range actionsRow.Components {
			if input, ok := inner.(*discordgo.TextInput); ok {
				fields[input.CustomID] = input.Value
			}
		}
	}
	return fields
}
