package slurm

import (
	"context"
	"encoding/json"
	"fmt"
	"os/user"
	"sync"
	"time"
)

// queue is what slurmctld last said of this user's jobs, all of them in one
// call, asked again no sooner than every so often however many runs wait.
//
// Safe for concurrent use.
type queue struct {
	commands *commands
	every    time.Duration

	mu    sync.Mutex
	known snapshot
	err   error     // of the last question
	asked time.Time // when it was answered, zero: ask now
	away  time.Time // since when slurmctld has not answered, zero: it does
	calls int       // questions asked, for measuring
}

// snapshot is the jobs at one moment. Slurm lists a job for some minutes after
// its end (MinJobAge).
type snapshot struct {
	at      time.Time
	entries []entry
}

func newQueue(commands *commands, every time.Duration) *queue {
	return &queue{commands: commands, every: every}
}

// look returns the jobs as they were no longer ago than the pace allows.
func (q *queue) look(ctx context.Context) (snapshot, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.asked.IsZero() && time.Since(q.asked) < q.pace() {
		return q.known, q.err
	}
	known, err := q.ask(ctx)
	if ctx.Err() != nil {
		return snapshot{}, ctx.Err()
	}
	q.asked, q.err = time.Now(), err
	q.calls++
	switch {
	case err == nil:
		q.known, q.away = known, time.Time{}
	case q.away.IsZero():
		q.away = time.Now()
	}
	return q.known, q.err
}

// pace grows with the number of jobs, so that a full queue is not asked for in
// full every two seconds; a controller that is away is left in peace too.
func (q *queue) pace() time.Duration {
	return q.every + time.Duration(len(q.known.entries))*5*time.Millisecond
}

// forget makes the next look ask anew.
func (q *queue) forget() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.asked = time.Time{}
}

// awaySince returns since when slurmctld has not answered.
func (q *queue) awaySince() (since time.Time, away bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.away, !q.away.IsZero()
}

// last returns what was known last, without asking.
func (q *queue) last() snapshot {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.known
}

func (q *queue) ask(ctx context.Context) (snapshot, error) {
	args := []string{"--json"}
	if self, err := user.Current(); err == nil {
		args = append(args, "--user="+self.Username)
	}
	at := time.Now()
	output, err := q.commands.run(ctx, "squeue", args...)
	if err != nil {
		return snapshot{}, err
	}
	var answer struct {
		Jobs []entry `json:"jobs"`
	}
	if err := json.Unmarshal(output, &answer); err != nil {
		return snapshot{}, fmt.Errorf("read the answer of squeue: %w", err)
	}
	return snapshot{at, answer.Jobs}, nil
}

// find returns the entry about id.
func (s *snapshot) find(id jobID) (entry, bool) {
	for _, e := range s.entries {
		if e.covers(id) {
			return e, true
		}
	}
	return entry{}, false
}
