package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/store/chunk"
)

// AppendPoints stores points and the offsets in their sources at which they end,
// and with them the run's progress, series, best and verdict, in one transaction.
// After an error that is not the context's or the caller's, the transaction may
// have happened or not: call FindIngest and go on from there.
//
// Sources that Ingest does not name keep their offsets; a nil State keeps the
// stored one. The run may have any status: the last lines of a log are often
// read after its end.
func (s *Store) AppendPoints(ctx context.Context, a trex.Append) error {
	added := groupPoints(a.Points)
	err := s.transact(ctx, true, func(t *tx) error {
		run, tails, err := appendTarget(ctx, t, a.Run, added)
		if err != nil {
			return err
		}
		statements, err := appendSeries(ctx, t.session, run, tails, added)
		if err != nil {
			return err
		}
		if statements, err = appendIngest(statements, run, a); err != nil {
			return err
		}
		if a.Progress != nil {
			p := *a.Progress
			statements = append(statements, Statement{`UPDATE runs SET progress_done = $1, progress_total = $2,
				progress_unit = $3, progress_at = $4, progress_pace = $5 WHERE id = $6`,
				[]any{notNaN(p.Done), notNaN(p.Total), p.Unit, p.At, notNaN(p.Pace), a.Run}})
		}
		run.judge(a.Verdict)
		if run.seen || run.judged {
			statements = append(statements, run.save())
		}
		if len(a.Points) > 0 {
			t.changed(trex.PointsAdded, string(a.Run))
		}
		if run.better || run.retold || a.Progress != nil {
			t.changed(trex.RunChanged, string(a.Run))
		}
		return t.batch(ctx, statements)
	})
	if err != nil {
		return fmt.Errorf("append points of %s: %w", a.Run, err)
	}
	return nil
}

func appendIngest(statements []Statement, run *target, a trex.Append) ([]Statement, error) {
	for source, offset := range a.From {
		if run.offsets[source] != offset {
			return nil, trex.Conflict("%s of %s was already read to %d, these points begin at %d",
				source, a.Run, run.offsets[source], offset)
		}
	}
	if len(a.Ingest.Offsets) == 0 && a.Ingest.State == nil {
		return statements, nil
	}
	offsets := maps.Clone(run.offsets)
	if offsets == nil {
		offsets = make(map[string]int64, len(a.Ingest.Offsets))
	}
	maps.Copy(offsets, a.Ingest.Offsets)
	text, err := jsonText(offsets)
	if err != nil {
		return nil, err
	}
	state := a.Ingest.State
	if state == nil {
		state = run.state
	}
	return append(statements, Statement{`INSERT INTO ingests (run_id, offsets, state) VALUES ($1, $2, $3)
		ON CONFLICT (run_id) DO UPDATE SET offsets = excluded.offsets, state = excluded.state`,
		[]any{a.Run, text, state}}), nil
}

// FindIngest returns how far a run's sources were read; the zero Ingest when
// nothing was read yet.
func (s *Store) FindIngest(ctx context.Context, run trex.RunID) (trex.Ingest, error) {
	ingest, err := findIngest(ctx, s.read, run)
	if err != nil {
		return trex.Ingest{}, fmt.Errorf("find ingest of %s: %w", run, err)
	}
	return ingest, nil
}

const selectIngest = `SELECT offsets, state FROM ingests WHERE run_id = $1`

func findIngest(ctx context.Context, s session, run trex.RunID) (trex.Ingest, error) {
	ingest, err := one(ctx, s, func(row scanner) (i trex.Ingest, err error) {
		err = row.Scan(document{&i.Offsets}, &i.State)
		return i, err
	}, selectIngest, run)
	if errors.Is(err, sql.ErrNoRows) {
		return trex.Ingest{}, nil
	}
	return ingest, err
}

// added holds the new samples of one metric in their order.
type added struct {
	metric  string // as stored
	samples []chunk.Sample
}

func groupPoints(points []trex.Point) []added {
	var groups []added
	index := make(map[string]int)
	for len(points) > 0 {
		same := 1
		for same < len(points) && points[same].Metric == points[0].Metric {
			same++
		}
		metric := label(points[0].Metric)
		at, ok := index[metric]
		if !ok {
			at = len(groups)
			index[metric] = at
			groups = append(groups, added{metric: metric})
		}
		samples := slices.Grow(groups[at].samples, same)
		for _, p := range points[:same] {
			milli := int64(0)
			if !p.Time.IsZero() {
				milli = p.Time.UnixMilli()
			}
			samples = append(samples, chunk.Sample{Step: p.Step, Milli: milli, Value: p.Value})
		}
		groups[at].samples, points = samples, points[same:]
	}
	return groups
}

func notNaN(f float64) float64 {
	if math.IsNaN(f) {
		return 0
	}
	return f
}
