package bot

import (
	"context"

	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
)

// endNotices are the last word in the thread and, where the channel wants it,
// in the channel.
func (b *Bot) endNotices(v *view, s *card.Standing) []notice {
	return b.announced(v, notice{
		key: endKey(v.id), thread: s.Experiment.Thread, final: true,
		render: func(ctx context.Context) (chat.Message, error) { return b.renderEnd(ctx, v, s) },
	}, "announce:"+string(v.id))
}

func (b *Bot) renderEnd(ctx context.Context, v *view, s *card.Standing) (chat.Message, error) {
	notes, err := b.trends(ctx, s.Runs)
	if err != nil {
		return chat.Message{}, err
	}
	base, err := b.baseline(ctx, s)
	if err != nil {
		return chat.Message{}, err
	}
	picture, err := b.ranks(ctx, v.outbox, &v.curve, s)
	if err != nil {
		b.log.ErrorContext(ctx, "draw comparison", "experiment", v.id, "error", err)
	}
	return card.EndMessage(card.End{
		Standing: s, Notes: notes, Baseline: base, Picture: picture,
		Platform: v.outbox.Name(), Open: b.experimentURL(v.id),
	}), nil
}
