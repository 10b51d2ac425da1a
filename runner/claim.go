package runner

import (
	"context"
	"sync"

	"github.com/trex-ml/trex"
)

// pageOfPending is how many pending runs are checked for one that fits now.
// Runs that wait for GPUs may stand before runs that need none.
const pageOfPending = 64

// readQueue reads the first limit pending runs.
func (r *Runner) readQueue(ctx context.Context, limit int) error {
	pending, err := r.store.ListPending(ctx, limit)
	if err != nil {
		return err
	}
	r.queue, r.more = pending, len(pending) == limit
	count := len(pending)
	if r.more {
		counts, err := r.store.CountRuns(ctx, "")
		if err != nil {
			return err
		}
		count = counts[trex.Pending]
	}
	r.pending.Store(int64(count))
	return nil
}

// mostTogether is how many runs are claimed at most before they are started as
// one batch. Each claim takes a moment.
const mostTogether = 1000

// claim starts pending runs in a fair order while there is room. Runs for an
// executor that starts many at once are collected over the pages of the queue.
func (r *Runner) claim(ctx context.Context, following *sync.WaitGroup) error {
	together := batches{}
	defer r.launchBatches(ctx, following, together)
	for limit := pageOfPending; ; {
		room := r.room()
		together.occupy(room)
		if err := r.claimQueue(ctx, following, room, together); err != nil {
			return err
		}
		if !r.more || ctx.Err() != nil || !room.any() {
			return nil
		}
		if len(r.queue) > 0 { // none of these fits, but a later one may
			limit *= 8
		}
		if err := r.readQueue(ctx, limit); err != nil {
			return err
		}
	}
}

// batches maps the name of an executor to the claimed runs it will start.
type batches map[string][]claimed

func (b batches) occupy(room *room) {
	for _, batch := range b {
		for _, c := range batch {
			room.occupy(c.run)
		}
	}
}

// claimQueue starts the queued runs that fit and keeps the others queued.
func (r *Runner) claimQueue(ctx context.Context, following *sync.WaitGroup, room *room, together batches) error {
	ordered := r.fair(r.queue)
	r.queue = nil // after an error the whole queue is read again
	var left []trex.Run
	for i, run := range ordered {
		if ctx.Err() != nil || !room.any() {
			left = append(left, ordered[i:]...)
			break
		}
		project, verdict, err := r.judge(ctx, run, room)
		if err != nil {
			return err
		}
		if verdict == mustWait {
			left = append(left, run)
		}
		if verdict != canStart {
			continue
		}
		c, err := r.take(ctx, run, project, room)
		if trex.KindOf(err) == trex.KindConflict {
			continue // cancelled meanwhile
		}
		if err != nil {
			return err
		}
		name := c.run.Executor
		if _, ok := r.executors[name].(BatchStarter); ok {
			together[name] = append(together[name], c)
			if len(together[name]) == mostTogether {
				r.launchBatches(ctx, following, together)
			}
		} else {
			r.launch(ctx, following, c)
		}
	}
	r.queue = left
	return nil
}

// claimed is a claimed run that is not started yet.
type claimed struct {
	run trex.Run
	job Job
}

// verdict is what can be done with a pending run now.
type verdict int

const (
	canStart verdict = iota
	mustWait
	isOver // it can never start, or is no longer pending
)

// judge says whether run can start now, and the reason people see while it
// cannot. A run that can never start is finished as failed with the reason.
func (r *Runner) judge(ctx context.Context, run trex.Run, room *room) (trex.Project, verdict, error) {
	project, err := r.check(run)
	if err != nil {
		return project, isOver, r.refuse(ctx, run, err)
	}
	waits := room.fits(project.Executor, project.Resources.GPUs)
	if waits == "" {
		return project, canStart, nil
	}
	if waits != waitsForSlot && waits != run.Reason {
		err = r.store.SetReason(ctx, run.ID, waits)
	}
	if trex.KindOf(err) == trex.KindConflict {
		return project, isOver, nil
	}
	return project, mustWait, err
}

// take claims run and takes its room.
func (r *Runner) take(ctx context.Context, run trex.Run, project trex.Project, room *room) (claimed, error) {
	key := newKey()
	gpus := room.pick(project.Executor, project.Resources.GPUs)
	_, queued := r.executors[project.Executor].(Sized)
	run, err := r.store.ClaimRun(ctx, trex.Claim{Run: run.ID, Ref: key, Queued: queued, GPUs: gpus, At: r.now()})
	if err != nil {
		return claimed{}, err
	}
	room.occupy(run)
	r.served.serve(run.Requester)
	return claimed{run: run, job: r.newJob(run, project, key)}, nil
}

// launch gives a claimed run a follower that starts it.
func (r *Runner) launch(ctx context.Context, following *sync.WaitGroup, c claimed) {
	executor := r.executors[c.run.Executor]
	r.follow(ctx, following, c.run, func(ctx context.Context) (Handle, error) {
		if err := prepareFolder(c.job); err != nil {
			return nil, err
		}
		return executor.Start(ctx, c.job)
	})
}

// launchBatches starts the collected runs and empties together.
func (r *Runner) launchBatches(ctx context.Context, following *sync.WaitGroup, together batches) {
	for name, batch := range together {
		r.launchBatch(ctx, following, r.executors[name].(BatchStarter), batch)
		delete(together, name)
	}
}

// launchBatch gives every run of a batch a follower. The first follower starts
// them all.
func (r *Runner) launchBatch(ctx context.Context, following *sync.WaitGroup, executor BatchStarter, batch []claimed) {
	start := sync.OnceValue(func() []Started { return startBatch(ctx, executor, batch) })
	for i, c := range batch {
		r.follow(ctx, following, c.run, func(context.Context) (Handle, error) {
			started := start()[i]
			return started.Handle, started.Err
		})
	}
}

// startBatch starts the runs of batch whose folders can be made.
func startBatch(ctx context.Context, batcher BatchStarter, batch []claimed) []Started {
	all := make([]Started, len(batch))
	var jobs []Job
	var places []int
	for i, c := range batch {
		if all[i].Err = prepareFolder(c.job); all[i].Err == nil {
			jobs, places = append(jobs, c.job), append(places, i)
		}
	}
	for j, started := range batcher.StartBatch(ctx, jobs) {
		all[places[j]] = started
	}
	return all
}
