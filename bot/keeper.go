package bot

import (
	"context"
	"sync"
	"time"

	"github.com/trex-ml/trex"
)

// The keeper keeps what is shown in chat true to what is stored: cards, live
// messages, failures, warnings, ends. It hangs on no notice: notices only make
// it look sooner than its next round.
type keeper struct {
	bot *Bot

	mu      sync.Mutex
	ctx     context.Context             // of run, for the lanes it starts; nil before and after
	lanes   map[string]*lane            // by platform and channel
	views   map[trex.ExperimentID]*view // experiments that are not shown to their end
	owner   map[trex.RunID]trex.ExperimentID
	foreign map[trex.ExperimentID]bool      // of platforms that are not connected
	cards   map[trex.ProposalID][]trex.Post // the posted cards of open proposals
	working sync.WaitGroup
}

const (
	lookEvery = 5 * time.Second // estimates move without any change
	scanEvery = time.Minute     // notices may be lost
)

func newKeeper(b *Bot) *keeper {
	k := &keeper{bot: b}
	k.forgetLocked()
	return k
}

// forgetLocked drops what an earlier run knew: another server may have led
// since.
func (k *keeper) forgetLocked() {
	k.lanes = make(map[string]*lane)
	k.views = make(map[trex.ExperimentID]*view)
	k.owner, k.foreign = make(map[trex.RunID]trex.ExperimentID), make(map[trex.ExperimentID]bool)
	k.cards = make(map[trex.ProposalID][]trex.Post)
}

// run works until ctx ends and returns when all its lanes have.
func (k *keeper) run(ctx context.Context) {
	k.mu.Lock()
	k.ctx = ctx
	k.forgetLocked()
	k.mu.Unlock()
	defer k.end()
	changes, cancel := k.bot.store.Subscribe()
	defer cancel()
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	scan := time.NewTicker(scanEvery)
	defer scan.Stop()
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
		case <-look.C:
			k.lookAtAll()
		case <-scan.C:
			k.scan(ctx, false)
		}
	}
}

// end returns when all lanes have ended. None begins any more: a click that is
// handled meanwhile would start one beside the wait for them.
func (k *keeper) end() {
	k.mu.Lock()
	k.ctx = nil
	k.mu.Unlock()
	k.working.Wait()
}

func (k *keeper) changed(ctx context.Context, change trex.Change) {
	switch change.Kind {
	case trex.RunChanged, trex.PointsAdded:
		k.runChanged(ctx, trex.RunID(change.ID))
	case trex.ExperimentChanged:
		k.experimentChanged(ctx, trex.ExperimentID(change.ID))
	case trex.WarningChanged:
		if warning, err := k.bot.store.FindWarning(ctx, trex.WarningID(change.ID)); err == nil {
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

func (k *keeper) runChanged(ctx context.Context, id trex.RunID) {
	k.mu.Lock()
	experiment, ok := k.owner[id]
	k.mu.Unlock()
	if !ok {
		run, err := k.bot.store.FindRun(ctx, id)
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

// experimentChanged asks for a look at an experiment, no sooner than its
// platform lets its message change again.
func (k *keeper) experimentChanged(ctx context.Context, id trex.ExperimentID) {
	k.mu.Lock()
	v, foreign := k.views[id], k.foreign[id]
	k.mu.Unlock()
	if foreign {
		return
	}
	if v == nil {
		experiment, err := k.bot.store.FindExperiment(ctx, id)
		if err != nil {
			return
		}
		if v = k.open(ctx, experiment); v == nil {
			return
		}
	}
	k.touch(v.outbox, v.channel, string(id), latest(k.bot.now(), v.notBefore()))
}

// open begins to keep an experiment; nil when there is nothing to keep.
func (k *keeper) open(ctx context.Context, experiment trex.Experiment) *view {
	o, ok := k.bot.platformOf(experiment.Thread.Platform)
	if !ok {
		k.mu.Lock()
		k.foreign[experiment.ID] = true
		k.mu.Unlock()
		return nil
	}
	if end, err := k.bot.store.FindPost(ctx, endKey(experiment.ID)); err == nil && end.Done {
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

// closeView forgets an experiment that is shown to its end.
func (k *keeper) closeView(v *view, runs []trex.Run) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.views, v.id)
	for _, run := range runs {
		delete(k.owner, run.ID)
	}
}

func (k *keeper) lookAtAll() {
	k.mu.Lock()
	views := make([]*view, 0, len(k.views))
	for _, v := range k.views {
		views = append(views, v)
	}
	k.mu.Unlock()
	for _, v := range views {
		k.touch(v.outbox, v.channel, string(v.id), latest(k.bot.now(), v.notBefore()))
	}
}

// look brings one thing up to date and returns when to look again, zero when
// the next change is soon enough.
func (k *keeper) look(ctx context.Context, o *outbox, thing string) time.Time {
	if id, err := trex.ParseProposalID(thing); err == nil {
		return k.lookAtCard(ctx, o, id)
	}
	k.mu.Lock()
	v := k.views[trex.ExperimentID(thing)]
	k.mu.Unlock()
	if v == nil {
		return time.Time{}
	}
	return k.bot.keep(ctx, v)
}
