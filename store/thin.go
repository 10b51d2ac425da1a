package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/trex-ml/trex"
)

// ListEnded returns the final runs of a project that ended before the given time,
// in the order in which they ended.
func (s *Store) ListEnded(ctx context.Context, project string, before time.Time) ([]trex.RunID, error) {
	where := endedBefore(project, before)
	query, args := where.build("SELECT id FROM runs r", "ORDER BY finished_at, id")
	ids, err := list(ctx, s.read, func(row scanner) (run trex.RunID, err error) {
		err = row.Scan(id[trex.RunID]{&run, trex.MakeRunID})
		return run, err
	}, query, args...)
	if err != nil {
		return nil, fmt.Errorf("list ended runs of %s: %w", project, err)
	}
	return ids, nil
}

// ListThinnable returns the series of such runs that have more points than
// keep.
func (s *Store) ListThinnable(ctx context.Context, project string, before time.Time, keep int) ([]trex.Thin, error) {
	where := endedBefore(project, before)
	where.and("s.count > ?", keep)
	query, args := where.build("SELECT r.id, s.metric FROM runs r JOIN series s ON s.run_id = r.id", "ORDER BY r.id, s.metric")
	thins, err := list(ctx, s.read, func(row scanner) (trex.Thin, error) {
		thin := trex.Thin{Keep: keep}
		err := row.Scan(id[trex.RunID]{&thin.Run, trex.MakeRunID}, &thin.Metric)
		return thin, err
	}, query, args...)
	if err != nil {
		return nil, fmt.Errorf("list long series of %s: %w", project, err)
	}
	return thins, nil
}

func endedBefore(project string, before time.Time) *predicate {
	where := &predicate{}
	where.and("r.project = ?", project)
	where.and("r.status IN (?, ?, ?)", trex.Completed, trex.Failed, trex.Cancelled)
	where.and("r.finished_at < ?", before)
	return where
}

// ThinPoints deletes points of a series, by the algorithm of chunk.Decimate: the
// extremes, the first and the last remain, and so do the values by which runs are
// compared. A series that is short enough is not changed; a run that is not final
// is a conflict.
func (s *Store) ThinPoints(ctx context.Context, thin trex.Thin) (trex.Thinned, error) {
	var freed trex.Thinned
	var err error
	if thin.DryRun {
		_, freed, err = planThin(ctx, s.read, thin)
	} else {
		err = s.update(ctx, func(t *tx) error {
			freed = trex.Thinned{}
			run, err := findRun(ctx, t.session, thin.Run, s.dialect.ForUpdate())
			if err != nil {
				return err
			}
			if !run.Status.Final() {
				return trex.Conflict("%s is %s; only points of runs that have ended are thinned", run.ID, run.Status)
			}
			statements, planned, err := planThin(ctx, t.session, thin)
			if err != nil || len(statements) == 0 {
				return err
			}
			freed = planned
			t.changed(trex.PointsAdded, string(thin.Run))
			return t.batch(ctx, statements)
		})
	}
	if err != nil {
		return trex.Thinned{}, fmt.Errorf("thin %s of %s: %w", thin.Metric, thin.Run, err)
	}
	return freed, nil
}

// planThin returns the statements that thin a series, and how much they free.
func planThin(ctx context.Context, s session, thin trex.Thin) (statements []Statement, freed trex.Thinned, err error) {
	thin.Metric = label(thin.Metric)
	var no, count, bytes int64
	_, err = one(ctx, s, func(row scanner) (none struct{}, err error) {
		return none, row.Scan(&no, &count, &bytes)
	}, `SELECT s.no, s.count, CAST(coalesce(sum(length(c.summary) + length(c.data)), 0) AS BIGINT)
		FROM series s JOIN chunks c ON c.run_id = s.run_id AND c.series_no = s.no
		WHERE s.run_id = $1 AND s.metric = $2 GROUP BY s.no, s.count`, thin.Run, thin.Metric)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, freed, nil
	}
	keep := max(thin.Keep, 2) // the ends
	if err != nil || count <= int64(keep) {
		return nil, freed, err
	}
	reader := &pointReader{session: s, query: trex.PointQuery{Run: thin.Run, Metric: thin.Metric, Max: keep}, no: no}
	samples, err := reader.thinSamples(ctx, count)
	if err != nil {
		return nil, freed, err
	}
	left := &tail{no: no}
	statements = left.append([]Statement{{`DELETE FROM chunks WHERE run_id = $1 AND series_no = $2`, []any{thin.Run, no}}}, thin.Run, samples)
	for _, insert := range statements[1:] {
		bytes -= int64(len(insert.Args[6].([]byte)) + len(insert.Args[7].([]byte)))
	}
	statements = append(statements, Statement{`UPDATE series SET count = $1, tail = $2 WHERE run_id = $3 AND metric = $4`,
		[]any{len(samples), left.seq, thin.Run, thin.Metric}})
	return statements, trex.Thinned{Points: count - int64(len(samples)), Bytes: bytes}, nil
}
