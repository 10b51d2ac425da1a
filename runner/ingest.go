package runner

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/insight"
	"github.com/trex-ml/trex/runner/metrics"
)

const (
	chunkSize    = 256 << 10 // read at once
	commitPoints = 4096      // held before they are committed
	maxMetrics   = 1000      // names of metrics of one run; a script that invents names for ever is cut off
)

// ingest turns a run's output into points, and commits them together with the
// offsets it has read to. So after any crash the next ingest continues exactly
// there. It holds at most one chunk and one batch in memory.
type ingest struct {
	store   store
	job     Job
	pause   time.Duration // between commits
	sources []*source
	options metrics.Options
	owners  map[string]int // metric → rank of the source it is taken from
	buffer  buffer
	looked  time.Time // for new event files

	fresh     []trex.Point // read since the watchdog looked; the watchdog empties it
	points    []trex.Point
	progress  *trex.Progress
	rate      rate
	began     time.Time // when the run began, zero while that is not known
	dirty     bool
	committed time.Time
	from      map[string]int64 // offsets, as stored last
	broken    *trex.Verdict    // the objective's verdict as stored last, nil while that is not known
}

// ingestState is trex.Ingest.State.
type ingestState struct {
	Sources map[string]sourceState `json:"sources"`
	Owners  map[string]int         `json:"owners,omitempty"`
	Rate    rate                   `json:"rate,omitzero"`
}

// buffer holds what is read from a run's files. It grows only to what the run
// prints at once: most print a line now and then, and there may be many.
type buffer []byte

func (b *buffer) room(n int64) []byte {
	if int64(cap(*b)) < n {
		*b = make([]byte, max(n, 4096))
	}
	return (*b)[:n]
}

func openIngest(ctx context.Context, store store, job Job, pause time.Duration) (*ingest, error) {
	stored, err := store.FindIngest(ctx, job.Run)
	if err != nil {
		return nil, err
	}
	run, err := store.FindRun(ctx, job.Run)
	if err != nil {
		return nil, err
	}
	state := ingestState{}
	if len(stored.State) > 0 {
		if err := json.Unmarshal(stored.State, &state); err != nil {
			return nil, fmt.Errorf("read state of parsers of %s: %w", job.Run, err)
		}
	}
	in := &ingest{store: store, job: job, pause: pause, owners: state.Owners, rate: state.Rate, from: stored.Offsets, broken: run.Verdict}
	if in.owners == nil {
		in.owners = map[string]int{}
	}
	options := metrics.Options{Patterns: job.Project.Patterns, Objective: job.Project.Objective.Metric}
	if _, err := metrics.New(options); err != nil {
		options.Patterns = nil // trex.yaml refuses such patterns; a run must not hang on one
	}
	in.options = options
	in.sources = []*source{
		newSource(job.Dir, MetricsFile, metricsRank, func() parser { return metrics.NewJSONL(options) }),
		newSource(job.Dir, LogFile, logRank, func() parser {
			p, _ := metrics.New(options) // compiled above
			return p
		}),
		newSource(job.Dir, UsageFile, usageRank, func() parser { return metrics.NewJSONL(options) }),
	}
	for name := range stored.Offsets {
		if name != MetricsFile && name != LogFile && name != UsageFile {
			in.addEvents(name)
		}
	}
	for _, s := range in.sources {
		if err := s.restore(stored.Offsets[s.name], state.Sources[s.name]); err != nil {
			return nil, err
		}
	}
	return in, nil
}

func (in *ingest) close() {
	for _, s := range in.sources {
		s.close()
	}
}

// read reads at most one chunk of each source, and commits what it has when it
// is time. output is true if the run has printed something; left is how many
// bytes there are still to read.
func (in *ingest) read(ctx context.Context, now time.Time) (output bool, left int64, err error) {
	if now.Sub(in.looked).Abs() >= eventsPause {
		in.looked = now
		in.follow()
	}
	for _, s := range in.sources {
		batch, n, leftHere := s.next(&in.buffer, now)
		in.dirty = in.dirty || n > 0
		output = output || n > 0 && s.rank == logRank
		left += leftHere
		in.take(batch, s.rank)
	}
	if len(in.points) >= commitPoints || in.dirty && time.Since(in.committed) >= in.pause {
		err = in.commit(ctx)
	}
	return output, left, err
}

