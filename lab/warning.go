package lab

import (
	"context"
	"fmt"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/say"
)

// Ignore settles a warning; the run continues. Only the requester of the run and
// admins may do it.
func (l *Lab) Ignore(ctx context.Context, id trex.WarningID, by trex.Person) error {
	warning, run, err := l.warned(ctx, id)
	if err != nil {
		return err
	}
	if err := l.owner(by, run.Requester, string(run.ID)); err != nil {
		return err
	}
	return l.store.SettleWarning(ctx, warning.ID)
}

// StopAndRetry stops the run of a warning if it is active, and proposes the run
// again with the warning's fix.
func (l *Lab) StopAndRetry(ctx context.Context, id trex.WarningID, where Where) (trex.Proposal, error) {
	warning, run, err := l.warned(ctx, id)
	if err != nil {
		return trex.Proposal{}, err
	}
	if len(warning.Fix) == 0 {
		return trex.Proposal{}, trex.Invalid("there is no fix known for %s", run.ID)
	}
	if !run.Status.Final() {
		if _, err := l.StopRun(ctx, run.ID, where.By); err != nil && trex.KindOf(err) != trex.KindConflict {
			return trex.Proposal{}, err
		}
	}
	fixes := []trex.RunConfig{warning.Fix}
	again := Again{Runs: []trex.Run{run}, By: where.By, Thread: where.Thread}
	return l.proposeAgain(ctx, again, fmt.Sprintf("%s again %s", run.ID, say.Fix(fixes)), fixes)
}

func (l *Lab) warned(ctx context.Context, id trex.WarningID) (trex.Warning, trex.Run, error) {
	warning, err := l.store.FindWarning(ctx, id)
	if err != nil {
		return trex.Warning{}, trex.Run{}, err
	}
	run, err := l.store.FindRun(ctx, warning.Run)
	return warning, run, err
}
