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

// lastedLong is how long a connection lasts that is no reason to wait before the
// next.
const lastedLong = time.Minute

// Params say how a Link behaves.
type Params struct {
	Service string        // for people: "Slack"
	First   time.Duration // before the first repetition of what failed; 0 is 1 s
	Longest time.Duration // between two attempts, which are further apart each time; 0 is 1 minute
	Log     *slog.Logger
}

// Link keeps Trex in touch with a service. Its methods belong to one goroutine,
// but for Again, which is safe for concurrent use.
type Link struct {
	service        string
	first, longest time.Duration
	log            *slog.Logger
	listening      bool // and that was told
}

// NewLink returns a Link that is down.
func NewLink(p Params) *Link {
	return &Link{
		service: p.Service, first: cmp.Or(p.First, time.Second), longest: cmp.Or(p.Longest, time.Minute), log: p.Log,
	}
}

// Keep connects until ctx ends, which is no error, or connect says by a
// forbidden error that the service does not want Trex. connect returns when the
// connection is over: nil when it was one, an error when none came about.
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

// Up tells that Trex listens, once, and again after an outage that was told.
// That one connection follows another concerns nobody: services want it every
// few hours, and keep what comes in between.
func (l *Link) Up(ctx context.Context) {
	if l.listening {
		l.log.DebugContext(ctx, "connected to "+l.service+" anew")
		return
	}
	l.listening = true
	l.log.InfoContext(ctx, "listening to "+l.service)
}

// Down tells an outage, and when Trex tries again.
func (l *Link) Down(ctx context.Context, err error, again time.Duration) {
	l.listening = false
	l.log.WarnContext(ctx, l.service+" cannot be reached", "error", err, "again_in", again)
}

// Again calls until that succeeds, fails with an error that is not unavailable,
// or ctx ends. It leaves the service alone for as long as that asks for.
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
