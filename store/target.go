package store

import (
	"context"
	"database/sql"
	"math"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/store/chunk"
)

// target is what an append must know about its run, and what it finds out.
type target struct {
	id        trex.RunID
	objective trex.Objective
	best      *trex.Best
	verdict   judgement
	better    bool    // best was replaced
	judged    bool    // the verdict is to be stored
	retold    bool    // and it differs from the one before
	seen      bool    // the objective is among the points
	last      float64 // its last value, NaN when that is not finite
	offsets   map[string]int64
	state     []byte
}

// appendTarget locks a run and reads what an append needs, in one batch: queries
// behind the lock see the commit of its previous holder.
func appendTarget(ctx context.Context, t *tx, run trex.RunID, groups []added) (*target, map[string]*tail, error) {
	r := &target{}
	tails := make(map[string]*tail, len(groups))
	questions := []question{
		{Statement{`SELECT objective_metric, objective_goal, best, best_step, last, verdict, verdict_step FROM runs WHERE id = $1` + t.dialect.ForUpdate(), []any{run}},
			func(row scanner) error {
				r.id = run
				var best float64
				var bestStep sql.NullInt64
				err := row.Scan(&r.objective.Metric, &r.objective.Goal, number{&best}, &bestStep, number{&r.last}, &r.verdict.kind, &r.verdict.step)
				if bestStep.Valid {
					r.best = &trex.Best{Value: best, Step: bestStep.Int64}
				}
				return err
			}},
		{Statement{selectIngest, []any{run}}, func(row scanner) error { return row.Scan(document{&r.offsets}, &r.state) }},
	}
	questions = append(questions, askTails(run, groups, tails)...)
	if err := t.ask(ctx, questions); err != nil {
		return nil, nil, err
	}
	if r.id == "" {
		return nil, nil, trex.NotFound("there is no run %s", run)
	}
	return r, tails, nil
}

// improve replaces the run's best by a better sample. A loss of -Inf is a bug in
// the script, not a new best.
func (r *target) improve(samples []chunk.Sample) {
	for _, s := range samples {
		if r.best == nil || r.objective.Better(s.Value, r.best.Value) {
			r.best, r.better = &trex.Best{Value: s.Value, Step: s.Step}, true
		}
	}
}

// judge replaces the run's verdict, unless there is no new one.
func (r *target) judge(verdict *trex.Verdict) {
	if verdict == nil {
		return
	}
	judged := judge(*verdict)
	r.judged, r.retold = judged != r.verdict, judged.says() != r.verdict.says()
	r.verdict = judged
}

// save returns the statement that stores what an append found out about its run.
func (r *target) save() Statement {
	run := trex.Run{Objective: r.objective, Best: r.best, Verdict: r.verdict.verdict()}
	score, _ := run.Score()
	best, step := math.NaN(), any(nil)
	if r.best != nil {
		best, step = r.best.Value, r.best.Step
	}
	return Statement{`UPDATE runs SET best = $1, best_step = $2, last = $3, score = $4, verdict = $5, verdict_step = $6
		WHERE id = $7`, []any{best, step, r.last, score, r.verdict.kind, r.verdict.step, r.id}}
}
