package runner

import (
	"context"

	"github.com/trex-ml/trex"
)

// warn stores a warning of the watchdog, once for each kind, and acts as the
// project wants. Those who watch the store tell people.
func (f *follower) warn(ctx context.Context, warnings []trex.Warning) error {
	for _, w := range warnings {
		if _, _, err := f.r.store.CreateWarning(ctx, w); err != nil {
			return err
		}
		if w.Policy != trex.WatchStop {
			continue
		}
		// The reason is stored first: it is part of how the run ends.
		if err := f.r.store.SetReason(ctx, f.id, w.Message); err != nil {
			return err
		}
		run, err := f.r.store.RequestStop(ctx, f.id, watchdog, f.r.now())
		if err != nil {
			return err
		}
		f.stop(ctx, run)
	}
	return nil
}
