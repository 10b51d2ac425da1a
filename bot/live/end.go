package live

import (
	"context"

	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
)

// endNotices returns the message about an experiment's end, for the thread and,
// where announcing is on, for the channel.
func (k *Keeper) endNotices(v *view, s *card.Standing) []notice {
	return k.announced(v, notice{
		key: endKey(v.id), thread: s.Experiment.Thread, final: true,
		render: func(ctx context.Context) (chat.Message, error) { return k.renderEnd(ctx, v, s) },
	}, "announce:"+string(v.id))
}

func (k *Keeper) renderEnd(ctx context.Context, v *view, s *card.Standing) (chat.Message, error) {
	base, err := k.reader.Baseline(ctx, s)
	if err != nil {
		return chat.Message{}, err
	}
	picture, err := k.reader.Ranks(ctx, v.outbox.limits, &v.curve, s)
	if err != nil {
		k.log.ErrorContext(ctx, "draw comparison", "experiment", v.id, "error", err)
	}
	return card.EndMessage(card.End{
		Standing: s, Baseline: base, Picture: picture,
		Platform: v.outbox.platform.Name(),
	}), nil
}
