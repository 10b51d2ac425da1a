package bot_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot"
	"github.com/trex-ml/trex/bot/bottest"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/internal/bubble"
	"github.com/trex-ml/trex/lab"
)

// refusing is a platform whose service refuses the token some time after the start.
type refusing struct {
	chat.Platform
	after time.Duration
	times int // how often it refuses
	runs  chan struct{}
}

func (r *refusing) Run(ctx context.Context, handler chat.Handler) error {
	r.runs <- struct{}{}
	if r.times == 0 {
		return r.Platform.Run(ctx, handler)
	}
	r.times--
	bubble.Pass(r.after)
	return trex.Forbidden("the token was revoked")
}

func TestATokenRevokedInTheNightTakesNothingElseDown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		healthy, other := bottest.NewService("healthy"), bottest.NewService("other")
		revoked := &refusing{Platform: other.Platform(), after: 8 * time.Hour, times: 2, runs: make(chan struct{}, 10)}
		stage := bottest.NewStage(t, bottest.Script{}, healthy.Platform(), revoked)
		stage.Start()
		memory := bottest.NewMemory(t, healthy)
		bubble.Pass(24 * time.Hour)
		if n := len(revoked.runs); n != 3 {
			t.Errorf("connected %d times, want 3", n)
		}
		memory.Say("ann", memory.Channel(), "try lr 0.1")
		bubble.Pass(time.Minute)
		if len(memory.Shown()) == 0 {
			t.Error("the other platform is deaf")
		}
	})
}

func TestATokenRefusedAtTheStartEndsTheServer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := bottest.NewService("memory")
		refused := &refusing{Platform: service.Platform(), after: time.Second, times: 1, runs: make(chan struct{}, 10)}
		stage := bottest.NewStage(t, bottest.Script{}, refused)
		stage.Params.Lab = lab.New(lab.Params{})
		b, err := bot.New(stage.Params)
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Run(t.Context()); trex.KindOf(err) != trex.KindForbidden || errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want the refusal", err)
		}
	})
}
