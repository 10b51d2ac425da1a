// Package judge reads a run's curves and returns the verdict of package
// insight: when the run ends, or later for runs of older versions of Trex,
// which did not judge.
package judge

import (
	"context"
	"errors"
	"fmt"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/insight"
)

// Curves reads a run's curves. *sqlite.DB and *postgres.DB implement it.
type Curves interface {
	ReadPoints(context.Context, trex.PointQuery) ([]trex.Point, error)
}

// store also keeps verdicts.
type store interface {
	Curves
	ListUnjudged(ctx context.Context, limit int) ([]trex.Run, error)
	SetVerdict(context.Context, trex.RunID, trex.Verdict) error
}

// points is how many points of a curve are read: thinning keeps its extremes
// and its end.
const points = 200

// trainLosses are names of the loss on the training set.
var trainLosses = []string{"train_loss", "loss", "train/loss"}

// Judge reads a run's curves and returns its verdict.
func Judge(ctx context.Context, curves Curves, run *trex.Run) (trex.Verdict, error) {
	if run.Objective.Metric == "" {
		return trex.Verdict{}, nil
	}
	objective, err := curves.ReadPoints(ctx, trex.PointQuery{Run: run.ID, Metric: run.Objective.Metric, Max: points})
	if err != nil {
		return trex.Verdict{}, fmt.Errorf("judge %s: %w", run.ID, err)
	}
	var train []trex.Point
	for _, metric := range trainLosses {
		train, err = curves.ReadPoints(ctx, trex.PointQuery{Run: run.ID, Metric: metric, Max: points})
		if err != nil {
			return trex.Verdict{}, fmt.Errorf("judge %s: %w", run.ID, err)
		}
		if len(train) > 0 {
			break
		}
	}
	verdict := insight.Judge(run.Objective, objective, train)
	if verdict.Kind.Broken() && run.Broken() {
		verdict.SinceStep = run.Verdict.SinceStep // noted while it ran; thinned points may hide the first
	}
	return verdict, nil
}

// batch is how many older runs are judged at once.
const batch = 100

// Older judges the runs that ended without a verdict, the newest first. It may
// be interrupted. With nothing to do it costs one look at an index.
func Older(ctx context.Context, db store) error {
	for {
		runs, err := db.ListUnjudged(ctx, batch)
		if err != nil || len(runs) == 0 {
			return err
		}
		var failed []error
		for i := range runs {
			verdict, err := Judge(ctx, db, &runs[i])
			if err != nil {
				failed = append(failed, err) // its damage does not keep the others waiting
				continue
			}
			if err := db.SetVerdict(ctx, runs[i].ID, verdict); err != nil {
				return err
			}
		}
		if len(failed) == len(runs) {
			return errors.Join(failed...)
		}
	}
}
