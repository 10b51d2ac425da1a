package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/trex-ml/trex"
)

// judgement is a verdict as it is stored: NULL before the run was judged, "" when
// the curve shows nothing.
type judgement struct {
	kind sql.NullString
	step int64
}

func judge(v trex.Verdict) judgement {
	if v.Kind == "" {
		v.SinceStep = 0
	}
	return judgement{sql.NullString{String: string(v.Kind), Valid: true}, v.SinceStep}
}

func (j judgement) says() trex.Verdict {
	return trex.Verdict{Kind: trex.VerdictKind(j.kind.String), SinceStep: j.step}
}

// verdict returns the judgement as a Run holds it.
func (j judgement) verdict() *trex.Verdict {
	if j.kind.String == "" {
		return nil
	}
	verdict := j.says()
	return &verdict
}

// judged returns a run's score and judgement with a verdict.
func judged(run *trex.Run, verdict trex.Verdict) (score float64, j judgement) {
	j = judge(verdict)
	as := *run
	as.Verdict = j.verdict()
	score, _ = as.Score()
	return score, j
}

// SetVerdict stores the verdict on a run; a verdict without a kind says that the
// run was judged and its curve shows nothing.
func (s *Store) SetVerdict(ctx context.Context, id trex.RunID, verdict trex.Verdict) error {
	_, err := s.changeRun(ctx, "judge", id, func(t *tx, r *trex.Run) error {
		before := trex.Verdict{}
		if r.Verdict != nil {
			before = *r.Verdict
		}
		score, judged := judged(r, verdict)
		if before != judged.says() {
			t.changed(trex.RunChanged, string(id))
		}
		_, err := t.exec(ctx, `UPDATE runs SET score = $1, verdict = $2, verdict_step = $3 WHERE id = $4`,
			score, judged.kind, judged.step, id)
		return err
	})
	return err
}

// ListUnjudged returns runs that have ended and were never judged, the newest
// first. A run with a verdict without a kind was judged. Limit 0 is all.
func (s *Store) ListUnjudged(ctx context.Context, limit int) ([]trex.Run, error) {
	runs, err := list(ctx, s.read, scanRun, `SELECT `+runColumns+` FROM runs r
		WHERE verdict IS NULL AND status > 2 -- as the index has it
		ORDER BY id DESC LIMIT $1`, atMost(limit))
	if err != nil {
		return nil, fmt.Errorf("list unjudged runs: %w", err)
	}
	return runs, nil
}
