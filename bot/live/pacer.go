package live

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/internal/wait"
)

// A pacer keeps the calls to one platform within its limits. Callers reserve a
// turn, first come first served, and report how the call went. When a service
// asks to wait, the pacer waits as long as it says; when a service fails, it waits
// longer each time.
//
// Safe for concurrent use.
type pacer struct {
	limits chat.Limits
	now    func() time.Time

	mu       sync.Mutex
	channels map[string]*channelPace
	update   time.Time // when the next update of any message may be sent
	paused   [2]time.Time
}

// The two kinds of calls. Services limit each on its own.
const (
	posting = iota
	updating
)

type channelPace struct {
	next   time.Time // when the next call may be made
	rest   time.Time // after a failure: no call before this time
	paused [2]time.Time
	fails  int
}

const (
	firstBackoff = time.Second
	mostBackoff  = 30 * time.Second
)

func newPacer(limits chat.Limits, now func() time.Time) *pacer {
	return &pacer{limits: limits, now: now, channels: make(map[string]*channelPace)}
}

func (p *pacer) channelLocked(name string) *channelPace {
	c := p.channels[name]
	if c == nil {
		c = new(channelPace)
		p.channels[name] = c
	}
	return c
}

// free returns when a call in channel may be made if nobody else reserves a turn.
func (p *pacer) free(channel string, kind int) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.freeLocked(channel, kind)
}

func (p *pacer) freeLocked(channel string, kind int) time.Time {
	c := p.channelLocked(channel)
	at := latest(c.next, c.rest, c.paused[kind], p.paused[kind])
	if kind == updating {
		at = latest(at, p.update)
	}
	return at
}

// wait reserves the next turn and returns when it has come.
func (p *pacer) wait(ctx context.Context, channel string, kind int) error {
	for {
		now := p.now()
		p.mu.Lock()
		turn := latest(now, p.freeLocked(channel, kind))
		p.channelLocked(channel).next = turn.Add(p.limits.PostEvery)
		if kind == updating {
			p.update = turn.Add(p.limits.AnyUpdateEvery)
		}
		p.mu.Unlock()
		if err := wait.For(ctx, turn.Sub(now)); err != nil {
			return err
		}
		p.mu.Lock()
		c := p.channelLocked(channel)
		halted := latest(c.rest, c.paused[kind], p.paused[kind]).After(p.now())
		p.mu.Unlock()
		if !halted {
			return nil
		}
	}
}

// done takes the result of a call and reports whether the same call may succeed
// later.
func (p *pacer) done(channel string, kind int, err error) (again bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.channelLocked(channel)
	if retry, ok := errors.AsType[*chat.RetryError](err); ok {
		paused := &p.paused
		if retry.Channel {
			paused = &c.paused
		}
		paused[kind] = latest(paused[kind], p.now().Add(retry.After))
		return true
	}
	if trex.KindOf(err) == trex.KindUnavailable || errors.Is(err, context.DeadlineExceeded) {
		rest := min(firstBackoff<<min(c.fails, 10), mostBackoff)
		rest += rand.N(rest / 4) // spreads retries; it needs no secure randomness
		c.fails++
		c.rest = p.now().Add(rest)
		return true
	}
	c.fails = 0
	return false
}

func latest(times ...time.Time) time.Time {
	var last time.Time
	for _, t := range times {
		if t.After(last) {
			last = t
		}
	}
	return last
}
