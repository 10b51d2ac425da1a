package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/store/chunk"
)

// ReadPoints returns points in the order in which they arrived, at most Max of
// them with the extremes, the first and the last kept (see chunk.Decimate for
// the algorithm). A long series is thinned from the summaries of its chunks. A
// metric the run never reported has no points; an unknown run is not found.
func (s *Store) ReadPoints(ctx context.Context, q trex.PointQuery) ([]trex.Point, error) {
	points, err := s.readPoints(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("read %s of %s: %w", q.Metric, q.Run, err)
	}
	return points, nil
}

func (s *Store) readPoints(ctx context.Context, q trex.PointQuery) ([]trex.Point, error) {
	r := &pointReader{session: s.read, query: q}
	count := int64(0)
	_, err := one(ctx, s.read, func(row scanner) (none struct{}, err error) {
		return none, row.Scan(&r.no, &count)
	}, `SELECT no, count FROM series WHERE run_id = $1 AND metric = $2`, q.Run, label(q.Metric))
	if errors.Is(err, sql.ErrNoRows) {
		_, err = s.FindRun(ctx, q.Run)
		return nil, err
	}
	if err != nil {
		return nil, err
	}
	if q.Max <= 0 || count <= int64(q.Max) {
		samples, err := r.all(ctx)
		return r.points(samples), err
	}
	chunks, total, err := r.summaries(ctx)
	if err != nil {
		return nil, err
	}
	if len(chunks) < q.Max/4 { // the summaries alone would be much coarser than asked for
		if q.FromStep == nil && q.ToStep == nil {
			samples, err := r.thinSamples(ctx, total)
			return r.points(samples), err
		}
		samples, err := r.all(ctx)
		return r.points(chunk.Decimate(samples, q.Max)), err
	}
	samples, err := r.thinSummaries(ctx, chunks, total)
	return r.points(samples), err
}

// pointReader answers one query.
type pointReader struct {
	session
	query trex.PointQuery
	no    int64
}

// stored is a chunk without its samples.
type stored struct {
	seq       int64
	low, high int64 // steps
	chunk.Summary
}

// bounds returns the chunks that may hold steps of the query.
func (r *pointReader) bounds() *predicate {
	where := &predicate{}
	where.and("run_id = ? AND series_no = ?", r.query.Run, r.no)
	if r.query.FromStep != nil {
		where.and("high_step >= ?", *r.query.FromStep)
	}
	if r.query.ToStep != nil {
		where.and("low_step <= ?", *r.query.ToStep)
	}
	return where
}

func (r *pointReader) summaries(ctx context.Context) (chunks []stored, total int64, err error) {
	query, args := r.bounds().build("SELECT seq, low_step, high_step, summary FROM chunks", "ORDER BY seq")
	err = each(ctx, r.session, func(row scanner) error {
		var c stored
		var blob sql.RawBytes
		if err := row.Scan(&c.seq, &c.low, &c.high, &blob); err != nil {
			return err
		}
		c.Summary, err = chunk.DecodeSummary(blob)
		chunks = append(chunks, c)
		total += int64(c.Count)
		return err
	}, query, args...)
	return chunks, total, err
}

// samples calls fn for each chunk that may hold steps of the query, with the
// samples inside the query. They are valid until fn returns.
func (r *pointReader) samples(ctx context.Context, fn func([]chunk.Sample)) error {
	query, args := r.bounds().build("SELECT data FROM chunks", "ORDER BY seq")
	var buffer []chunk.Sample
	return each(ctx, r.session, func(row scanner) (err error) {
		var blob sql.RawBytes
		if err := row.Scan(&blob); err != nil {
			return err
		}
		buffer, err = chunk.Decode(buffer[:0], blob)
		fn(r.inside(buffer))
		return err
	}, query, args...)
}

func (r *pointReader) all(ctx context.Context) ([]chunk.Sample, error) {
	var all []chunk.Sample
	err := r.samples(ctx, func(samples []chunk.Sample) { all = append(all, samples...) })
	return all, err
}

func (r *pointReader) thinSamples(ctx context.Context, total int64) ([]chunk.Sample, error) {
	thinner := chunk.NewThinner(r.query.Max, total)
	err := r.samples(ctx, func(samples []chunk.Sample) {
		for len(samples) > 0 {
			n := thinner.Room(len(samples))
			thinner.Add(chunk.Summarize(samples[:n]))
			samples = samples[n:]
		}
	})
	return thinner.Samples(), err
}

// thinSummaries unpacks only the chunks that lie partly outside the query.
func (r *pointReader) thinSummaries(ctx context.Context, chunks []stored, total int64) ([]chunk.Sample, error) {
	thinner := chunk.NewThinner(r.query.Max, total)
	for _, c := range chunks {
		if r.covers(c) {
			thinner.Add(c.Summary)
			continue
		}
		data, err := one(ctx, r.session, scanValue[[]byte],
			`SELECT data FROM chunks WHERE run_id = $1 AND series_no = $2 AND seq = $3`, r.query.Run, r.no, c.seq)
		if err != nil {
			return nil, err
		}
		samples, err := chunk.Decode(nil, data)
		if err != nil {
			return nil, err
		}
		if samples = r.inside(samples); len(samples) > 0 {
			thinner.Add(chunk.Summarize(samples))
		}
	}
	return thinner.Samples(), nil
}

func (r *pointReader) covers(c stored) bool {
	return (r.query.FromStep == nil || c.low >= *r.query.FromStep) && (r.query.ToStep == nil || c.high <= *r.query.ToStep)
}

// inside moves the samples of the query to the front and returns them.
func (r *pointReader) inside(samples []chunk.Sample) []chunk.Sample {
	if r.query.FromStep == nil && r.query.ToStep == nil {
		return samples
	}
	kept := samples[:0]
	for _, s := range samples {
		if (r.query.FromStep == nil || s.Step >= *r.query.FromStep) && (r.query.ToStep == nil || s.Step <= *r.query.ToStep) {
			kept = append(kept, s)
		}
	}
	return kept
}

func (r *pointReader) points(samples []chunk.Sample) []trex.Point {
	if len(samples) == 0 {
		return nil
	}
	points := make([]trex.Point, len(samples))
	for i, s := range samples {
		points[i] = trex.Point{Metric: r.query.Metric, Step: s.Step, Value: s.Value}
		if s.Milli != 0 {
			points[i].Time = time.UnixMilli(s.Milli).UTC()
		}
	}
	return points
}
