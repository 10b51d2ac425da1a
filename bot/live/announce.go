package live

import (
	"context"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
)

// announced returns n and, where announcing is on, also shows it in the channel:
// by the same message where the platform can do that, else by a second notice
// with the given key.
func (k *Keeper) announced(v *view, n notice, key string) []notice {
	if !k.announces(n.thread) {
		return []notice{n}
	}
	render := n.render
	if v.outbox.limits.Broadcast {
		n.render = func(ctx context.Context) (chat.Message, error) {
			m, err := render(ctx)
			m.Broadcast = true
			return m, err
		}
		return []notice{n}
	}
	channel := n
	channel.key, channel.thread.ID = key, ""
	channel.render = func(ctx context.Context) (chat.Message, error) {
		m, err := render(ctx)
		m.Mention = "" // the message in the thread already mentions the person
		return m, err
	}
	// The thread may be closed after the end, so the channel comes first.
	return []notice{channel, n}
}

// announces reports whether ends and failures are also shown in the channel of a
// thread.
func (k *Keeper) announces(thread trex.Thread) bool {
	return thread.ID != "" && k.announce[thread.Platform]
}
