package discord

import (
	"context"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot"
)

// interaction answers a click, a command, a form or an autocompletion at once,
// and then works on it.
func (p *Platform) interaction(ctx context.Context, handler bot.Handler, i *discordgo.Interaction) {
	if i.Type == discordgo.InteractionApplicationCommandAutocomplete {
		p.complete(ctx, handler, i)
		return
	}
	event, ok := p.interactionEvent(i)
	if !ok {
		return
	}
	k := p.clicks.add(i)
	switch i.Type {
	case discordgo.InteractionApplicationCommand:
		p.command(ctx, handler, k, event)
	case discordgo.InteractionMessageComponent:
		p.component(ctx, handler, k, event)
	case discordgo.InteractionModalSubmit:
		p.form(ctx, handler, k, event)
	}
}

func (p *Platform) interactionEvent(i *discordgo.Interaction) (bot.Event, bool) {
	event := bot.Event{
		ID: "interaction " + i.ID, At: time.Now(), Thread: p.thread(i.ChannelID),
		Trigger: i.ID, Direct: true, Private: i.GuildID == "",
	}
	switch {
	case i.Member != nil && i.Member.User != nil:
		event.Person, event.Roles = person(i.Member.User, i.Member), i.Member.Roles
	case i.User != nil:
		event.Person = person(i.User, nil)
	default:
		return bot.Event{}, false
	}
	if i.Message != nil {
		event.Ref = ref(i.ChannelID, i.Message.ID)
	}
	return event, true
}

// command shows what was asked, as a message would have, and hands it on.
func (p *Platform) command(ctx context.Context, handler bot.Handler, k *click, event bot.Event) {
	c, argument, ok := said(k.interaction.ApplicationCommandData())
	if !ok {
		return
	}
	event.Kind, event.Text = bot.MessageEvent, c.text(argument)
	p.respond(ctx, k, &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseChannelMessageWithSource,
		Data: &discordgo.InteractionResponseData{
			Content:         clip("› "+escape(event.Text), maxContent),
			AllowedMentions: &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}},
		},
	})
	handler.Handle(ctx, event)
}

// formWait is how long a click that may open a form is left unanswered; after
// three seconds Discord tells the person that it failed.
const formWait = 2 * time.Second

func (p *Platform) component(ctx context.Context, handler bot.Handler, k *click, event bot.Event) {
	data := k.interaction.MessageComponentData()
	if data.CustomID == cancelID {
		p.respond(ctx, k, &discordgo.InteractionResponse{
			Type: discordgo.InteractionResponseUpdateMessage,
			Data: &discordgo.InteractionResponseData{Content: "Nothing was done.", Components: []discordgo.MessageComponent{}},
		})
		return
	}
	if id, asks := strings.CutPrefix(data.CustomID, asking); asks {
		p.respond(ctx, k, question(k.interaction.Message, data.CustomID, id))
		return
	}
	action, err := bot.ParseAction(data.CustomID)
	if err != nil {
		p.respond(ctx, k, onlyYou("That button is not one of mine."))
		return
	}
	event.Kind, event.Action, event.Values = bot.ActionEvent, action, data.Values
	if !action.OpensForm() {
		p.respond(ctx, k, &discordgo.InteractionResponse{Type: discordgo.InteractionResponseDeferredMessageUpdate})
		handler.Handle(ctx, event)
		return
	}
	settle := time.AfterFunc(formWait, func() { p.settle(ctx, k) })
	handler.Handle(ctx, event)
	settle.Stop()
	p.settle(ctx, k)
}

// settle answers a click that opened no form, so that Discord does not call it
// failed.
func (p *Platform) settle(ctx context.Context, k *click) {
	p.respond(ctx, k, &discordgo.InteractionResponse{Type: discordgo.InteractionResponseDeferredMessageUpdate})
}

func (p *Platform) form(ctx context.Context, handler bot.Handler, k *click, event bot.Event) {
	data := k.interaction.ModalSubmitData()
	p.settle(ctx, k)
	action, err := bot.ParseAction(data.CustomID)
	if err != nil {
		return
	}
	event.Kind, event.Action, event.Fields = bot.FormEvent, action, formFields(data)
	handler.Handle(ctx, event)
}

func (p *Platform) respond(ctx context.Context, k *click, response *discordgo.InteractionResponse) {
	if _, err := p.clicks.answer(ctx, k, response); err != nil {
		p.log.WarnContext(ctx, "answer an interaction", "error", err)
	}
}

const cancelID = "cancel"

// question asks before a click counts, with the words of the button.
func question(message *discordgo.Message, clicked, id string) *discordgo.InteractionResponse {
	label := labelOf(message, clicked)
	response := onlyYou(escape(label) + ": are you sure?")
	response.Data.Components = []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
		discordgo.Button{Label: clip("Yes: "+label, maxButtonLabel), Style: discordgo.DangerButton, CustomID: id},
		discordgo.Button{Label: "No", Style: discordgo.SecondaryButton, CustomID: cancelID},
	}}}
	return response
}

func onlyYou(text string) *discordgo.InteractionResponse {
	return &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseChannelMessageWithSource,
		Data: &discordgo.InteractionResponseData{
			Content: text, Flags: discordgo.MessageFlagsEphemeral,
			AllowedMentions: &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}},
		},
	}
}

func labelOf(message *discordgo.Message, customID string) string {
	if message == nil {
		return "This"
	}
	for _, component := range message.Components {
		actionsRow, ok := component.(*discordgo.ActionsRow)
		if !ok {
			continue
		}
		for _, inner := range actionsRow.Components {
			if b, ok := inner.(*discordgo.Button); ok && b.CustomID == customID {
				return b.Label
			}
		}
	}
	return "This"
}

// complete offers what an option can be.
func (p *Platform) complete(ctx context.Context, handler bot.Handler, i *discordgo.Interaction) {
	choices := []*discordgo.ApplicationCommandOptionChoice{}
	c, typed, ok := said(i.ApplicationCommandData())
	if completer, can := handler.(bot.Completer); ok && can && c.completed != "" {
		options, err := completer.Complete(ctx, c.completed, typed, maxChoices)
		if err != nil {
			p.log.WarnContext(ctx, "complete an option", "error", err)
		}
		for _, option := range options {
			choices = append(choices, &discordgo.ApplicationCommandOptionChoice{
				Name: clip(option.Label, maxOptionLabel), Value: option.Value,
			})
		}
	}
	err := p.rest.InteractionRespond(i, &discordgo.InteractionResponse{
		Type: discordgo.InteractionApplicationCommandAutocompleteResult,
		Data: &discordgo.InteractionResponseData{Choices: choices},
	}, discordgo.WithContext(ctx))
	if err != nil {
		p.log.WarnContext(ctx, "offer completions", "error", err)
	}
}

// OpenForm implements bot.FormOpener.
func (p *Platform) OpenForm(ctx context.Context, trigger string, form bot.Form) error {
	k, ok := p.clicks.find(trigger)
	if !ok {
		return trex.NotFound("that click is too old to open a form; click again")
	}
	first, err := p.clicks.answer(ctx, k, modal(form))
	if !first {
		return trex.Conflict("the form took too long to open; click again")
	}
	return err
}

// Whisper implements bot.Whisperer. What was said in a message cannot be
// answered so that only one person sees it; the answer goes to the thread.
func (p *Platform) Whisper(ctx context.Context, event bot.Event, message bot.Message) error {
	if event.Trigger == "" {
		_, err := p.Post(ctx, event.Thread, message)
		return err
	}
	return p.clicks.whisper(ctx, event.Trigger, render(message))
}
