package runner

import (
	"context"
	"sync"

	"github.com/trex-ml/trex"
)

// pageOfPending is how many pending runs are looked at for ones that fit now.
// Runs that wait for GPUs may stand before others that need none.
const pageOfPending = 64

// claim starts pending runs, in a fair order, as far as there is room.
func (r *Runner) claim(ctx context.Context, following *sync.WaitGroup) error {
	for limit := pageOfPending; ; {
		pending, err := r.store.ListPending(ctx, limit)
		if err != nil {
			return err
		}
		if err := r.countPending(ctx, len(pending), limit); err != nil {
			return err
		}
		room := r.room()
		batches := map[string][]claimed{}
		moved := 0
		for _, run := range r.fair(pending) {
			if ctx.Err() != nil {
				break
			}
			project, ok, err := r.ready(ctx, run, room)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
			c, err := r.take(ctx, run, project, room)
			if trex.KindOf(err) == trex.KindConflict {
				moved++ // cancelled meanwhile
				continue
			}
			if err != nil {
				return err
			}
			moved++
			name := runExecutor(c.run)
			if _, ok := r.executors[name].(BatchStarter); ok {
				batches[name] = append(batches[name], c)
			} else {
				r.launch(ctx, following, c)
			}
		}
		for name, batch := range batches {
			r.launchBatch(ctx, following, r.executors[name].(BatchStarter), batch)
		}
		if len(pending) < limit || ctx.Err() != nil || !room.any() {
			return nil
		}
		if moved == 0 {
			limit *= 8
		}
	}
}

func (r *Runner) countPending(ctx context.Context, seen, limit int) error {
	if seen == limit {
		counts, err := r.store.CountRuns(ctx, "")
		if err != nil {
			return err
		}
		seen = counts[trex.Pending]
	}
	r.pending.Store(int64(seen))
	return nil
}

// claimed is a run that was claimed and is to be started.
type claimed struct {
	run trex.Run
	job Job
}

// ready says whether run can start now; one that never can is finished as
// failed with the reason.
func (r *Runner) ready(ctx context.Context, run trex.Run, room *room) (trex.Project, bool, error) {
	project, err := r.check(run)
	if err != nil {
		return trex.Project{}, false, r.refuse(ctx, run, err)
	}
	waits := room.fits(executorName(project), project.Resources.GPUs)
	if waits == "" {
		return project, true, nil
	}
	if waits != waitsForSlot && waits != run.Reason {
		return project, false, r.store.SetReason(ctx, run.ID, waits)
	}
	return project, false, nil
}

// take claims run and takes its room.
func (r *Runner) take(ctx context.Context, run trex.Run, project trex.Project, room *room) (claimed, error) {
	key := newKey()
	gpus := room.pick(executorName(project), project.Resources.GPUs)
	run, err := r.store.ClaimRun(ctx, trex.Claim{Run: run.ID, Ref: key, GPUs: gpus, At: r.now()})
	if err != nil {
		return claimed{}, err
	}
	room.occupy(run)
	r.served.serve(run.Requester)
	return claimed{run: run, job: r.newJob(run, project, key)}, nil
}

// launch gives a claimed run a follower that starts it.
func (r *Runner) launch(ctx context.Context, following *sync.WaitGroup, c claimed) {
	executor := r.executors[runExecutor(c.run)]
	r.follow(ctx, following, c.run, func(ctx context.Context) (Handle, error) {
		if err := prepareFolder(c.job); err != nil {
			return nil, err
		}
		return executor.Start(ctx, c.job)
	})
}

// launchBatch gives every run of a batch a follower; the first to come starts
// all.
func (r *Runner) launchBatch(ctx context.Context, following *sync.WaitGroup, executor BatchStarter, batch []claimed) {
	start := sync.OnceValue(func() []Started { return startBatch(ctx, executor, batch) })
	for i, c := range batch {
		r.follow(ctx, following, c.run, func(context.Context) (Handle, error) {
			started := start()[i]
			return started.Handle, started.Err
		})
	}
}

// startBatch starts those of batch whose folders can be made.
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
