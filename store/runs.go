package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/trex-ml/trex"
)

const runColumns = `r.id, r.experiment_id, r.name, r.project, r.status,
	r.requester_platform, r.requester_id, r.requester_name,
	r.created_at, r.started_at, r.finished_at, r.stop_asked, r.stop_platform, r.stop_id, r.stop_name,
	r.objective_metric, r.objective_goal, r.best, r.best_step, r.last, r.verdict, r.verdict_step,
	r.progress_done, r.progress_total, r.progress_unit, r.progress_at, r.progress_pace,
	r.executor, r.ref, r.gpus, r.reason, r.config, r.exit, r.diagnosis`

func scanRun(row scanner) (r trex.Run, err error) {
	var best float64
	var bestStep sql.NullInt64
	var last sql.NullFloat64
	var judged judgement
	err = row.Scan(id[trex.RunID]{&r.ID, trex.MakeRunID}, id[trex.ExperimentID]{&r.Experiment, trex.MakeExperimentID},
		&r.Name, &r.Project, status{&r.Status},
		&r.Requester.Platform, &r.Requester.ID, &r.Requester.Name,
		milliseconds{&r.CreatedAt}, milliseconds{&r.StartedAt}, milliseconds{&r.FinishedAt},
		milliseconds{&r.StopAsked}, &r.StopBy.Platform, &r.StopBy.ID, &r.StopBy.Name,
		&r.Objective.Metric, &r.Objective.Goal, number{&best}, &bestStep, &last, &judged.kind, &judged.step,
		&r.Progress.Done, &r.Progress.Total, &r.Progress.Unit, milliseconds{&r.Progress.At}, &r.Progress.Pace,
		&r.Executor, &r.Ref, document{&r.GPUs}, &r.Reason, document{&r.Config}, document{&r.Exit}, document{&r.Diagnosis})
	if bestStep.Valid {
		r.Best = &trex.Best{Value: best, Step: bestStep.Int64}
	}
	if last.Valid {
		r.Last = &last.Float64
	}
	r.Verdict = judged.verdict()
	return r, err
}

func (s *Store) FindRun(ctx context.Context, id trex.RunID) (trex.Run, error) {
	return findRun(ctx, s.read, id, "")
}

func findRun(ctx context.Context, s session, id trex.RunID, lock string) (trex.Run, error) {
	r, err := one(ctx, s, scanRun, `SELECT `+runColumns+` FROM runs r WHERE r.id = $1`+lock, id)
	if errors.Is(err, sql.ErrNoRows) {
		return r, trex.NotFound("there is no run %s", id)
	}
	if err != nil {
		return r, fmt.Errorf("find run %s: %w", id, err)
	}
	return r, nil
}

// CountRuns returns how many runs of a project have each status; project "" is
// all projects. A status that no run has is left out.
func (s *Store) CountRuns(ctx context.Context, project string) (map[trex.Status]int, error) {
	where := &predicate{}
	if project != "" {
		where.and("project = ?", project)
	}
	query, args := where.build("SELECT status, count(*) FROM runs", "GROUP BY status")
	counts := map[trex.Status]int{}
	err := each(ctx, s.read, func(row scanner) error {
		var of trex.Status
		var n int
		err := row.Scan(status{&of}, &n)
		counts[of] = n
		return err
	}, query, args...)
	if err != nil {
		return nil, fmt.Errorf("count runs: %w", err)
	}
	return counts, nil
}

// searchText returns the text that a text filter searches, in lower case, one
// line for each field so that no match spans two of them.
func searchText(r *trex.Run) string {
	lines := []string{string(r.ID), r.Name, r.Project, r.Requester.Name, r.Requester.ID}
	for _, value := range r.Config {
		lines = append(lines, value.String())
	}
	return strings.ToLower(strings.Join(lines, "\n"))
}
