package bot

import (
	"context"
	"time"

	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/live"
)

// How many people are told at most that Trex was stopped while it worked on
// what they asked, and how long each of them may take: a shutdown has to end.
const (
	mostInterrupted = 50
	interruptedFor  = 3 * time.Second
)

// interrupted tells a person that what they asked for was cut off. The event is
// noted as seen: it is not worked on again, since what of it was done is not
// known.
func (b *Bot) interrupted(ctx context.Context, o *live.Outbox, event chat.Event) {
	said, _ := event.Did.(chat.Said)
	if !event.Asks() || said.Continue || b.permits.use(event) != nil || b.cutOff.Add(1) > mostInterrupted {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), interruptedFor)
	defer cancel()
	m := card.Refusal("I was restarted while I worked on that. If nothing came of it, please ask again in a moment.")
	if err := o.Whisper(ctx, event, m); err != nil {
		b.log.WarnContext(ctx, "tell that a restart cut something off", "platform", o.Platform().Name(), "error", err)
	}
}
