package agent

import (
	"cmp"
	"context"
	"time"

	"github.com/trex-ml/trex"
)

// Agent understands one message. *Grammar and *LLM implement it.
//
// It answers every message with an Intent; a refusal is an Intent of kind Ask.
// An error means that ctx ended or that a read through Lookup failed. Understand
// is safe for concurrent use and keeps nothing of the request.
type Agent interface {
	Understand(ctx context.Context, req Request) (Intent, error)
}

// Request holds a message and its context. An Agent changes nothing in it.
type Request struct {
	Text       string // what the person typed; untrusted
	Person     trex.Person
	Turns      []Turn            // the thread so far, oldest first, without Text
	Projects   []trex.Project    // all of them
	Runs       []trex.Run        // recent runs, newest first
	Experiment trex.ExperimentID // of this thread, "" if none
	Open       *trex.Proposal    // the newest open proposal of this thread; nil: none
	Default    string            // project of requests in this channel that name none; "": none
	DefaultAt  time.Time         // when it was chosen: in a Wide thread it takes the place of older cards
	Wide       bool              // the thread is about many experiments, like a channel; Experiment is the newest
	Overheard  bool              // it does not address Trex
	Owner      bool              // the person asked for what the thread shows, or for the card, or was asked
	Now        time.Time         // for "today"; zero: the clock's
	Question   string            // Intent.Question of an earlier message, which this one may answer; "": none
	MaxRuns    int               // most configurations of one proposal; 0: 100
	Lookup     Lookup            // reads beyond Runs; may be nil
	Partial    func(text string) // receives the whole answer so far, repeatedly while it grows; may be nil
}

// Turn is one earlier message of the thread.
type Turn struct {
	Role     trex.Role
	Text     string
	Proposal *trex.Proposal // the proposal it carried, nil if none
}

// Lookup reads stored runs. Not-found is a trex.NotFound error.
type Lookup interface {
	FindRun(ctx context.Context, id trex.RunID) (trex.Run, error)
	ListRuns(ctx context.Context, query trex.RunQuery) (trex.RunPage, error)
	ListSeries(ctx context.Context, id trex.RunID) ([]trex.Series, error)
	LogTail(ctx context.Context, id trex.RunID, lines int) (string, error)
}

const defaultMaxRuns = 100

func (r *Request) maxRuns() int { return cmp.Or(max(r.MaxRuns, 0), defaultMaxRuns) }

func (r *Request) now() time.Time {
	if r.Now.IsZero() {
		return time.Now()
	}
	return r.Now
}
