package live

import (
	"context"
	"time"

	"github.com/trex-ml/trex"
)

// How far a scan looks back for experiments whose end may not have been shown: so
// many experiments, and so long ago.
const (
	scanBack = 100
	scanAge  = 7 * 24 * time.Hour
)

// scan finds all experiments and cards to keep, also when notifications were
// missed.
func (k *Keeper) scan(ctx context.Context, starting bool) {
	if expired, err := k.store.ExpireProposals(ctx, k.now()); err != nil {
		k.failed(ctx, "expire proposals", err)
	} else {
		for _, id := range expired {
			k.proposalChanged(id)
		}
	}
	for _, o := range k.outboxes {
		if starting {
			k.loadCards(ctx, o)
		}
		for _, query := range []trex.ExperimentQuery{
			{Platform: o.platform.Name(), Unsettled: true},
			{Platform: o.platform.Name(), Limit: scanBack},
		} {
			experiments, err := k.store.ListExperiments(ctx, query)
			if err != nil {
				k.failed(ctx, "list experiments", err)
				continue
			}
			for _, experiment := range experiments {
				if query.Unsettled || k.now().Sub(experiment.CreatedAt) < scanAge {
					k.experimentChanged(ctx, experiment.ID)
				}
			}
		}
	}
}

// loadCards finds the cards to keep after a restart.
func (k *Keeper) loadCards(ctx context.Context, o *Outbox) {
	posts, err := k.store.ListOpenPosts(ctx, o.platform.Name())
	if err != nil {
		k.failed(ctx, "list open posts", err)
		return
	}
	for _, post := range posts {
		if id, ok := cardOf(post.Key); ok {
			k.addCard(id, post)
		}
	}
}

// failed logs what a scan could not do. It logs nothing when the server is
// stopping: the next start scans again.
func (k *Keeper) failed(ctx context.Context, what string, err error) {
	if ctx.Err() == nil {
		k.log.ErrorContext(ctx, what, "error", err)
	}
}
