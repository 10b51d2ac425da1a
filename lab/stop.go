package lab

import (
	"context"

	"github.com/trex-ml/trex"
)

// Stop asks to stop every unfinished run of a scope, in one transaction, however
// many there are. Only the requester of a run and admins may stop it. Runs of
// other people are left alone and counted; when the scope holds only such runs,
// the error is forbidden. A conflict says that no run was left to stop.
func (l *Lab) Stop(ctx context.Context, scope trex.RunScope, by trex.Person) (trex.Stopped, error) {
	stopped, err := l.store.StopRuns(ctx, trex.StopScope{
		RunScope: scope, By: by, At: l.now(), OwnOnly: !l.Admin(by),
	})
	switch {
	case err != nil || len(stopped.Runs) > 0:
		return stopped, err
	case len(scope.Runs) == 1:
		_, err := l.StopRun(ctx, scope.Runs[0], by) // returns the error that names the run
		return stopped, err
	case stopped.Others > 0:
		return stopped, l.notYours(ctx, scope)
	}
	return stopped, l.nothingLeft(ctx, scope)
}

// MayStop returns which of a scope's active runs a person may stop, and how many
// belong to others. It returns the error of Stop when there is nothing to stop.
func (l *Lab) MayStop(
	ctx context.Context, scope trex.RunScope, active []trex.Run, by trex.Person,
) (mine []trex.Run, others int, err error) {
	for i := range active {
		if l.Admin(by) || active[i].Requester.Same(by) {
			mine = append(mine, active[i])
		}
	}
	switch others = len(active) - len(mine); {
	case len(mine) > 0:
		return mine, others, nil
	case others > 0:
		return nil, others, l.notYours(ctx, scope)
	}
	return nil, 0, l.nothingLeft(ctx, scope)
}

// notYours says that other people asked for all runs of a scope.
func (l *Lab) notYours(ctx context.Context, scope trex.RunScope) error {
	if len(scope.Runs) == 1 {
		run, err := l.store.FindRun(ctx, scope.Runs[0])
		if err != nil {
			return err
		}
		return notOwner(run.Requester, string(run.ID))
	}
	if scope.Experiment == "" {
		return trex.Forbidden("others asked for these runs: only they or an admin may stop them")
	}
	experiment, err := l.store.FindExperiment(ctx, scope.Experiment)
	if err != nil {
		return err
	}
	return notOwner(experiment.Requester, string(experiment.ID))
}

// nothingLeft says that every run of a scope has ended.
func (l *Lab) nothingLeft(ctx context.Context, scope trex.RunScope) error {
	if scope.Experiment == "" {
		return trex.Conflict("nothing is left to stop: it has ended already")
	}
	if _, err := l.store.FindExperiment(ctx, scope.Experiment); err != nil {
		return err
	}
	return trex.Conflict("every run of %s has ended already", scope.Experiment)
}

// StopRun asks to stop one run. Only its requester and admins may do it. A
// conflict says that the run has ended.
func (l *Lab) StopRun(ctx context.Context, id trex.RunID, by trex.Person) (trex.Run, error) {
	run, err := l.store.FindRun(ctx, id)
	if err != nil {
		return trex.Run{}, err
	}
	if err := l.owner(by, run.Requester, string(id)); err != nil {
		return trex.Run{}, err
	}
	return l.store.RequestStop(ctx, id, by, l.now())
}
