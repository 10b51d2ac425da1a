package live

import (
	"context"
	"time"

	"github.com/trex-ml/trex/internal/wait"
)

// A lane brings the messages of one channel up to date, one thing (a proposal or
// an experiment) at a time: the channel's rate limit allows no more. A thing that
// changes several times while it waits is rendered once.
type lane struct {
	outbox  *Outbox
	channel string
	due     map[string]time.Time // thing → when to look at it; guarded by Keeper.mu
	wake    chan struct{}        // holds one token when due changed
}

// touch asks for a look at thing in a channel at the time due or soon after.
func (k *Keeper) touch(o *Outbox, channel, thing string, due time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.ctx == nil || k.ctx.Err() != nil {
		return
	}
	name := o.platform.Name() + " " + channel
	l := k.lanes[name]
	if l == nil {
		l = &lane{outbox: o, channel: channel, due: make(map[string]time.Time), wake: make(chan struct{}, 1)}
		k.lanes[name] = l
		ctx := k.ctx
		k.working.Go(func() { k.work(ctx, name, l) })
	}
	if at, ok := l.due[thing]; ok && !due.Before(at) {
		return
	}
	l.due[thing] = due
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// work looks at the things of a lane until none is left.
func (k *Keeper) work(ctx context.Context, name string, l *lane) {
	for ctx.Err() == nil {
		thing, due, ok := k.next(name, l)
		if !ok {
			return
		}
		now := k.now()
		if pause := latest(due, l.outbox.pacer.free(l.channel, updating)).Sub(now); pause > 0 {
			if due.After(now) {
				l.sleep(ctx, pause)
			} else {
				wait.For(ctx, pause) //nolint:errcheck // the loop's condition sees the end of ctx
			}
			continue
		}
		k.mu.Lock()
		delete(l.due, thing)
		k.mu.Unlock()
		if again := k.look(ctx, l.outbox, thing); !again.IsZero() {
			k.touch(l.outbox, l.channel, thing, again)
		}
	}
}

// next returns the thing that is due first. It removes a lane without things.
func (k *Keeper) next(name string, l *lane) (thing string, due time.Time, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for candidate, at := range l.due {
		if !ok || at.Before(due) || at.Equal(due) && candidate < thing {
			thing, due, ok = candidate, at, true
		}
	}
	if !ok {
		delete(k.lanes, name)
	}
	return thing, due, ok
}

// sleep waits for d, or until the due times change.
func (l *lane) sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-l.wake:
	case <-ctx.Done():
	}
}
