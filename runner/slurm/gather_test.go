package slurm

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/bubble"
	"github.com/trex-ml/trex/runner"
)

// TestSentAwayComeBackAsOne: refused jobs are submitted together, however far
// apart they come again. A job that does not come, or is of another account,
// holds nobody up for long.
func TestSentAwayComeBackAsOne(t *testing.T) {
	job := func(key, account string) runner.Job {
		return runner.Job{Key: key, Project: trex.Project{Options: asked(Settings{Account: account})}}
	}
	for name, test := range map[string]struct {
		sentAway, come []runner.Job
		want           []int // jobs of each submission
		within         time.Duration
	}{
		"All":          {[]runner.Job{job("1", "a"), job("2", "a"), job("3", "a")}, []runner.Job{job("1", "a"), job("2", "a"), job("3", "a")}, []int{3}, 2 * time.Second},
		"Fresh":        {nil, []runner.Job{job("1", "a"), job("2", "a")}, []int{1, 1}, time.Second},
		"OneIsMissing": {[]runner.Job{job("1", "a"), job("2", "a")}, []runner.Job{job("1", "a")}, []int{1}, gatherLimit + time.Second},
		"OtherAccount": {[]runner.Job{job("1", "a"), job("2", "b")}, []runner.Job{job("1", "a")}, []int{1}, time.Second},
		"NotKnown":     {[]runner.Job{job("1", "a"), {Key: "2"}}, []runner.Job{job("1", "a"), job("2", "b")}, []int{2}, 2 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var g gathering
				for _, away := range test.sentAway {
					who := account(away)
					if settingsOf(away.Project).Account == "" {
						who = everyone
					}
					g.expect(away.Key, who)
				}
				var mu sync.Mutex
				var got []int
				start := func(_ context.Context, jobs []runner.Job) []runner.Started {
					mu.Lock()
					got = append(got, len(jobs))
					mu.Unlock()
					started := make([]runner.Started, len(jobs))
					for i, job := range jobs {
						started[i].Err = fmt.Errorf("answer to %s", job.Key)
					}
					return started
				}
				begun := time.Now()
				var all sync.WaitGroup
				for i, job := range test.come {
					all.Go(func() {
						bubble.Pass(time.Duration(i) * 600 * time.Millisecond)
						for _, one := range g.join(t.Context(), []runner.Job{job}, start) {
							if one.Err.Error() != "answer to "+job.Key {
								t.Errorf("%s got the %v", job.Key, one.Err)
							}
						}
					})
				}
				all.Wait()
				if !slices.Equal(got, test.want) || time.Since(begun) > test.within {
					t.Errorf("submitted %v after %s, want %v within %s", got, time.Since(begun), test.want, test.within)
				}
			})
		})
	}
}
