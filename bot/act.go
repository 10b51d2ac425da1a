package bot

import (
	"context"
	"fmt"
	"strings"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/say"
)

// act does what a button or a menu says. What it says comes from outside, so
// nothing in it is believed before it is checked against what is stored.
func (b *Bot) act(ctx context.Context, o *outbox, event chat.Event) error {
	if b.doubles.again(event, b.now()) {
		return nil
	}
	switch event.Action.Name {
	case chat.ActLaunch:
		return b.clickLaunch(ctx, event)
	case chat.ActSelect:
		return b.clickSelect(ctx, o, event)
	case chat.ActEdit:
		return b.clickEdit(ctx, o, event)
	case chat.ActDismiss:
		return b.clickDismiss(ctx, event)
	case chat.ActStop, chat.ActStopAsk:
		return b.clickStop(ctx, o, event)
	case chat.ActRetry, chat.ActRetryFix:
		return b.clickRetry(ctx, o, event)
	case chat.ActStopRetry:
		return b.clickStopRetry(ctx, o, event)
	case chat.ActIgnore:
		return b.clickIgnore(ctx, event)
	case chat.ActLog:
		return b.clickLog(ctx, o, event)
	case chat.ActDetails:
		return b.clickDetails(ctx, o, event)
	case chat.ActCompare:
		return b.clickCompare(ctx, o, event)
	case chat.ActAround, chat.ActSeeds:
		return b.clickNext(ctx, o, event)
	case chat.ActMore:
		return b.clickMore(ctx, o, event)
	case chat.ActSuggestion:
		return b.clickSuggestion(ctx, o, event)
	case chat.ActOpen:
		return nil
	}
	return trex.Invalid("I do not know the button %q; the message may be older than I am", say.Clip(string(event.Action.Name), 40))
}

// proposalOf finds the proposal a button was shown for and makes sure that it
// was shown in the proposal's own channel.
func (b *Bot) proposalOf(ctx context.Context, event chat.Event) (trex.Proposal, card.Pick, error) {
	picked, err := card.ParsePick(event.Action.Subject)
	if err != nil {
		return trex.Proposal{}, picked, err
	}
	p, err := b.store.FindProposal(ctx, picked.Proposal)
	if err != nil {
		return trex.Proposal{}, picked, err
	}
	if p.Thread.Platform != event.Person.Platform || event.Thread.Channel != "" && p.Thread.Channel != event.Thread.Channel {
		return p, picked, trex.Forbidden("%s belongs to another channel; decide it there", p.ID)
	}
	return p, picked, nil
}

func (b *Bot) clickLaunch(ctx context.Context, event chat.Event) error {
	p, picked, err := b.proposalOf(ctx, event)
	if err != nil {
		return err
	}
	decision := trex.Decision{Proposal: p.ID, Version: event.Action.Version, By: event.Person, At: b.now()}
	if decision.Version == 0 {
		return trex.Invalid("this button of %s is damaged: use the card's newest version", p.ID)
	}
	if err := p.CheckDecision(decision); err != nil {
		return err
	}
	switch {
	case len(event.Values) > 0:
		if decision.Configs, err = card.PickedValues(event.Values, len(p.Configs)); err != nil {
			return err
		}
	case !picked.All:
		ticked, err := picked.Ticked(len(p.Configs))
		if err != nil {
			return err
		}
		decision.Configs = card.Indices(ticked)
	}
	_, _, err = b.Launch(ctx, decision)
	return err
}

func (b *Bot) clickDismiss(ctx context.Context, event chat.Event) error {
	p, _, err := b.proposalOf(ctx, event)
	if err != nil {
		return err
	}
	_, err = b.Dismiss(ctx, trex.Decision{Proposal: p.ID, Version: event.Action.Version, By: event.Person, At: b.now()})
	return err
}

// clickSelect ticks and unticks configurations: the card's buttons then carry
// the choice.
func (b *Bot) clickSelect(ctx context.Context, o *outbox, event chat.Event) error {
	p, picked, err := b.proposalOf(ctx, event)
	if err != nil {
		return err
	}
	if err := p.CheckDecision(trex.Decision{Version: event.Action.Version, At: b.now()}); err != nil {
		return err
	}
	chosen, err := picked.Ticked(len(p.Configs))
	if err != nil {
		return err
	}
	values, err := card.PickedValues(event.Values, len(p.Configs))
	if err != nil {
		return err
	}
	to := min(picked.From+max(o.limits.Options, 1), len(p.Configs))
	for i := picked.From; i < to; i++ {
		chosen[i] = false
	}
	for _, i := range values {
		chosen[i] = true
	}
	if len(card.Indices(chosen)) == len(chosen) {
		chosen = nil
	}
	state, err := b.cardState(ctx, p)
	if err != nil {
		return err
	}
	state.Chosen = chosen
	_, err = o.update(ctx, event.Thread, event.Ref, card.Render(state, o.limits))
	return err
}

// clickMore does what the chosen entry of a menu says.
func (b *Bot) clickMore(ctx context.Context, o *outbox, event chat.Event) error {
	if len(event.Values) == 0 {
		return nil
	}
	action, err := chat.ParseAction(event.Values[0])
	if err != nil {
		return err
	}
	if action.Name == chat.ActMore {
		return trex.Invalid("that button is not one of mine")
	}
	event.Action, event.Values = action, nil
	return b.act(ctx, o, event)
}

// clickSuggestion is as if the person had typed it.
func (b *Bot) clickSuggestion(ctx context.Context, o *outbox, event chat.Event) error {
	event.Kind, event.Text, event.Direct = chat.MessageEvent, event.Action.Subject, true
	_, err := b.converse(ctx, o, event)
	return err
}

// respond posts the answer to a click in its thread.
func (b *Bot) respond(ctx context.Context, o *outbox, event chat.Event, message chat.Message) error {
	_, err := o.answer(ctx, event.Thread, message)
	return err
}

// subjectRuns finds what a button is about: a run, an experiment, the runs of
// one that failed alike ("e42/gpu_memory"), or several of these.
func (b *Bot) subjectRuns(ctx context.Context, subject string) ([]trex.Run, error) {
	var runs []trex.Run
	for _, part := range strings.Split(subject, ",") {
		some, err := b.partRuns(ctx, part)
		if err != nil {
			return nil, err
		}
		runs = append(runs, some...)
	}
	return runs, nil
}

func (b *Bot) partRuns(ctx context.Context, part string) ([]trex.Run, error) {
	if id, err := trex.ParseRunID(part); err == nil {
		run, err := b.store.FindRun(ctx, id)
		return []trex.Run{run}, err
	}
	name, kind, one := strings.Cut(part, "/")
	id, err := trex.ParseExperimentID(name)
	if err != nil {
		return nil, trex.Invalid("that button is not one of mine")
	}
	if _, err := b.store.FindExperiment(ctx, id); err != nil {
		return nil, err
	}
	runs, err := b.store.ListExperimentRuns(ctx, id)
	if err != nil || !one {
		return runs, err
	}
	for _, group := range insight.Failures(runs) {
		if group.Kind == kind {
			return group.Runs, nil
		}
	}
	return nil, trex.NotFound("%s has no run that failed like that", id)
}

// runSubject reads a button about one run.
func (b *Bot) runSubject(ctx context.Context, event chat.Event) (trex.Run, error) {
	id, err := trex.ParseRunID(event.Action.Subject)
	if err != nil {
		return trex.Run{}, err
	}
	run, err := b.store.FindRun(ctx, id)
	if err != nil {
		return trex.Run{}, fmt.Errorf("find run: %w", err)
	}
	return run, nil
}
