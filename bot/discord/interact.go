package discord

import (
	"context"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
)

// acceptInteraction accepts a click, a command, a form or an autocompletion.
// Each is answered at once in its own goroutine, and then processed in the
// order of arrival.
func (s *session) acceptInteraction(i *discordgo.Interaction) {
	event, ok := interactionEvent(i)
	if !ok {
		return
	}
	if i.Type == discordgo.InteractionApplicationCommandAutocomplete {
		s.take(func() { s.complete(newClick(i), event) })
		return
	}
	k := s.platform.clicks.add(i)
	switch i.Type {
	case discordgo.InteractionApplicationCommand:
		s.command(k, event)
	case discordgo.InteractionMessageComponent:
		s.component(k, event)
	case discordgo.InteractionModalSubmit:
		s.form(k, event)
	case discordgo.InteractionPing, discordgo.InteractionApplicationCommandAutocomplete:
	}
}

// interactionEvent returns an event with the fields that all interactions
// share.
func interactionEvent(i *discordgo.Interaction) (chat.Event, bool) {
	event := chat.Event{ID: "interaction " + i.ID, At: time.Now(), Trigger: i.ID, Server: i.GuildID, Private: i.GuildID == ""}
	switch {
	case i.Member != nil && i.Member.User != nil:
		event.Person, event.Roles = person(i.Member.User, i.Member), i.Member.Roles
	case i.User != nil:
		event.Person = person(i.User, nil)
	default:
		return chat.Event{}, false
	}
	if i.Message != nil {
		event.Ref = ref(i.ChannelID, i.Message.ID)
	}
	return event, true
}

// answer sends the first response at once, without waiting in a lane. The
// channel is closed when it is sent.
func (s *session) answer(k *click, response *discordgo.InteractionResponse) <-chan struct{} {
	sent := make(chan struct{})
	s.take(func() {
		defer close(sent)
		s.respond(k, response)
	})
	return sent
}

func (s *session) respond(k *click, response *discordgo.InteractionResponse) {
	if _, err := s.platform.clicks.answer(s.ctx, k, response); err != nil && s.ctx.Err() == nil {
		s.platform.log.WarnContext(s.ctx, "answer an interaction", "error", err)
	}
}

// deliver finds an interaction's channel and gives the interaction to the bot.
func (s *session) deliver(k *click, event chat.Event) {
	thread, err := s.platform.thread(s.ctx, k.interaction.ChannelID)
	if err != nil {
		s.platform.log.WarnContext(s.ctx, "look up the channel of an interaction", "error", err)
		s.tell(k, "Discord did not tell me which channel this is; nothing was done. Please try again.")
		return
	}
	event.Thread = thread
	s.handle(event)
}

func (s *session) tell(k *click, text string) {
	r := rendered{content: text, mentions: nobody(), components: []discordgo.MessageComponent{}}
	if err := s.platform.clicks.whisper(s.ctx, k.interaction.ID, r); err != nil {
		s.platform.log.WarnContext(s.ctx, "answer an interaction", "error", err)
	}
}

// command shows the command as if it were a message, and hands it on.
func (s *session) command(k *click, event chat.Event) {
	text, ok := s.platform.commands.said(k.interaction.ApplicationCommandData())
	if !ok {
		s.answer(k, onlyYou("I do not know that command; /trex help lists what I can do."))
		return
	}
	event.Did = chat.Said{Text: text, Direct: true}
	k.echo = clip("› "+escape(text), maxContent)
	sent := s.answer(k, &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseChannelMessageWithSource,
		Data: &discordgo.InteractionResponseData{Content: k.echo, AllowedMentions: nobody()},
	})
	s.queue(s.work.Messages, k.interaction.ChannelID, func() {
		s.await(sent)
		s.deliver(k, event)
	})
}

// await waits for the first response, so that no later message comes before it.
func (s *session) await(sent <-chan struct{}) {
	select {
	case <-sent:
	case <-s.ctx.Done():
	}
}

// formWait is how long a click that may open a form stays unanswered. After
// three seconds Discord tells the person that it failed.
const formWait = 2 * time.Second

