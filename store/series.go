package store

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/store/chunk"
)

const seriesColumns = `s.metric, s.count, s.first_step, s.last_step, s.last, s.low, s.low_step, s.high, s.high_step`

func seriesFields(s *trex.Series) []any {
	return []any{&s.Metric, &s.Count, &s.FirstStep, &s.LastStep, number{&s.Last},
		number{&s.Min}, &s.MinStep, number{&s.Max}, &s.MaxStep}
}

// ListSeries returns the series of each metric of a run, by name.
func (s *Store) ListSeries(ctx context.Context, run trex.RunID) ([]trex.Series, error) {
	series, err := list(ctx, s.read, func(row scanner) (one trex.Series, err error) {
		err = row.Scan(seriesFields(&one)...)
		return one, err
	}, `SELECT `+seriesColumns+` FROM series s WHERE s.run_id = $1 ORDER BY s.metric`, run)
	if err != nil {
		return nil, fmt.Errorf("list series of %s: %w", run, err)
	}
	return series, nil
}

// tail is a series and its open chunk, to which points are appended.
type tail struct {
	trex.Series
	no, seq int64
	used    int            // samples in the open chunk
	samples []chunk.Sample // of the open chunk, unless it is so full that it stays as it is
}

// askTails returns the questions that fill tails with the existing series of the
// groups. They read the samples of an open chunk only if it is written again.
func askTails(run trex.RunID, groups []added, tails map[string]*tail) []question {
	full := chunk.MaxSamples
	if !slices.ContainsFunc(groups, func(g added) bool { return len(g.samples) < halfFull }) {
		full = halfFull
	}
	metrics := make([]string, len(groups))
	for i, group := range groups {
		metrics[i] = group.metric
	}
	var questions []question
	for marks, args := range inLists(metrics) {
		questions = append(questions, question{
			Statement{numbered(`SELECT ` + seriesColumns + `, s.no, s.tail, c.count, CASE WHEN c.count < ? THEN c.data END FROM series s
				JOIN chunks c ON c.run_id = s.run_id AND c.series_no = s.no AND c.seq = s.tail
				WHERE s.run_id = ? AND s.metric IN ` + marks), append([]any{full, run}, args...)},
			func(row scanner) error {
				t, err := scanTail(row)
				if err == nil {
					tails[t.Metric] = t
				}
				return err
			}})
	}
	return questions
}

func scanTail(row scanner) (*tail, error) {
	var t tail
	var data []byte
	if err := row.Scan(append(seriesFields(&t.Series), &t.no, &t.seq, &t.used, &data)...); err != nil {
		return nil, err
	}
	if data == nil {
		return &t, nil
	}
	var err error
	t.samples, err = chunk.Decode(nil, data)
	return &t, err
}

// appendSeries updates the run's best, and returns the statements that add the
// groups to the run's series.
func appendSeries(ctx context.Context, s session, run *target, tails map[string]*tail, groups []added) ([]Statement, error) {
	next := int64(0)
	if len(tails) < len(groups) {
		var err error
		next, err = one(ctx, s, scanValue[int64], `SELECT coalesce(max(no), 0) + 1 FROM series WHERE run_id = $1`, run.id)
		if err != nil {
			return nil, err
		}
	}
	var statements []Statement
	for _, group := range groups {
		t := tails[group.metric]
		if t == nil {
			t = &tail{Series: trex.Series{Metric: group.metric, Min: math.NaN(), Max: math.NaN()}, no: next}
			next++
		}
		extend(&t.Series, group.samples)
		statements = t.append(statements, run.id, group.samples)
		score := t.Last
		if group.metric == run.objective.Metric {
			run.improve(group.samples)
			score = run.best.Value
			run.seen, run.last = true, finite(t.Last)
		}
		statements = append(statements, saveSeries(run.id, t, score))
	}
	return statements, nil
}

// append packs the samples behind those of the open chunk and opens new chunks
// when it is full. A large batch does not fill a chunk that is already half
// full: writing it again would cost more than the space it leaves unused.
func (t *tail) append(statements []Statement, run trex.RunID, samples []chunk.Sample) []Statement {
	for len(samples) > 0 {
		if t.used == chunk.MaxSamples || t.used >= halfFull && len(samples) >= halfFull {
			t.used = 0
			t.seq++
		}
		n := min(chunk.MaxSamples-t.used, len(samples))
		if t.used == 0 {
			t.samples = samples[:n:n]
		} else {
			t.samples = append(t.samples, samples[:n]...)
		}
		t.used += n
		samples = samples[n:]
		low, high := chunk.Steps(t.samples)
		statements = append(statements, Statement{`INSERT INTO chunks
			(run_id, series_no, seq, count, low_step, high_step, summary, data)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
			ON CONFLICT (run_id, series_no, seq) DO UPDATE SET count = excluded.count, low_step = excluded.low_step,
			high_step = excluded.high_step, summary = excluded.summary, data = excluded.data`,
			[]any{run, t.no, t.seq, len(t.samples), low, high,
				chunk.AppendSummary(nil, chunk.Summarize(t.samples)), chunk.Append(make([]byte, 0, likelyBytes*t.used), t.samples)}})
	}
	return statements
}

const (
	halfFull    = chunk.MaxSamples / 2
	likelyBytes = 10 // of a packed sample, a little more than most need
)

func saveSeries(run trex.RunID, t *tail, score float64) Statement {
	return Statement{`INSERT INTO series (run_id, no, metric, count, first_step, last_step, last,
		low, low_step, high, high_step, score, tail)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		ON CONFLICT (run_id, metric) DO UPDATE SET count = excluded.count, last_step = excluded.last_step,
		last = excluded.last, low = excluded.low, low_step = excluded.low_step, high = excluded.high,
		high_step = excluded.high_step, score = excluded.score, tail = excluded.tail`,
		[]any{run, t.no, t.Metric, t.Count, t.FirstStep, t.LastStep, t.Last,
			t.Min, t.MinStep, t.Max, t.MaxStep, finite(score), t.seq}}
}

// extend adds samples to a summary. Of equal extremes the first is kept.
func extend(s *trex.Series, samples []chunk.Sample) {
	if s.Count == 0 {
		s.FirstStep = samples[0].Step
	}
	s.Count += int64(len(samples))
	last := samples[len(samples)-1]
	s.LastStep, s.Last = last.Step, last.Value
	sum := chunk.Summarize(samples)
	if sum.Low.Index < 0 {
		return
	}
	if math.IsNaN(s.Min) || sum.Low.Value < s.Min {
		s.Min, s.MinStep = sum.Low.Value, sum.Low.Step
	}
	if math.IsNaN(s.Max) || sum.High.Value > s.Max {
		s.Max, s.MaxStep = sum.High.Value, sum.High.Step
	}
}

// finite returns f, or NaN for NaN and Inf, which cannot be compared.
func finite(f float64) float64 {
	if math.IsInf(f, 0) {
		return math.NaN()
	}
	return f
}
