package connection

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/internal/bubble"
)

func newLink() (*Link, *bytes.Buffer) {
	var log bytes.Buffer
	return NewLink(Params{
		Service: "Chat", Longest: 5 * time.Second, Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelInfo})),
	}), &log
}

// TestKeepWaitsLongerAndLonger until a connection has lasted, and returns no
// error when its context ends.
func TestKeepWaitsLongerAndLonger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		l, _ := newLink()
		var paused []time.Duration
		last := time.Now()
		err := l.Keep(ctx, func(context.Context) error {
			paused = append(paused, time.Since(last))
			defer func() { last = time.Now() }()
			switch len(paused) {
			case 6: // a connection that breaks at once
				return nil
			case 7: // and one that lasts
				bubble.Pass(lastedLong + 1)
				return nil
			case 9:
				cancel()
			}
			return errors.New("away")
		})
		s := time.Second
		if diff := cmp.Diff([]time.Duration{0, s, 2 * s, 4 * s, 5 * s, 5 * s, 5 * s, 0, s}, paused); diff != "" || err != nil {
			t.Errorf("%v\n%s", err, diff)
		}
	})
}

func TestKeepEndsWhenRefused(t *testing.T) {
	l, _ := newLink()
	calls := 0
	err := l.Keep(t.Context(), func(context.Context) error { calls++; return trex.Forbidden("no") })
	if trex.KindOf(err) != trex.KindForbidden || calls != 1 {
		t.Errorf("%v after %d calls", err, calls)
	}
}

// TestListeningIsSaidOnce, and again after an outage that was logged.
func TestListeningIsSaidOnce(t *testing.T) {
	l, log := newLink()
	l.Up(t.Context())
	l.Up(t.Context())
	l.Down(t.Context(), errors.New("away"), time.Second)
	l.Up(t.Context())
	if said := strings.Count(log.String(), "listening to Chat"); said != 2 || strings.Count(log.String(), "cannot be reached") != 1 {
		t.Errorf("said:\n%s", log)
	}
}

// TestAConnectionThatBreaksAtOnceIsAnOutage: at first it looks like one that
// works.
func TestAConnectionThatBreaksAtOnceIsAnOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		l, log := newLink()
		calls := 0
		err := l.Keep(ctx, func(ctx context.Context) error {
			l.Up(ctx)
			switch calls++; calls {
			case 1:
				bubble.Pass(lastedLong + 1) // and is replaced, as services ask for
			case 2:
				bubble.Pass(time.Second)
			case 3:
				cancel()
			}
			return nil
		})
		if err != nil || strings.Count(log.String(), "broke after 1s") != 1 || strings.Count(log.String(), "cannot be reached") != 1 {
			t.Errorf("%v, told:\n%s", err, log)
		}
	})
}

func TestAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, _ := newLink()
		answers := []error{
			trex.Unavailable(nil, "away"),
			&chat.RetryError{After: time.Minute, Cause: trex.Unavailable(nil, "asked to wait")},
			trex.Invalid("no such thing"),
		}
		began := time.Now()
		err := l.Again(t.Context(), func(context.Context) error {
			answer := answers[0]
			answers = answers[1:]
			return answer
		})
		if trex.KindOf(err) != trex.KindInvalid || time.Since(began) != time.Second+time.Minute {
			t.Errorf("%v after %s", err, time.Since(began))
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := l.Again(ctx, func(ctx context.Context) error { return trex.Unavailable(ctx.Err(), "away") }); !errors.Is(err, context.Canceled) {
			t.Errorf("after the end: %v", err)
		}
	})
}
