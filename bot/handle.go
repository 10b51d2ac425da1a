package bot

import (
	"context"
	"fmt"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
)

// Handle answers one event of a platform. It is called again with an event
// that is delivered again and does nothing then. It returns when the work is
// done.
func (b *Bot) Handle(ctx context.Context, event chat.Event) {
	b.running.RLock()
	defer b.running.RUnlock()
	o, ok := b.platformOf(event.Person.Platform)
	if !ok {
		b.log.ErrorContext(ctx, "event of an unknown platform", "platform", event.Person.Platform)
		return
	}
	if event.ID != "" {
		first, err := b.store.FirstSeen(context.WithoutCancel(ctx), o.Name(), event.ID, b.now())
		if err != nil {
			// Unanswered is better than launched or stopped twice.
			b.fail(ctx, o, event, fmt.Errorf("note event %s: %w", event.ID, err))
			return
		}
		if !first {
			return
		}
	}
	if err := b.dispatch(ctx, o, event); err != nil {
		b.fail(ctx, o, event, err)
	}
}

func (b *Bot) dispatch(ctx context.Context, o *outbox, event chat.Event) error {
	switch event.Kind {
	case chat.MessageEvent:
		_, err := b.converse(ctx, o, event)
		return err
	case chat.ActionEvent:
		if err := b.permits.use(event); err != nil {
			return err
		}
		if err := b.act(ctx, o, event); err != nil {
			return err
		}
		if event.Private && event.Ref == "" { // a home page shows what came of a click on it
			return b.showHome(ctx, o, event)
		}
		return nil
	case chat.FormEvent:
		if err := b.permits.use(event); err != nil {
			return b.refuseForm(event, err)
		}
		return b.submit(ctx, o, event)
	case chat.HelpEvent:
		if err := b.permits.use(event); err != nil {
			return err
		}
		return o.whisper(ctx, event, b.quietHelp())
	case chat.HomeEvent:
		return b.showHome(ctx, o, event)
	case chat.LinkEvent:
		return b.unfurl(ctx, o, event)
	case chat.ReactionEvent:
		return b.react(ctx, o, event)
	}
	return fmt.Errorf("event of unknown kind %q", event.Kind)
}

// fail tells a person why nothing came of what they did.
func (b *Bot) fail(ctx context.Context, o *outbox, event chat.Event, err error) {
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
	if err := o.whisper(ctx, event, card.Refusal(b.sentence(ctx, err))); err != nil {
		b.log.ErrorContext(ctx, "tell an error", "platform", o.Name(), "error", err)
	}
}

// Answer handles a MessageEvent and returns the reference of the answer.
func (b *Bot) Answer(ctx context.Context, event chat.Event) (ref string, err error) {
	b.running.RLock()
	defer b.running.RUnlock()
	o, ok := b.platformOf(event.Person.Platform)
	if !ok {
		return "", fmt.Errorf("platform %q is not connected", event.Person.Platform)
	}
	ref, err = b.converse(ctx, o, event)
	if err == nil || ctx.Err() != nil {
		return ref, err
	}
	return o.answer(ctx, event.Thread, card.Refusal(b.sentence(ctx, err)))
}
