package bot

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/live"
)

// Handle answers one event of a platform and returns the outcome when the work is
// done. It ignores an event that is delivered again.
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

// handleOnce ignores an event that was delivered before.
func (b *Bot) handleOnce(ctx context.Context, o *live.Outbox, event chat.Event) (chat.Outcome, error) {
	if event.ID != "" {
		first, err := b.store.FirstSeen(context.WithoutCancel(ctx), o.Platform().Name(), event.ID, b.now())
		if err != nil {
			// Better no answer than to launch or stop something twice.
			return chat.Outcome{}, fmt.Errorf("note event %s: %w", event.ID, err)
		}
		if !first {
			return chat.Outcome{}, nil
		}
	}
	return b.dispatch(ctx, o, event)
}

// broke makes a panic an error of this one event: one question must not end the
// server with all that it looks after.
func (b *Bot) broke(ctx context.Context, did any, err *error) {
	if v := recover(); v != nil {
		b.log.ErrorContext(ctx, "event broke", "did", fmt.Sprintf("%T", did), "panic", v, "stack", string(debug.Stack()))
		*err = fmt.Errorf("panic: %v", v)
	}
}

func (b *Bot) dispatch(ctx context.Context, o *live.Outbox, event chat.Event) (came chat.Outcome, err error) {
	defer b.broke(ctx, event.Did, &err)
	switch did := event.Did.(type) {
	case chat.Said:
		return b.converse(ctx, o, message{Event: event, Said: did})
	case chat.Clicked:
		return b.click(ctx, o, click{event, did})
	case chat.Submitted:
		submitted := form{event, did}
		if err := b.permits.use(event); err != nil {
			return came, refuseForm(submitted, err)
		}
		return came, b.clicks.submit(ctx, submitted)
	case chat.AskedHelp:
		if err := b.permits.use(event); err != nil {
			return came, err
		}
		return came, o.Whisper(ctx, event, b.quietHelp())
	case chat.OpenedHome:
		return came, b.showHome(ctx, o, event)
	case chat.Linked:
		return came, b.unfurl(ctx, o, event, did.URLs)
	case chat.Reacted:
		return came, b.react(ctx, o, event, did.Name)
	}
	return came, unknownDeed{event.Did}
}

// unknownDeed is the error for an event of an unexpected kind.
type unknownDeed struct{ did chat.Deed }

func (e unknownDeed) Error() string { return fmt.Sprintf("event of unknown kind %T", e.did) }

func (b *Bot) click(ctx context.Context, o *live.Outbox, event click) (came chat.Outcome, err error) {
	if err := b.permits.use(event.Event); err != nil {
		return came, err
	}
	came, err = b.clicks.act(ctx, o, event)
	if err == nil && event.Private && event.Ref == "" { // a home page shows the result of a click on it
		err = b.showHome(ctx, o, event.Event)
	}
	return came, err
}

// fail tells a person why their request failed.
func (b *Bot) fail(ctx context.Context, o *live.Outbox, event chat.Event, err error) {
	if ctx.Err() != nil {
		b.interrupted(ctx, o, event)
		return
	}
	// A refused command is always answered: only the person sees it. A refused
	// message is answered at most once every refuseEvery.
	_, said := event.Did.(chat.Said)
	if trex.KindOf(err) == trex.KindForbidden && said && event.Trigger == "" && !b.permits.tellRefusal(event, b.now()) {
		return
	}
	if !event.Asks() {
		b.log.WarnContext(ctx, "event", "did", fmt.Sprintf("%T", event.Did), "error", err)
		return
	}
	if err := o.Whisper(ctx, event, card.Refusal(b.sentence(ctx, err))); err != nil {
		b.log.ErrorContext(ctx, "tell an error", "platform", o.Platform().Name(), "error", err)
	}
}

// Answer handles an event whose Did is chat.Said. It returns the reference of the
// answer.
func (b *Bot) Answer(ctx context.Context, event chat.Event) (ref string, err error) {
	b.running.RLock()
	defer b.running.RUnlock()
	o, ok := b.outboxOf(event.Person.Platform)
	if !ok {
		return "", fmt.Errorf("platform %q is not connected", event.Person.Platform)
	}
	if _, ok := event.Did.(chat.Said); !ok {
		return "", unknownDeed{event.Did}
	}
	came, err := b.dispatch(ctx, o, event)
	if err == nil || ctx.Err() != nil {
		return came.Ref, err
	}
	return o.Answer(ctx, event.Thread, card.Refusal(b.sentence(ctx, err)))
}

// Discussion returns the address where an experiment is discussed, "" when its
// platform does not know it.
func (b *Bot) Discussion(ctx context.Context, e *trex.Experiment) (string, error) {
	return b.keeper.Discussion(ctx, e)
}
