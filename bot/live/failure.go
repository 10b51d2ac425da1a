package live

import (
	"context"

	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/insight"
)

func (k *Keeper) failureNotices(v *view, s *card.Standing) []notice {
	var notices []notice
	for _, group := range insight.Failures(s.Runs) {
		key := "failure:" + string(v.id) + "/" + group.Kind
		notices = append(notices, k.announced(v, notice{
			key: key, thread: s.Experiment.Thread, final: s.Settled(),
			render: func(context.Context) (chat.Message, error) {
				return card.Failure(s, group, v.outbox.platform.Name()), nil
			},
		}, "announce-"+key)...)
	}
	return notices
}
