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
	"github.com/trex-ml/trex/say"
)

// Params is what a Bot is made of. Store and Agent are required.
type Params struct {
	Store     store
	Agent     agent.Agent
	Projects  []trex.Project // in the order people see
	Platforms []chat.Platform

	Capacity interface{ Capacity() trex.Capacity } // nil: nothing is said about slots
	RunDir   func(trex.RunID) string               // the folder of a run; its log is in it. nil: there are no logs
	// PublicURL is where people reach the web pages, without a slash at its
	// end; "": messages carry no links.
	PublicURL string

	Policies    map[string]Policy // by platform; none restricts nothing
	MaxRuns     int               // of one experiment; 0: 100
	ProposalTTL time.Duration     // how long a proposal can be decided; 0: 7 days
	Now         func() time.Time  // nil: time.Now
	Log         *slog.Logger      // nil: slog.Default
}

// Bot is the conversation on all platforms. *Bot implements Handler.
type Bot struct {
	Params
	store    store
	log      *slog.Logger
	now      func() time.Time
	projects map[string]*trex.Project
	outboxes map[string]*outbox // by platform
	permits  *permits
	doubles  *doubles
	threads  *locks // one message of a thread at a time
	sending  *locks // one attempt at a post's key at a time
	readings readings
	keeper   *keeper
	cutOff   atomic.Int32 // how many were told that a restart cut them off
	running  sync.RWMutex // handlers hold it for reading; Run, at its end, for writing
}

const (
	defaultMaxRuns     = 100
	defaultProposalTTL = 7 * 24 * time.Hour
)

// New returns a bot that is not running yet.
func New(params Params) (*Bot, error) {
	if params.Store == nil || params.Agent == nil {
		return nil, errors.New("bot: Store and Agent are required")
	}
	if params.MaxRuns == 0 {
		params.MaxRuns = defaultMaxRuns
	}
	if params.ProposalTTL == 0 {
		params.ProposalTTL = defaultProposalTTL
	}
	if params.Now == nil {
		params.Now = time.Now
	}
	if params.Log == nil {
		params.Log = slog.Default()
	}
	b := &Bot{
		Params: params, store: params.Store, log: params.Log, now: params.Now,
		projects: make(map[string]*trex.Project),
		outboxes: make(map[string]*outbox),
		permits:  newPermits(params.Policies),
		doubles:  newDoubles(),
		threads:  newLocks(),
		sending:  newLocks(),
	}
	for i := range b.Projects {
		b.projects[b.Projects[i].Name] = &b.Projects[i]
	}
	for _, platform := range b.Platforms {
		b.outboxes[platform.Name()] = newOutbox(platform, b.now, b.log)
	}
	b.keeper = newKeeper(b)
	return b, nil
}

// Run connects every platform and keeps cards and experiments as shown in chat
// true to what is stored, until ctx ends, which is not an error, or until a
// platform is refused as it starts.
func (b *Bot) Run(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var wg sync.WaitGroup
	for _, platform := range b.Platforms {
		wg.Go(func() {
			if err := b.keepConnected(ctx, platform); err != nil {
				stop(err)
			}
		})
	}
	wg.Go(func() { b.keeper.run(ctx) })
	<-ctx.Done()
	wg.Wait()
	b.running.Lock() // until the last handler is done
	defer b.running.Unlock()
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
		return cause
	}
	return nil
}

// A platform that cannot go on within settled of its start was set up wrong,
// and whoever started Trex is there to read why. Later, say when a token was
// revoked, runs and the other platforms go on, and it is tried again.
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
		b.log.ErrorContext(ctx, "a chat service cannot go on; everything else does",
			"platform", platform.Name(), "error", err, "tried_again_in", reconnectAfter)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(reconnectAfter):
		}
	}
}

// project returns a configured project, or not-found with those there are.
func (b *Bot) project(name string) (*trex.Project, error) {
	if project, ok := b.projects[name]; ok {
		return project, nil
	}
	names := make([]string, len(b.Projects))
	for i, project := range b.Projects {
		names[i] = project.Name
	}
	if len(names) == 0 {
		return nil, trex.NotFound("no project is configured: add one to trex.yaml, trex init helps")
	}
	return nil, trex.NotFound("there is no project %q; there is: %s", say.Clip(name, 40), say.List(names, 20))
}

func (b *Bot) capacity() trex.Capacity {
	if b.Capacity == nil {
		return trex.Capacity{}
	}
	return b.Capacity.Capacity()
}

// platformOf returns how to reach a thread; ok is false for a platform that is
// not connected.
func (b *Bot) platformOf(name string) (*outbox, bool) {
	o, ok := b.outboxes[name]
	return o, ok
}

func (b *Bot) url(path string) string {
	if b.PublicURL == "" {
		return ""
	}
	return b.PublicURL + path
}

func (b *Bot) runURL(id trex.RunID) string { return b.url("/run/" + string(id)) }

func (b *Bot) experimentURL(id trex.ExperimentID) string {
	return b.url("/experiment/" + string(id))
}
