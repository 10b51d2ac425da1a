package slurm

import (
	"strings"
	"sync"
	"time"

	"github.com/trex-ml/trex/runner"
)

// limits is what we have learnt about how many jobs Slurm takes now. Each limit
// is of an account: a partition, account and QOS, for which Slurm counts jobs.
// The account everyone is for all, while slurmctld does not answer.
//
// Safe for concurrent use.
type limits struct {
	pause time.Duration // before another try after a refusal

	mu sync.Mutex
	of map[string]limit
}

// limit is of one account. The zero limit means that none is known.
type limit struct {
	most  int       // jobs to try in one submission, 0: as many as there are
	until time.Time // when to try again
	why   error     // the refusal when even one job was too many
}

const everyone = ""

func newLimits(pause time.Duration) *limits { return &limits{pause: pause, of: map[string]limit{}} }

// account returns what Slurm counts a job for.
func account(job runner.Job) string {
	s := settingsOf(job.Project)
	return strings.Join([]string{s.Partition, s.Account, s.QOS}, "\x00")
}

// refused returns why jobs of an account need not be tried now, nil if they
// may.
func (l *limits) refused(account string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, who := range []string{everyone, account} {
		if limit := l.of[who]; time.Now().Before(limit.until) {
			return limit.why
		}
	}
	return nil
}

// most is how many of n jobs to try in one submission.
func (l *limits) most(account string, n int) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if most := l.of[account].most; most > 0 {
		return min(n, most)
	}
	return n
}

// refuse notes that n jobs were too many. Next half of them are tried; after a
// refusal of one, none for a while.
func (l *limits) refuse(account string, n int, why error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := limit{most: max(n/2, 1)}
	if n == 1 {
		now.until, now.why = time.Now().Add(l.pause), why
	}
	l.of[account] = now
}

// rest notes that there is no use in trying for a while.
func (l *limits) rest(account string, why error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.of[account]
	now.until, now.why = time.Now().Add(l.pause), why
	l.of[account] = now
}

// take notes that n jobs were taken: if no more were tried, twice as many are
// tried next time.
func (l *limits) take(account string, n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	most := l.of[account].most
	if n >= most {
		most *= 2
	}
	if most == 0 || most > unlimited {
		delete(l.of, account)
		return
	}
	l.of[account] = limit{most: most}
}

// unlimited is more than is ever submitted at once.
const unlimited = 4096