func (s *session) component(k *click, event chat.Event) {
	data := k.interaction.MessageComponentData()
	if data.CustomID == cancelID {
		s.answer(k, &discordgo.InteractionResponse{
			Type: discordgo.InteractionResponseUpdateMessage,
			Data: &discordgo.InteractionResponseData{Content: "Nothing was done.", Components: []discordgo.MessageComponent{}, AllowedMentions: nobody()},
		})
		return
	}
	if id, asks := strings.CutPrefix(data.CustomID, asking); asks {
		s.answer(k, question(k.interaction.Message, data.CustomID, id))
		return
	}
	id, draft := s.platform.drafts.find(data.CustomID, event.Person.ID)
	action, err := chat.ParseAction(id)
	if err != nil {
		s.answer(k, onlyYou("That button is not one of mine."))
		return
	}
	event.Did = chat.Clicked{Action: action, Values: data.Values}
	if action.OpensForm() {
		k.draft = draft
		s.opener(k, event)
		return
	}
	sent := s.answer(k, settled)
	// A menu's event carries all that is ticked, so the last event of a
	// message counts and order matters.
	s.queue(s.work.Clicks, event.Ref, func() {
		s.await(sent)
		s.deliver(k, event)
	})
}

// opener hands on a click whose first answer may be a form. It does not wait
// for other clicks.
func (s *session) opener(k *click, event chat.Event) {
	settle := time.AfterFunc(s.platform.settle, func() { s.take(func() { s.respond(k, settled) }) })
	s.queue(s.work.Clicks, event.ID, func() {
		s.deliver(k, event)
		settle.Stop()
		s.respond(k, settled)
	})
}

// settled answers a click without showing anything, so that Discord does not
// report that it failed.
var settled = &discordgo.InteractionResponse{Type: discordgo.InteractionResponseDeferredMessageUpdate}

func (s *session) form(k *click, event chat.Event) {
	data := k.interaction.ModalSubmitData()
	sent := s.answer(k, settled)
	action, err := chat.ParseAction(data.CustomID)
	if err != nil {
		return
	}
	fields := formFields(data)
	event.Did = chat.Submitted{Action: action, Fields: fields}
	s.platform.drafts.note(k.interaction.ID, event.Person.ID, fields)
	s.queue(s.work.Clicks, event.ID, func() {
		s.await(sent)
		s.deliver(k, event)
	})
}

const cancelID = "cancel"

// question asks for confirmation of a click, with the button's label.
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
			Content: text, Flags: discordgo.MessageFlagsEphemeral, AllowedMentions: nobody(),
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

// complete sends the choices of an option.
func (s *session) complete(k *click, event chat.Event) {
	choices := []*discordgo.ApplicationCommandOptionChoice{}
	for _, option := range s.options(k, event) {
		choices = append(choices, &discordgo.ApplicationCommandOptionChoice{
			Name: clip(option.Label, maxOptionLabel), Value: option.Value,
		})
	}
	s.respond(k, &discordgo.InteractionResponse{
		Type: discordgo.InteractionApplicationCommandAutocompleteResult,
		Data: &discordgo.InteractionResponseData{Choices: choices},
	})
}

func (s *session) options(k *click, event chat.Event) []chat.Option {
	completer, can := s.handler.(chat.Completer)
	what, typed := s.platform.commands.typing(k.interaction.ApplicationCommandData())
	if !can || what == "" {
		return nil
	}
	var err error
	if event.Thread, err = s.platform.thread(s.ctx, k.interaction.ChannelID); err == nil {
		var options []chat.Option
		if options, err = completer.Complete(s.ctx, chat.Typing{Event: event, From: what, Typed: typed, Most: maxChoices}); err == nil {
			return options
		}
	}
	if trex.KindOf(err) != trex.KindForbidden { // people who may not use Trex get no choices
		s.platform.log.WarnContext(s.ctx, "complete an option", "error", err)
	}
	return nil
}

// OpenForm implements chat.FormOpener.
func (p *Platform) OpenForm(ctx context.Context, trigger string, form chat.Form) error {
	k, ok := p.clicks.find(trigger)
	if !ok {
		return trex.NotFound("that click is too old to open a form; click again")
	}
	for i, field := range form.Fields {
		if text, ok := k.draft[field.Name]; ok {
			form.Fields[i].Value = text
		}
	}
	first, err := p.clicks.answer(ctx, k, modal(form))
	if !first {
		return trex.Conflict("the form took too long to open; click again")
	}
	return err
}

// Whisper implements chat.Whisperer. A message, unlike an interaction, has no
// answer that only one person sees; the answer goes to its thread.
func (p *Platform) Whisper(ctx context.Context, event chat.Event, message chat.Message) error {
	if event.Trigger == "" {
		_, err := p.Post(ctx, event.Thread, message)
		return err
	}
	r := render(message)
	if form, ok := event.Did.(chat.Submitted); ok {
		r.components = append(r.components, row(again(event.Trigger, form.Action)))
	}
	return p.clicks.whisper(ctx, event.Trigger, r)
}
