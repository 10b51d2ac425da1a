package runner

import (
	"context"
	"errors"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runner/watch"
)

const (
	killMargin = 5 * time.Second  // after the grace, before a run that does not stop is killed from outside
	startSlack = time.Second      // how far a recorded start may be off
	lastWords  = 10 * time.Second // for recording what was read when Trex stops
)

// follower follows one run from its start, or from Trex's, to its end. All that
// it keeps is also in the store or in the run's folder.
type follower struct {
	r         *Runner
	id        trex.RunID
	executor  string
	requester trex.Person
	gpus      []int
	stops     chan trex.Run
	run       trex.Run // as it was when this follower began; only its own goroutine uses it

	sampled sampled
	samples chan []trex.Point

	handle Handle
	job    Job
	ingest *ingest
	pace   pace
	dog    *watch.Dog
	stopAt time.Time // when Stop was last called, zero before
}

func newFollower(r *Runner, run trex.Run) *follower {
	return &follower{
		r: r, id: run.ID, executor: run.Executor, requester: run.Requester, gpus: run.GPUs, run: run,
		stops: make(chan trex.Run, 1), samples: make(chan []trex.Point, 1),
	}
}

// askStop is called repeatedly while a request to stop is recorded.
func (f *follower) askStop(run trex.Run) {
	select {
	case f.stops <- run:
	default:
	}
}

// follow returns nil when the run is final.
func (f *follower) follow(ctx context.Context, start func(context.Context) (Handle, error)) error {
	over, err := f.begin(ctx, start)
	if err != nil || over {
		return err
	}
	if f.ingest, err = openIngest(ctx, f.r.store, f.job, f.r.pauses.Commit); err != nil {
		return err
	}
	defer f.ingest.close()
	f.observe()
	exit, err := f.untilEnd(ctx)
	lost, isLost := errors.AsType[*LostError](err)
	switch {
	case err == nil:
		return f.finish(ctx, &exit, nil)
	case isLost:
		return f.finish(ctx, nil, lost)
	case errors.Is(err, errCommit):
		return err // what the ingest holds may have been stored
	case trex.KindOf(err) == trex.KindNotFound && ctx.Err() == nil:
		if over, failure := f.failed(ctx, err); over || failure == nil {
			return failure
		}
	}
	return errors.Join(err, f.leave(ctx))
}

// observe begins to watch and to measure a run, from its start on.
func (f *follower) observe() {
	if f.run.Status == trex.Running {
		if f.ingest != nil {
			f.ingest.began = f.run.StartedAt
		}
		f.dog = watch.New(f.job.Project, f.run)
		f.offerSamples()
	}
}

// untilEnd accompanies the run and returns how it ended.
func (f *follower) untilEnd(ctx context.Context) (exit trex.Exit, err error) {
	waiting, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	var waitErr error
	go func() {
		defer close(ended)
		exit, waitErr = f.handle.Wait(waiting)
	}()
	err = f.accompany(ctx, ended)
	cancel()
	<-ended
	if err != nil {
		return trex.Exit{}, err
	}
	return exit, waitErr
}

// accompany reads, reports and stops until the run has ended.
func (f *follower) accompany(ctx context.Context, ended <-chan struct{}) error {
	read := time.NewTicker(f.r.pauses.Read)
	defer read.Stop()
	report := time.NewTicker(f.r.pauses.Report)
	defer report.Stop()
	if !f.run.StopAsked.IsZero() {
		f.askStop(f.run)
	}
	var behind <-chan time.Time // while there is more to read already
	for {
		var err error
		select {
		case <-ended:
			return ctx.Err()
		case run := <-f.stops:
			f.stop(ctx, run)
		case points := <-f.samples:
			f.ingest.add(points)
		case <-report.C:
			if err = f.report(ctx); err == nil && !f.run.Queued() {
				err = f.warn(ctx, f.dog.Tick(f.r.now()))
			}
		case <-read.C:
			behind, err = f.read(ctx)
		case <-behind:
			behind, err = f.read(ctx)
		}
		if err != nil {
			return err
		}
	}
}

// read reads some of what the run wrote and shows it to the watchdog. When there
// is more it says when to go on before the next look. The rest is read when the
// run has ended.
func (f *follower) read(ctx context.Context) (behind <-chan time.Time, err error) {
	if f.run.Queued() {
		return nil, nil // hundreds may be waiting, on a file system that others use too
	}
	begun, now := time.Now(), f.r.now()
	output, left, err := f.ingest.read(ctx, now)
	if err != nil {
		return nil, err
	}
	if pause, more := f.pace.pause(left, time.Since(begun)); more {
		behind = time.After(pause)
	}
	warnings := f.dog.Observe(f.ingest.fresh, output, now)
	f.ingest.fresh = f.ingest.fresh[:0]
	return behind, f.warn(ctx, append(warnings, f.ingest.damages(now)...))
}

// leave records what was read so far, for the next follower to go on from.
func (f *follower) leave(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWords)
	defer cancel()
	return f.ingest.commit(ctx)
}

// stop asks the run to stop, and ends it from outside when that has no effect.
func (f *follower) stop(ctx context.Context, run trex.Run) {
	f.run.StopAsked, f.run.StopBy = run.StopAsked, run.StopBy
	if f.stopAt.IsZero() {
		if err := f.handle.Stop(ctx, f.job.Grace); err != nil {
			f.r.log.Error("stop run", "run", f.id, "error", err) // asked again at the next look
			return
		}
		f.stopAt = time.Now()
		return
	}
	killer, ok := f.handle.(Killer)
	if !ok || time.Since(f.stopAt) < f.job.Grace+killMargin {
		return
	}
	if err := killer.Kill(ctx); err != nil {
		f.r.log.Error("kill run", "run", f.id, "error", err)
	}
}

// report records what the executor knows and the claim did not: first the
// reference that finds the job, then when it began and what it waits for.
func (f *follower) report(ctx context.Context) error {
	var report Report
	if reporter, ok := f.handle.(Reporter); ok {
		report = reporter.Report()
	}
	began := f.run.StartedAt
	if !report.StartedAt.IsZero() && report.StartedAt.Sub(began).Abs() > startSlack {
		began = report.StartedAt
	}
	if ref := f.handle.Ref(); ref != f.run.Ref || began != f.run.StartedAt {
		if err := f.r.store.MarkStarted(ctx, f.id, began, ref); err != nil {
			return err
		}
		f.run.StartedAt, f.run.Ref = began, ref
		if f.run.Status == trex.Pending && !began.IsZero() {
			f.run.Status, f.run.Reason = trex.Running, "" // as the store does
			f.observe()
		}
	}
	if report.Waiting == f.run.Reason || f.run.StopBy == watchdog {
		return nil // when the watchdog stops a run, its reason stays
	}
	if err := f.r.store.SetReason(ctx, f.id, report.Waiting); err != nil {
		return err
	}
	f.run.Reason = report.Waiting
	return nil
}
