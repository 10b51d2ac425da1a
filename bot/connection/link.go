package connection

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/internal/wait"
)

// lastedLong is how long a connection must last for Trex to connect again
// without waiting.
const lastedLong = time.Minute

// Params configures a Link.
type Params struct {
	Service string        // for people: "Slack"
	First   time.Duration // pause before the first retry; 0 is 1 s
	Longest time.Duration // longest pause between two attempts, as the pause doubles; 0 is 1 minute
	Log     *slog.Logger
}

// Link keeps Trex connected to a service. Its methods belong to one goroutine,
// except Again, which is safe for concurrent use.
type Link struct {
	service        string
	first, longest time.Duration
	log            *slog.Logger
	listening      bool // and the log says so
}

// NewLink returns a Link that is not connected.
func NewLink(p Params) *Link {
	return &Link{
		service: p.Service, first: cmp.Or(p.First, time.Second), longest: cmp.Or(p.Longest, time.Minute), log: p.Log,
	}
}

// Keep calls connect again and again. It returns nil when ctx ends, and
// connect's error when its kind is forbidden: the service refuses Trex. connect
// returns when the connection is over: nil if there was one, else an error.
func (l *Link) Keep(ctx context.Context, connect func(context.Context) error) error {
	pause := time.Duration(0)
	for ctx.Err() == nil {
		began := time.Now()
		err := connect(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if trex.KindOf(err) == trex.KindForbidden {
			return err
		}
		lasted := time.Since(began)
		switch {
		case lasted > lastedLong:
			pause = 0
		case err == nil && l.listening:
			err = fmt.Errorf("the connection broke after %s", lasted.Round(time.Second/10))
		}
		if err != nil {
			pause = max(pause, l.first)
			l.Down(ctx, err, pause)
		}
		_ = wait.For(ctx, pause)
		pause = l.longer(pause)
	}
	return nil
}

// Up logs that Trex listens: the first time, and after an outage that was
// logged. It does not log a plain reconnect: services ask for one every few
// hours and keep the events that come in between.
func (l *Link) Up(ctx context.Context) {
	if l.listening {
		l.log.DebugContext(ctx, "connected to "+l.service+" again")
		return
	}
	l.listening = true
	l.log.InfoContext(ctx, "listening to "+l.service)
}

// Down logs an outage, and when Trex tries again.
func (l *Link) Down(ctx context.Context, err error, again time.Duration) {
	l.listening = false
	l.log.WarnContext(ctx, l.service+" cannot be reached", "error", err, "again_in", again)
}

// Again repeats call until it succeeds, fails with an error that is not
// unavailable, or ctx ends. It waits at least as long as the service asks.
func (l *Link) Again(ctx context.Context, call func(context.Context) error) error {
	for pause := l.first; ; pause = l.longer(pause) {
		err := call(ctx)
		if trex.KindOf(err) != trex.KindUnavailable || ctx.Err() != nil {
			return err
		}
		if asked, ok := errors.AsType[*chat.RetryError](err); ok {
			pause = max(pause, asked.After)
		}
		l.log.WarnContext(ctx, l.service+" does not answer yet", "error", err, "again_in", pause)
		if err := wait.For(ctx, pause); err != nil {
			return err
		}
	}
}

func (l *Link) longer(pause time.Duration) time.Duration {
	return min(max(2*pause, l.first), l.longest)
}
