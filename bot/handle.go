package bot

import (
	"context"
	"fmt"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/live"
)

// Handle answers one event of a platform. It is called again with an event
// that is delivered again and does nothing then. It returns when the work is
// done, with what came of it.
func (b *Bot) Handle(ctx context.Context, event chat.Event) chat.Outcome {
	b.running.RLock()
	defer b.running.RUnlock()
	o, ok := b.outboxOf(event.Person.Platform)
	if !ok {
		b.log.ErrorContext(ctx, "event of an unknown platform", "platform", event.Person.Platform)
		return chat.Outcome{}
	}
	came, err := b.handleOnce(ctx, o, event)
	came.Err = err
	if err != nil && !o.Limits().Outcomes {
		b.fail(ctx, o, event, err)
	}
	return came
}

// handleOnce does nothing with an event that was delivered before.
func (b *Bot) handleOnce(ctx context.Context, o *live.Outbox, event chat.Event) (chat.Outcome, error) {
	if event.ID != "" {
		first, err := b.store.FirstSeen(context.WithoutCancel(ctx), o.Platform().Name(), event.ID, b.now())
		if err != nil {
			// Unanswered is better than launched or stopped twice.
			return chat.Outcome{}, fmt.Errorf("note event %s: %w", event.ID, err)
		}
		if !first {
			return chat.Outcome{}, nil
		}
	}
	return b.dispatch(ctx, o, event)
}

func (b *Bot) dispatch(ctx context.Context, o *live.Outbox, event chat.Event) (came chat.Outcome, err error) {
	switch event.Kind {
	case chat.MessageEvent:
		return b.converse(ctx, o, event)
	case chat.ActionEvent:
		if err := b.permits.use(event); err != nil {
			return came, err
		}
		came, err := b.clicks.act(ctx, o, event)
		if err == nil && event.Private && event.Ref == "" { // a home page shows what came of a click on it
			err = b.showHome(ctx, o, event)
		}
		return came, err
	case chat.FormEvent:
		if err := b.permits.use(event); err != nil {
			return came, refuseForm(event, err)
		}
		return came, b.clicks.submit(ctx, event)
	case chat.HelpEvent:
		if err := b.permits.use(event); err != nil {
			return came, err
		}
		return came, o.Whisper(ctx, event, b.quietHelp())
	case chat.HomeEvent:
		return came, b.showHome(ctx, o, event)
	case chat.LinkEvent:
		return came, b.unfurl(ctx, o, event)
	case chat.ReactionEvent:
		return came, b.react(ctx, o, event)
	}
	return came, fmt.Errorf("event of unknown kind %q", event.Kind)
}

// fail tells a person why nothing came of what they did.
func (b *Bot) fail(ctx context.Context, o *live.Outbox, event chat.Event, err error) {
	if ctx.Err() != nil {
		b.interrupted(ctx, o, event)
		return
	}
	// A command waits for its answer, which nobody else sees; a message does not.
	message := event.Kind == chat.MessageEvent && event.Trigger == ""
	if trex.KindOf(err) == trex.KindForbidden && message && !b.permits.tellRefusal(event, b.now()) {
		return
	}
	if event.Kind == chat.LinkEvent || event.Kind == chat.ReactionEvent || event.Kind == chat.HomeEvent {
		b.log.WarnContext(ctx, "event", "kind", event.Kind, "error", err)
		return
	}
	if err := o.Whisper(ctx, event, card.Refusal(b.sentence(ctx, err))); err != nil {
		b.log.ErrorContext(ctx, "tell an error", "platform", o.Platform().Name(), "error", err)
	}
}

// Answer handles a MessageEvent and returns the reference of the answer.
func (b *Bot) Answer(ctx context.Context, event chat.Event) (ref string, err error) {
	b.running.RLock()
	defer b.running.RUnlock()
	o, ok := b.outboxOf(event.Person.Platform)
	if !ok {
		return "", fmt.Errorf("platform %q is not connected", event.Person.Platform)
	}
	came, err := b.converse(ctx, o, event)
	if err == nil || ctx.Err() != nil {
		return came.Ref, err
	}
	return o.Answer(ctx, event.Thread, card.Refusal(b.sentence(ctx, err)))
}

// Discussion returns the address where an experiment is discussed, "" when its
// platform cannot tell.
func (b *Bot) Discussion(ctx context.Context, e *trex.Experiment) (string, error) {
	return b.keeper.Discussion(ctx, e)
}
