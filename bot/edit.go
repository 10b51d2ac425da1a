package bot

import (
	"context"
	"fmt"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
)

// editOpen makes what was said the next version of the thread's open proposal.
// Its cards follow, and the answer is one more card, so that nobody has to
// scroll up to launch it.
func (b *Bot) editOpen(ctx context.Context, event chat.Event, intent agent.Intent) (reply, error) {
	open, err := b.openProposal(ctx, event.Thread)
	if err != nil {
		return reply{}, err
	}
	if open == nil || intent.Project != "" && intent.Project != open.Project {
		return b.propose(ctx, event, intent) // decided meanwhile: what was said is a new request
	}
	b.readings.note(open.ID, open.Version+1, intent.Reading)
	p, err := b.Edit(ctx, open.ID, open.Version, intent.Configs, event.Person)
	return reply{proposal: &p}, err
}

// clickEdit opens the form; where there are no forms it says how else.
func (b *Bot) clickEdit(ctx context.Context, o *outbox, event chat.Event) error {
	p, _, err := b.proposalOf(ctx, event)
	if err != nil {
		return err
	}
	if err := p.CheckDecision(trex.Decision{Version: event.Action.Version, At: b.now()}); err != nil {
		return err
	}
	project, err := b.project(p.Project)
	if err != nil {
		return err
	}
	opener, ok := o.Platform.(chat.FormOpener)
	if !ok || o.limits.FormFields < 2 {
		return b.respond(ctx, o, event, chat.Message{Headline: fmt.Sprintf(
			"Say what to change of %s, like “%s 2 and 3” or “without the last”: the card shows the next version.", p.ID, project.Params[0].Name)})
	}
	return opener.OpenForm(ctx, event.Trigger, card.EditForm(project, p, o.limits.FormFields))
}

// submit reads a form that was filled in.
func (b *Bot) submit(ctx context.Context, o *outbox, event chat.Event) error {
	if event.Action.Name != chat.ActEdit {
		return b.refuseForm(event, trex.Invalid("that form is not one of mine"))
	}
	p, _, err := b.proposalOf(ctx, event)
	if err != nil {
		return b.refuseForm(event, err)
	}
	project, err := b.project(p.Project)
	if err != nil {
		return b.refuseForm(event, err)
	}
	if err := p.CheckDecision(trex.Decision{Version: event.Action.Version, At: b.now()}); err != nil {
		return b.refuseForm(event, err)
	}
	configs, problems := card.ReadForm(project, p, event.Fields, b.MaxRuns)
	if len(problems) > 0 {
		return refuseFields(event, problems)
	}
	_, err = b.Edit(ctx, p.ID, event.Action.Version, configs, event.Person)
	if err != nil {
		return b.refuseForm(event, err)
	}
	if event.FormErrors != nil {
		event.FormErrors(map[string]string{})
	}
	return nil
}

// refuseForm tells an error that is no single field's.
func (b *Bot) refuseForm(event chat.Event, err error) error {
	if event.FormErrors == nil {
		return err
	}
	if _, ok := trex.Sentence(err); !ok {
		event.FormErrors(map[string]string{})
		return err
	}
	return refuseFields(event, map[string]string{"": card.SentenceOf(err)})
}

// refuseFields shows what is wrong under the fields, or says it where the
// platform has no such place.
func refuseFields(event chat.Event, problems map[string]string) error {
	if event.FormErrors == nil {
		text := ""
		for _, name := range card.SortedNames(problems) {
			text += problems[name] + ". "
		}
		return trex.Invalid("Nothing was changed: %s", text)
	}
	shown := make(map[string]string, len(problems))
	for name, text := range problems {
		if _, ok := event.Fields[name]; !ok {
			name = anyField(event.Fields)
		}
		card.AddProblem(shown, name, text)
	}
	event.FormErrors(shown)
	return nil
}

// anyField is where an error goes that is no shown field's: the first by name,
// so that it is the same one each time.
func anyField(fields map[string]string) string {
	names := card.SortedNames(fields)
	if len(names) == 0 {
		return ""
	}
	return names[0]
}
