package live

import (
	"context"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
)

// announced tells the channel too what a notice tells its thread, where the
// channel wants that: with the same message where the platform can, else with
// one of its own by key.
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
		m.Mention = "" // the thread mentions already
		return m, err
	}
	// A thread may be closed after its end: the channel is told first.
	return []notice{channel, n}
}

// announces reports whether ends and failures are told in the channel of a
// thread too.
func (k *Keeper) announces(thread trex.Thread) bool {
	return thread.ID != "" && k.announce[thread.Platform]
}
