package slurm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"os/user"
	"sync"
	"sync/atomic"
	"time"

	"github.com/trex-ml/trex"
)

// queue holds slurmctld's last answer about this user's jobs, all of them in
// one call. It asks no more often than its pace allows, however many runs wait,
// and less often while nothing changes.
//
// Safe for concurrent use. The last answer can be read while the next one is
// awaited.
type queue struct {
	commands *commands
	every    time.Duration

	asking sync.Mutex    // held by who asks; guards the next four
	due    time.Time     // the earliest time to ask again
	soon   time.Time     // the same when somebody waits for the answer
	idle   time.Duration // added to the pace while nothing changed
	seen   uint64        // a hash of the jobs' states

	wanted atomic.Bool // somebody waits for the next answer

	mu    sync.Mutex
	known snapshot
	err   error     // of the last question
	away  time.Time // since when slurmctld has not answered, zero: it does
}

// snapshot is the jobs at one moment. Slurm lists a job for some minutes after
// its end (MinJobAge).
type snapshot struct {
	at    time.Time
	byJob map[int64][]entry // by the number of the job or of its array
}

func newQueue(commands *commands, every time.Duration) *queue {
	return &queue{commands: commands, every: every}
}

// look returns the jobs as they were no longer ago than the pace allows.
func (q *queue) look(ctx context.Context) (snapshot, error) {
	q.asking.Lock()
	defer q.asking.Unlock()
	due := q.due
	if q.wanted.Load() {
		due = q.soon
	}
	if time.Now().Before(due) {
		return q.answer()
	}
	return q.ask(ctx)
}

// want says that somebody waits for the next answer: a job was submitted, or
// has ended and Slurm may know why.
func (q *queue) want() { q.wanted.Store(true) }

// lookAfter returns the jobs as they were after a moment in the past.
func (q *queue) lookAfter(ctx context.Context, moment time.Time) (snapshot, error) {
	q.asking.Lock()
	defer q.asking.Unlock()
	if known, err := q.answer(); known.at.After(moment) || err != nil && time.Now().Before(q.due) {
		return known, err
	}
	return q.ask(ctx)
}

// last returns what was known last and since when slurmctld has not answered,
// without asking.
func (q *queue) last() (known snapshot, away time.Time) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.known, q.away
}

func (q *queue) answer() (snapshot, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.known, q.err
}

// ask must be called with asking held. It makes a longer queue wait longer for
// the next question, and asks less often while the controller is away.
func (q *queue) ask(ctx context.Context) (snapshot, error) {
	q.wanted.Store(false)
	known, err := q.fetch(ctx)
	if ctx.Err() != nil {
		return snapshot{}, ctx.Err()
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.err = err
	switch {
	case err == nil:
		q.known, q.away = known, time.Time{}
	case q.away.IsZero():
		q.away = time.Now()
	}
	if seen := q.known.short(); err == nil && seen == q.seen {
		q.idle = min(q.idle+q.every/2, 2*q.every)
	} else {
		q.seen, q.idle = seen, 0
	}
	q.soon = time.Now().Add(q.every + time.Duration(len(q.known.byJob))*5*time.Millisecond)
	q.due = q.soon.Add(q.idle)
	return q.known, q.err
}

func (q *queue) fetch(ctx context.Context) (snapshot, error) {
	args := []string{"--json"}
	if self, err := user.Current(); err == nil {
		args = append(args, "--user="+self.Username)
	}
	at := time.Now()
	output, err := q.commands.run(ctx, "squeue", args...)
	if err != nil {
		return snapshot{}, err
	}
	return parseQueue(output, at)
}

// parseQueue reads the answer of squeue --json, which exits with 0 and lists no
// jobs when slurmctld was not reached.
func parseQueue(output []byte, at time.Time) (snapshot, error) {
	var answer struct {
		Jobs   *[]entry `json:"jobs"`
		Errors []struct {
			Description string `json:"description"`
			Error       string `json:"error"`
		} `json:"errors"`
	}
	if err := json.Unmarshal(output, &answer); err != nil {
		return snapshot{}, fmt.Errorf("read the answer of squeue: %w", err)
	}
	if len(answer.Errors) > 0 {
		e := answer.Errors[0]
		return snapshot{}, trex.Unavailable(fmt.Errorf("squeue: %s: %s", e.Description, e.Error), "Slurm does not answer")
	}
	if answer.Jobs == nil {
		return snapshot{}, errors.New("read the answer of squeue: it lists no jobs")
	}
	known := snapshot{at: at, byJob: map[int64][]entry{}}
	for _, e := range *answer.Jobs {
		known.byJob[e.arrayOrJob()] = append(known.byJob[e.arrayOrJob()], e)
	}
	return known, nil
}

// short is a hash that changes with a job's state or the reason it waits. The
// estimated start is left out: it changes all the time.
func (s *snapshot) short() (sum uint64) {
	for _, entries := range s.byJob {
		for _, e := range entries {
			h := fnv.New64a()
			fmt.Fprint(h, e.JobID.value, e.ArrayTasks, e.State, e.Reason, e.Restarts.value)
			sum += h.Sum64() // in any order
		}
	}
	return sum
}

// find returns the entry about id.
func (s *snapshot) find(id jobID) (entry, bool) {
	for _, e := range s.byJob[id.number] {
		if e.covers(id) {
			return e, true
		}
	}
	return entry{}, false
}

// named returns the number of the job or array of that name.
func (s *snapshot) named(name string) (number int64, ok bool) {
	for number, entries := range s.byJob {
		if entries[0].Name == name {
			return number, true
		}
	}
	return 0, false
}
