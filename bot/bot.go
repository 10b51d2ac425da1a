package bot

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/chat"
	"github.com/trex-ml/trex/bot/lanes"
	"github.com/trex-ml/trex/bot/live"
	"github.com/trex-ml/trex/bot/look"
	"github.com/trex-ml/trex/internal/wait"
	"github.com/trex-ml/trex/lab"
)

// Params configures a Bot. Store, Agent and Lab are required.
type Params struct {
	Store     Store
	Agent     agent.Agent
	Lab       *lab.Lab
	Projects  trex.Projects // in the order they are shown
	Platforms []chat.Platform

	Capacity interface{ Capacity() trex.Capacity } // nil: messages do not mention slots
	RunDir   func(trex.RunID) string               // the folder of a run, which holds its log; nil: there are no logs
	// PublicURL is the address of the web pages, without a slash at its end;
	// "": messages carry no links.
	PublicURL string

	Policies map[string]Policy // by platform; a platform without one is not restricted
	Now      func() time.Time  // nil: time.Now
	Log      *slog.Logger      // nil: slog.Default
}

// Bot talks with people on all platforms. *Bot implements chat.Handler.
type Bot struct {
	store     store
	agent     agent.Agent
	lab       *lab.Lab
	reader    *look.Reader
	keeper    *live.Keeper
	projects  trex.Projects
	platforms []chat.Platform
	outboxes  map[string]*live.Outbox // by platform
	answers   *answers
	clicks    *clicks
	permits   *permits
	threads   *lanes.Locks // each thread handles one message at a time
	publicURL string
	log       *slog.Logger
	now       func() time.Time
	cutOff    atomic.Int32 // how many people were told that a restart interrupted their request
	running   sync.RWMutex // read-locked by handlers, write-locked by Run at its end
}

// New returns a bot; Run starts it.
func New(params Params) (*Bot, error) {
	if params.Store == nil || params.Agent == nil || params.Lab == nil {
		return nil, errors.New("bot: Store, Agent and Lab are required")
	}
	if params.Now == nil {
		params.Now = time.Now
	}
	if params.Log == nil {
		params.Log = slog.Default()
	}
	b := &Bot{
		store: params.Store, agent: params.Agent, lab: params.Lab, projects: params.Projects, platforms: params.Platforms,
		outboxes:  make(map[string]*live.Outbox),
		permits:   newPermits(params.Policies, params.Lab.Admin),
		threads:   lanes.NewLocks(),
		publicURL: params.PublicURL, log: params.Log, now: params.Now,
	}
	announce := make(map[string]bool)
	for _, platform := range params.Platforms {
		name := platform.Name()
		b.outboxes[name] = live.NewOutbox(platform, b.now, b.log)
		announce[name] = params.Policies[name].Announce
	}
	b.reader = look.New(look.Params{
		Store: params.Store, Projects: params.Projects, Capacity: params.Capacity,
		RunDir: params.RunDir, PublicURL: params.PublicURL, Now: params.Now,
	})
	b.keeper = live.New(live.Params{
		Store: params.Store, Reader: b.reader, Outboxes: b.outboxes, Announce: announce, Now: params.Now, Log: params.Log,
	})
	b.answers = &answers{
		store: b.store, lab: b.lab, reader: b.reader, projects: b.projects, now: b.now, log: b.log,
		limits: func(platform string) chat.Limits { return b.outboxes[platform].Limits() },
	}
	b.clicks = &clicks{
		store: b.store, lab: b.lab, reader: b.reader, keeper: b.keeper, answers: b.answers, projects: b.projects,
		doubles: newDoubles(), now: b.now, converse: b.converse, noteCard: b.noteCard,
	}
	b.clicks.handle()
	return b, nil
}

// Run connects every platform and keeps the cards and experiments shown in chat
// up to date with the store. It returns nil when ctx ends, or the error of a
// platform that fails soon after its start.
func (b *Bot) Run(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var wg sync.WaitGroup
	for _, platform := range b.platforms {
		wg.Go(func() {
			if err := b.keepConnected(ctx, platform); err != nil {
				stop(err)
			}
		})
	}
	wg.Go(func() { b.keeper.Run(ctx) })
	<-ctx.Done()
	wg.Wait()
	b.running.Lock() // until the last handler is done
	defer b.running.Unlock()
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
		return cause
	}
	return nil
}

// A platform that fails within settled of its start was set up wrong, and the
// person who started Trex is there to read the error. When it fails later, for
// example because a token was revoked, runs and the other platforms go on, and
// Trex connects to it again after reconnectAfter.
const (
	settled        = time.Minute
	reconnectAfter = 5 * time.Minute
)

func (b *Bot) keepConnected(ctx context.Context, platform chat.Platform) error {
	for began := b.now(); ; {
		err := platform.Run(ctx, b)
		if err == nil || ctx.Err() != nil {
			return nil
		}
		if b.now().Sub(began) < settled {
			return err
		}
		b.log.ErrorContext(ctx, "a chat service stopped working; everything else goes on",
			"platform", platform.Name(), "error", err, "tried_again_in", reconnectAfter)
		if wait.For(ctx, reconnectAfter) != nil {
			return nil
		}
	}
}

// outboxOf returns the outbox of a platform; ok is false when the platform is
// not configured.
func (b *Bot) outboxOf(platform string) (o *live.Outbox, ok bool) {
	o, ok = b.outboxes[platform]
	return o, ok
}