// take adds what a source read. A metric that two sources report is taken from
// the more exact one, so that no step counts twice.
func (in *ingest) take(batch metrics.Batch, rank int) {
	for _, point := range batch.Points {
		owner, known := in.owners[point.Metric]
		switch {
		case known && owner < rank:
			continue
		case !known && len(in.owners) >= maxMetrics:
			continue
		}
		in.owners[point.Metric] = rank
		in.points = append(in.points, point)
		in.keepFresh(point)
	}
	if batch.Progress != nil && rank != usageRank {
		in.progress = batch.Progress
		in.progress.Pace = in.rate.observe(*batch.Progress, in.began)
	}
}

// add adds points that were measured, not read.
func (in *ingest) add(points []trex.Point) {
	in.points = append(in.points, points...)
	for _, point := range points {
		in.keepFresh(point)
	}
	in.dirty = in.dirty || len(points) > 0
}

// keepFresh drops points that are too many for a watchdog that looks four times
// a second: the first of a flood of points tell enough.
func (in *ingest) keepFresh(point trex.Point) {
	if len(in.fresh) < commitPoints {
		in.fresh = append(in.fresh, point)
	}
}

// drain reads all files to their end, also last lines without a line break, and
// commits the points. It renews the files and reads them once more, because the
// end of a run may be seen before its last lines are.
func (in *ingest) drain(ctx context.Context, now func() time.Time) error {
	in.looked = time.Time{}
	if err := in.readAll(ctx, now); err != nil {
		return err
	}
	for _, s := range in.sources {
		s.renew(now())
	}
	if err := in.readAll(ctx, now); err != nil {
		return err
	}
	for _, s := range in.sources {
		in.take(s.parser.Flush(now()), s.rank)
	}
	return in.commit(ctx)
}

func (in *ingest) readAll(ctx context.Context, now func() time.Time) error {
	for left := int64(1); left > 0; {
		var err error
		if _, left, err = in.read(ctx, now()); err != nil {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}

func (in *ingest) commit(ctx context.Context) error {
	if !in.dirty && len(in.points) == 0 && in.progress == nil {
		return nil
	}
	state := ingestState{Sources: map[string]sourceState{}, Owners: in.owners, Rate: in.rate}
	offsets, from := make(map[string]int64, len(in.sources)), make(map[string]int64, len(in.sources))
	for _, s := range in.sources {
		offsets[s.name], from[s.name] = s.offset(), in.from[s.name]
		state.Sources[s.name] = s.state()
	}
	encoded, err := json.Marshal(state)
	if err != nil {
		return fmt.Errorf("encode state of parsers of %s: %w", in.job.Run, err)
	}
	broken := in.verdict()
	err = in.store.AppendPoints(ctx, trex.Append{
		Run: in.job.Run, Points: in.points, Progress: in.progress, Verdict: broken,
		Ingest: trex.Ingest{Offsets: offsets, State: encoded},
		From:   from, // a server that was deposed, or that tries again, must not store points twice
	})
	if err != nil {
		return errors.Join(errCommit, err)
	}
	in.from = offsets
	if broken != nil {
		in.broken = broken
	}
	in.points, in.progress, in.dirty, in.committed = in.points[:0], nil, false, time.Now()
	return nil
}

// verdict says whether the objective is broken, or no longer is, with the
// points to be committed; nil when they change nothing. Everything else about a
// curve is judged at its end.
func (in *ingest) verdict() *trex.Verdict {
	var objective []trex.Point
	for i := range in.points {
		if in.points[i].Metric == in.job.Project.Objective.Metric {
			objective = append(objective, in.points[i])
		}
	}
	if len(objective) == 0 {
		return nil
	}
	now := insight.Broken(objective)
	if in.broken != nil && in.broken.Kind != "" && now.SinceStep == objective[0].Step {
		now.SinceStep = in.broken.SinceStep // it is still broken
	}
	if in.broken != nil && *in.broken == now {
		return nil
	}
	return &now
}

// errCommit marks an error after which an ingest must not be used again: what
// it holds may or may not be in the store.
var errCommit = errors.New("commit points")
