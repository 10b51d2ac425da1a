package store

import (
	"context"
	"fmt"
	"time"

	"github.com/trex-ml/trex"
)

// RequestStop cancels a pending run that nobody has claimed, and asks any other
// run to stop, once; asking again changes nothing. A final run is a conflict.
func (s *Store) RequestStop(ctx context.Context, id trex.RunID, by trex.Person, at time.Time) (trex.Run, error) {
	return s.changeRun(ctx, "stop", id, func(t *tx, r *trex.Run) error {
		if r.Status.Final() {
			return trex.Conflict("%s has already %s", r.ID, ended(r.Status))
		}
		return requestStops(ctx, t, []trex.Run{*r}, trex.StopScope{By: by, At: at})
	})
}

// StopRuns does for every run of a scope what RequestStop does for one, for all
// of them or for none: the runner, which starts pending runs, sees them all
// stopped at once. Runs that have ended are left out; a listed run that does not
// exist is a not-found error.
func (s *Store) StopRuns(ctx context.Context, stop trex.StopScope) (trex.Stopped, error) {
	var stopped trex.Stopped
	err := s.update(ctx, func(t *tx) error {
		stopped = trex.Stopped{}
		active, err := activeRuns(ctx, t.session, stop.RunScope, s.dialect.ForUpdate())
		if err != nil {
			return err
		}
		mine := active[:0]
		for _, r := range active {
			if stop.OwnOnly && !r.Requester.Same(stop.By) {
				stopped.Others++
				continue
			}
			mine = append(mine, r)
		}
		if err := requestStops(ctx, t, mine, stop); err != nil {
			return err
		}
		stopped.Runs, err = asTheyAre(ctx, t.session, mine)
		return err
	})
	if err != nil {
		return trex.Stopped{}, fmt.Errorf("stop runs: %w", err)
	}
	return stopped, nil
}

// requestStops asks runs to stop. They are not final, and are locked.
func requestStops(ctx context.Context, t *tx, runs []trex.Run, stop trex.StopScope) error {
	who := stop.By.Name
	if who == "" {
		who = "someone"
	}
	var statements []Statement
	var cancelled []trex.RunID
	for i := range runs {
		r := &runs[i]
		if !r.StopAsked.IsZero() {
			continue
		}
		statements = append(statements, Statement{`UPDATE runs SET stop_asked = $1, stop_platform = $2, stop_id = $3, stop_name = $4
			WHERE id = $5`, []any{stop.At, stop.By.Platform, stop.By.ID, stop.By.Name, r.ID}})
		if r.Status == trex.Running || r.Queued() {
			t.changed(trex.RunChanged, string(r.ID))
			continue
		}
		end, err := finishStatement(t, r, trex.Finish{Run: r.ID, Status: trex.Cancelled,
			Reason: "stopped by " + who + " before it started", At: stop.At})
		if err != nil {
			return err
		}
		statements, cancelled = append(statements, end), append(cancelled, r.ID)
	}
	if err := t.batch(ctx, statements); err != nil {
		return err
	}
	return settleWarnings(ctx, t, cancelled...)
}

// asTheyAre reads runs again, those that have ended first.
func asTheyAre(ctx context.Context, s session, runs []trex.Run) ([]trex.Run, error) {
	ids := make([]trex.RunID, len(runs))
	for i := range runs {
		ids[i] = runs[i].ID
	}
	var ended, others []trex.Run
	for marks, args := range inLists(ids) {
		err := each(ctx, s, func(row scanner) error {
			r, err := scanRun(row)
			if r.Status.Final() {
				ended = append(ended, r)
			} else {
				others = append(others, r)
			}
			return err
		}, numbered("SELECT "+runColumns+" FROM runs r WHERE r.id IN "+marks+" ORDER BY r.id"), args...)
		if err != nil {
			return nil, err
		}
	}
	return append(ended, others...), nil
}
