package slurm

import (
	"context"
	"strings"
	"sync"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runner"
)

// latest maps each experiment with limited slots to the number of its last
// submitted job. Slots hold for all its arrays together: each waits for the one
// before.
//
// Safe for concurrent use.
type latest struct {
	mu sync.Mutex
	of map[trex.ExperimentID]int64
}

func (l *latest) set(job runner.Job, number int64) {
	if settingsOf(job.Project).Slots == 0 {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.of == nil {
		l.of = map[trex.ExperimentID]int64{}
	}
	l.of[job.Experiment] = number
}

func (l *latest) get(experiment trex.ExperimentID) (number int64, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	number, ok = l.of[experiment]
	return number, ok
}

// before returns the job that the next one of the same experiment must wait
// for, 0 if there is none. It finds an earlier Trex's jobs in the queue.
func (e *Executor) before(ctx context.Context, job runner.Job) (number int64, err error) {
	if settingsOf(job.Project).Slots == 0 {
		return 0, nil
	}
	if number, ok := e.latest.get(job.Experiment); ok {
		return number, nil
	}
	known, err := e.queue.lookAfter(ctx, e.begun)
	if err != nil {
		return 0, err
	}
	return known.latestOf(job), nil
}

// latestOf returns the latest job of an experiment that has not ended, 0 if
// there is none.
func (s *snapshot) latestOf(job runner.Job) (number int64) {
	ours := commentOf(job)
	for id, entries := range s.byJob {
		for _, e := range entries {
			if active(string(e.State)) && strings.HasPrefix(e.Comment, ours) {
				number = max(number, id)
			}
		}
	}
	return number
}
