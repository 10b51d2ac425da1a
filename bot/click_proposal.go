package bot

import (
	"context"
	"fmt"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/live"
)

// proposalOf finds the proposal of a button or a form. It returns an error when
// the click came from another channel than the proposal's, or when the proposal
// cannot be decided any more.
func (c *clicks) proposalOf(ctx context.Context, event chat.Event, action chat.Action) (trex.Proposal, card.Pick, error) {
	picked, err := card.ParsePick(action.Subject)
	if err != nil {
		return trex.Proposal{}, picked, err
	}
	p, err := c.store.FindProposal(ctx, picked.Proposal)
	if err != nil {
		return trex.Proposal{}, picked, err
	}
	if err := ofThisChannel(p, event); err != nil {
		return p, picked, err
	}
	return p, picked, p.CheckDecision(trex.Decision{Version: action.Version, At: c.now()})
}

// ofThisChannel returns a forbidden error for a proposal of another channel.
func ofThisChannel(p trex.Proposal, event chat.Event) error {
	if p.Thread.Platform != event.Person.Platform || event.Thread.Channel != "" && p.Thread.Channel != event.Thread.Channel {
		return trex.Forbidden("%s belongs to another channel; decide it there", p.ID)
	}
	return nil
}

func (c *clicks) launch(ctx context.Context, _ *live.Outbox, event click) (chat.Outcome, error) {
	p, picked, err := c.proposalOf(ctx, event.Event, event.Action)
	if err != nil {
		return chat.Outcome{}, err
	}
	decision := trex.Decision{Proposal: p.ID, Version: event.Action.Version, By: event.Person}
	if decision.Version == 0 {
		return chat.Outcome{}, trex.Invalid("this button of %s is damaged: use the card's newest version", p.ID)
	}
	switch {
	case len(event.Values) > 0:
		if decision.Configs, err = card.PickedValues(event.Values, len(p.Configs)); err != nil {
			return chat.Outcome{}, err
		}
	case !picked.All:
		ticked, err := picked.Ticked(len(p.Configs))
		if err != nil {
			return chat.Outcome{}, err
		}
		decision.Configs = card.Indices(ticked)
	}
	_, _, err = c.lab.Launch(ctx, decision)
	return chat.Outcome{}, err
}

func (c *clicks) dismiss(ctx context.Context, _ *live.Outbox, event click) (chat.Outcome, error) {
	p, _, err := c.proposalOf(ctx, event.Event, event.Action)
	if err != nil {
		return chat.Outcome{}, err
	}
	_, err = c.lab.Dismiss(ctx, trex.Decision{Proposal: p.ID, Version: event.Action.Version, By: event.Person})
	return chat.Outcome{}, err
}

// choose ticks and unticks configurations. It renders the card again, with the
// choice in its buttons; the keeper does so wherever else the card is shown.
func (c *clicks) choose(ctx context.Context, o *live.Outbox, event click) (chat.Outcome, error) {
	p, picked, err := c.proposalOf(ctx, event.Event, event.Action)
	if err != nil {
		return chat.Outcome{}, err
	}
	chosen, err := picked.Ticked(len(p.Configs))
	if err != nil {
		return chat.Outcome{}, err
	}
	values, err := card.PickedValues(event.Values, len(p.Configs))
	if err != nil {
		return chat.Outcome{}, err
	}
	to := min(picked.From+max(o.Limits().Options, 1), len(p.Configs))
	for i := picked.From; i < to; i++ {
		chosen[i] = false
	}
	for _, i := range values {
		chosen[i] = true
	}
	decision := trex.Decision{Proposal: p.ID, Version: event.Action.Version, By: event.Person, At: c.now()}
	if decision.Configs = card.Indices(chosen); len(decision.Configs) == len(chosen) {
		decision.Configs = nil
	}
	if p, err = c.store.TickProposal(ctx, decision); err != nil {
		return chat.Outcome{}, err
	}
	shown, err := c.reader.Card(ctx, p)
	if err != nil {
		return chat.Outcome{}, err
	}
	_, err = o.Update(ctx, event.Thread, event.Ref, card.Render(shown, o.Limits()))
	return chat.Outcome{}, err
}

// edit opens the form. On a platform without forms it says how to edit by words.
func (c *clicks) edit(ctx context.Context, o *live.Outbox, event click) (chat.Outcome, error) {
	p, _, err := c.proposalOf(ctx, event.Event, event.Action)
	if err != nil {
		return chat.Outcome{}, err
	}
	project, err := c.projects.Find(p.Project)
	if err != nil {
		return chat.Outcome{}, err
	}
	opener, ok := o.Platform().(chat.FormOpener)
	if !ok || o.Limits().FormFields < 2 {
		return c.respond(ctx, o, event, chat.Message{Headline: fmt.Sprintf(
			"Say what to change of %s, like “%s 2 and 3” or “without the last”: the card shows the next version.", p.ID, project.Params[0].Name)}, nil)
	}
	return chat.Outcome{}, opener.OpenForm(ctx, event.Trigger, card.EditForm(project, p, o.Limits().FormFields))
}
