package live

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/lanes"
	"github.com/trex-ml/trex/bot/look"
)

// Params configures a Keeper. All fields but Announce are required.
type Params struct {
	Store    Store
	Reader   *look.Reader
	Outboxes map[string]*Outbox // by platform
	// Announce says on which platforms failures and ends are also shown in the
	// channel, not only in the thread.
	Announce map[string]bool
	Now      func() time.Time
	Log      *slog.Logger
}

// Keeper keeps the messages in chat up to date with the store: cards, live
// messages, failures, warnings, ends. It also works when changes of the store are
// not notified: a notification only makes it look before its next round. Safe for
// concurrent use.
type Keeper struct {
	store    Store
	reader   *look.Reader
	outboxes map[string]*Outbox
	announce map[string]bool
	now      func() time.Time
	log      *slog.Logger
	poster   poster

	mu      sync.Mutex
	ctx     context.Context             // the context of Run, for its lanes; nil while Run does not run
	lanes   map[string]*lane            // by platform and channel
	views   map[trex.ExperimentID]*view // experiments with messages that are not final
	owner   map[trex.RunID]trex.ExperimentID
	foreign map[trex.ExperimentID]bool      // experiments of platforms that are not configured
	cards   map[trex.ProposalID][]trex.Post // the posted cards of open proposals
	working sync.WaitGroup
}

const (
	lookEvery = 5 * time.Second // estimates change without a change in the store
	scanEvery = time.Minute     // notifications may be lost
)

// New returns a keeper; Run starts it.
func New(params Params) *Keeper {
	k := &Keeper{
		store: params.Store, reader: params.Reader, outboxes: params.Outboxes, announce: params.Announce,
		now: params.Now, log: params.Log,
	}
	k.poster = poster{store: params.Store, now: params.Now, log: params.Log, sending: lanes.NewLocks()}
	k.forgetLocked()
	return k
}

// forgetLocked drops what an earlier Run knew: another server may have been the
// leader since.
func (k *Keeper) forgetLocked() {
	k.lanes = make(map[string]*lane)
	k.views = make(map[trex.ExperimentID]*view)
	k.owner, k.foreign = make(map[trex.RunID]trex.ExperimentID), make(map[trex.ExperimentID]bool)
	k.cards = make(map[trex.ProposalID][]trex.Post)
}

// Run works until ctx ends and returns when all its goroutines have ended. It may
// then be called again.
func (k *Keeper) Run(ctx context.Context) {
	k.mu.Lock()
	k.ctx = ctx
	k.forgetLocked()
	k.mu.Unlock()
	defer k.end()
	changes, cancel := k.store.Subscribe()
	defer cancel()
	rounds := time.NewTicker(lookEvery)
	defer rounds.Stop()
	scans := time.NewTicker(scanEvery)
	defer scans.Stop()
	k.scan(ctx, true)
	for {
		select {
		case <-ctx.Done():
			return
		case change, ok := <-changes:
			if !ok {
				changes = nil
				continue
			}
			k.changed(ctx, change)
		case <-rounds.C:
			k.lookAtAll()
		case <-scans.C:
			k.scan(ctx, false)
		}
	}
}

// end returns when all lanes have ended. It first forbids new ones: a click that
// is handled meanwhile could start a lane during the wait.
func (k *Keeper) end() {
	k.mu.Lock()
	k.ctx = nil
	k.mu.Unlock()
	k.working.Wait()
}

func (k *Keeper) changed(ctx context.Context, change trex.Change) {
	switch change.Kind {
	case trex.RunChanged, trex.PointsAdded:
		k.runChanged(ctx, trex.RunID(change.ID))
	case trex.ExperimentChanged:
		k.experimentChanged(ctx, trex.ExperimentID(change.ID))
	case trex.WarningChanged:
		if warning, err := k.store.FindWarning(ctx, trex.WarningID(change.ID)); err == nil {
			k.runChanged(ctx, warning.Run)
		}
	case trex.ProposalChanged:
		k.proposalChanged(trex.ProposalID(change.ID))
	case trex.AllChanged:
		k.scan(ctx, false)
		k.lookAtAll()
	case trex.MessageChanged:
	}
}

func (k *Keeper) runChanged(ctx context.Context, id trex.RunID) {
	k.mu.Lock()
	experiment, ok := k.owner[id]
	k.mu.Unlock()
	if !ok {
		run, err := k.store.FindRun(ctx, id)
		if err != nil {
			return
		}
		experiment = run.Experiment
		k.mu.Lock()
		k.owner[id] = experiment
		k.mu.Unlock()
	}
	k.experimentChanged(ctx, experiment)
}

// experimentChanged asks for a look at an experiment, as soon as the platform
// allows its message to change again.
func (k *Keeper) experimentChanged(ctx context.Context, id trex.ExperimentID) {
	k.mu.Lock()
	v, foreign := k.views[id], k.foreign[id]
	k.mu.Unlock()
	if foreign {
		return
	}
	if v == nil {
		experiment, err := k.store.FindExperiment(ctx, id)
		if err != nil {
			return
		}
		if v = k.open(ctx, experiment); v == nil {
			return
		}
	}
	k.touch(v.outbox, v.channel, string(id), latest(k.now(), v.notBefore()))
}

// open begins to keep an experiment. It returns nil when its messages are final or
// its platform is not configured.
func (k *Keeper) open(ctx context.Context, experiment trex.Experiment) *view {
	o, ok := k.outboxes[experiment.Thread.Platform]
	if !ok {
		k.mu.Lock()
		k.foreign[experiment.ID] = true
		k.mu.Unlock()
		return nil
	}
	if end, err := k.store.FindPost(ctx, endKey(experiment.ID)); err == nil && end.Done {
		return nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if v := k.views[experiment.ID]; v != nil {
		return v
	}
	v := newView(experiment, o)
	k.views[experiment.ID] = v
	return v
}

// closeView forgets an experiment whose messages are final.
func (k *Keeper) closeView(v *view, runs []trex.Run) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.views, v.id)
	for _, run := range runs {
		delete(k.owner, run.ID)
	}
}

func (k *Keeper) lookAtAll() {
	k.mu.Lock()
	views := make([]*view, 0, len(k.views))
	for _, v := range k.views {
		views = append(views, v)
	}
	k.mu.Unlock()
	for _, v := range views {
		k.touch(v.outbox, v.channel, string(v.id), latest(k.now(), v.notBefore()))
	}
}

// look brings one proposal or experiment up to date. It returns when to look
// again, zero for not before its next change.
func (k *Keeper) look(ctx context.Context, o *Outbox, thing string) time.Time {
	if id, err := trex.ParseProposalID(thing); err == nil {
		return k.lookAtCard(ctx, o, id)
	}
	k.mu.Lock()
	v := k.views[trex.ExperimentID(thing)]
	k.mu.Unlock()
	if v == nil {
		return time.Time{}
	}
	return k.keep(ctx, v)
}
