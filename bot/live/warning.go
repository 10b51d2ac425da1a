package live

import (
	"context"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/card"
	"github.com/trex-ml/trex/bot/chat"
)

func (k *Keeper) warningNotices(s *card.Standing) []notice {
	var notices []notice
	for _, warning := range s.Warnings {
		run := card.FindRun(s.Runs, warning.Run)
		if run == nil {
			continue
		}
		over := warning.Settled || run.Status.Final()
		notices = append(notices, notice{
			key: "warning:" + string(warning.ID), thread: s.Experiment.Thread, final: run.Status.Final(),
			onlyUpdate: over && warning.Policy != trex.WatchStop,
			render: func(context.Context) (chat.Message, error) {
				return card.Warning(s, warning, run, s.Experiment.Thread.Platform), nil
			},
		})
	}
	return notices
}
