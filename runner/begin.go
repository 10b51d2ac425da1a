package runner

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/trex-ml/trex"
)

// startTries is how often a start is tried when its errors do not say whether a
// later try can succeed.
const startTries = 5

// begin gets a handle on the run. over is true when the run is final and there
// is nothing to follow.
func (f *follower) begin(ctx context.Context, start func(context.Context) (Handle, error)) (over bool, err error) {
	if start == nil {
		if f.run, err = f.r.store.FindRun(ctx, f.id); err != nil {
			return false, err
		}
		if f.run.Status.Final() {
			return true, nil
		}
		if start, err = f.again(ctx); err != nil {
			return f.failed(ctx, err)
		}
	}
	if f.handle, err = start(ctx); err != nil {
		return f.failed(ctx, err)
	}
	if f.job, err = ReadJob(f.r.folder(f.id)); err != nil {
		// The folder may be deleted while the run goes on. The rest is then read with
		// the project's present settings.
		f.job = f.r.newJob(f.run, f.r.projects[f.run.Project], f.run.Ref)
	}
	return false, f.report(ctx)
}

// failed finishes a run that can never start, and passes other errors on.
func (f *follower) failed(ctx context.Context, err error) (over bool, _ error) {
	if lost, ok := errors.AsType[*LostError](err); ok {
		return true, f.finish(ctx, nil, lost)
	}
	reason, _ := trex.Sentence(err)
	switch kind := trex.KindOf(err); {
	case ctx.Err() != nil:
	case kind == trex.KindInvalid:
		return true, f.finish(ctx, nil, &LostError{Reason: reason})
	case kind == trex.KindUnavailable:
		err = errors.Join(err, f.r.store.SetReason(ctx, f.id, reason))
	case f.r.countFailure(f.id) >= startTries:
		return true, f.finish(ctx, nil, &LostError{Reason: "it could not be started: " + err.Error()})
	}
	return false, fmt.Errorf("start run: %w", err)
}

// again returns a function that gets the handle of a run recorded as running.
// It attaches to the run, or starts it now if it was claimed and never started.
func (f *follower) again(ctx context.Context) (func(context.Context) (Handle, error), error) {
	executor, ok := f.r.executors[f.executor]
	if !ok {
		reason := fmt.Sprintf("cannot be followed: the executor %q is not configured", f.executor)
		return nil, errors.Join(errors.New(reason), f.r.store.SetReason(ctx, f.id, reason))
	}
	handle, err := executor.Attach(ctx, f.run.Ref, f.r.folder(f.id))
	if trex.KindOf(err) != trex.KindNotFound {
		return func(context.Context) (Handle, error) { return handle, err }, nil
	}
	if f.run.Queued() && !f.run.StopAsked.IsZero() {
		return nil, &LostError{Reason: "it never started"} // a full queue may stay full for days
	}
	// A supervisor requested before a crash may still be starting. So a run that
	// nobody wants any more is started too, and stopped at once.
	job, err := ReadJob(f.r.folder(f.id))
	if err != nil || job.Key != f.run.Ref {
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			f.r.log.Warn("read job", "run", f.id, "error", err)
		}
		project, err := f.r.check(f.run)
		if err != nil {
			return nil, err
		}
		job = f.r.newJob(f.run, project, f.run.Ref)
	}
	return func(ctx context.Context) (Handle, error) {
		if err := prepareFolder(job); err != nil {
			return nil, err
		}
		return executor.Start(ctx, job)
	}, nil
}
