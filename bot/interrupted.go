package bot

import (
	"context"
	"time"

	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/live"
)

// A shutdown has to end: mostInterrupted is how many people are told that it
// interrupted their request, interruptedFor how long telling each may take.
const (
	mostInterrupted = 50
	interruptedFor  = 3 * time.Second
)

// interrupted tells a person that a restart interrupted their request. The event
// is noted as seen and is not handled again, because nobody knows how much of it
// was done.
func (b *Bot) interrupted(ctx context.Context, o *live.Outbox, event chat.Event) {
	said, _ := event.Did.(chat.Said)
	if !event.Asks() || said.Continue || b.permits.use(event) != nil || b.cutOff.Add(1) > mostInterrupted {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), interruptedFor)
	defer cancel()
	m := card.Refusal("I was restarted while I worked on that. If nothing came of it, please ask again in a moment.")
	if err := o.Whisper(ctx, event, m); err != nil {
		b.log.WarnContext(ctx, "tell that a restart interrupted a request", "platform", o.Platform().Name(), "error", err)
	}
}
