package store

import (
	"context"
	"fmt"
	"time"

	"github.com/trex-ml/trex"
)

// changeRun runs apply on a run that is locked until the transaction ends, and
// returns the changed run.
func (s *Store) changeRun(ctx context.Context, verb string, id trex.RunID, apply func(*tx, *trex.Run) error) (trex.Run, error) {
	return s.changeRunAs(ctx, false, verb, id, apply)
}

// changeRunAs is changeRun with a choice: a relaxed change may be lost when the
// machine loses power soon after.
func (s *Store) changeRunAs(ctx context.Context, relaxed bool, verb string, id trex.RunID, apply func(*tx, *trex.Run) error) (trex.Run, error) {
	var changed trex.Run
	err := s.transact(ctx, relaxed, func(t *tx) error {
		r, err := findRun(ctx, t.session, id, s.dialect.ForUpdate())
		if err != nil {
			return err
		}
		if err := apply(t, &r); err != nil {
			return err
		}
		changed, err = findRun(ctx, t.session, id, "")
		return err
	})
	if err != nil {
		return trex.Run{}, fmt.Errorf("%s run %s: %w", verb, id, err)
	}
	return changed, nil
}

// ClaimRun moves a pending run to running, or, when its executor queues it,
// leaves it pending with a reference. For any other run it returns a conflict
// with the run's state.
func (s *Store) ClaimRun(ctx context.Context, c trex.Claim) (trex.Run, error) {
	gpus, err := jsonText(c.GPUs)
	if err != nil {
		return trex.Run{}, fmt.Errorf("claim run %s: %w", c.Run, err)
	}
	return s.changeRun(ctx, "claim", c.Run, func(t *tx, r *trex.Run) error {
		if !r.Status.CanBecome(trex.Running) {
			return trex.Conflict("%s is %s, not pending", r.ID, r.Status)
		}
		if r.Ref != "" {
			return trex.Conflict("%s has been claimed", r.ID)
		}
		t.runChanged(r.ID, r.Experiment)
		if c.Queued {
			_, err := t.exec(ctx, `UPDATE runs SET ref = $1, reason = '' WHERE id = $2`, c.Ref, r.ID)
			return err
		}
		_, err := t.exec(ctx, `UPDATE runs SET status = $1, started_at = $2, ref = $3, gpus = $4, reason = ''
			WHERE id = $5`, trex.Running, c.At, c.Ref, gpus, r.ID)
		return err
	})
}

// MarkStarted records when a claimed run began, and the reference by which its
// executor attaches to it. A queued run becomes running, and its reason to wait
// is cleared. The zero time and "" keep the stored values.
func (s *Store) MarkStarted(ctx context.Context, id trex.RunID, startedAt time.Time, ref string) error {
	_, err := s.changeRun(ctx, "mark started", id, func(t *tx, r *trex.Run) error {
		if r.Status != trex.Running && !r.Queued() {
			return trex.Conflict("%s is %s, not running", r.ID, r.Status)
		}
		status, began, reference, reason := r.Status, r.StartedAt, r.Ref, r.Reason
		if !startedAt.IsZero() {
			status, began = trex.Running, startedAt
		}
		if ref != "" {
			reference = ref
		}
		if status == r.Status {
			t.changed(trex.RunChanged, string(r.ID))
		} else {
			reason = ""
			t.runChanged(r.ID, r.Experiment)
		}
		_, err := t.exec(ctx, `UPDATE runs SET status = $1, started_at = $2, ref = $3, reason = $4 WHERE id = $5`,
			status, began, reference, reason, r.ID)
		return err
	})
	return err
}

// SetReason says what a pending or running run waits for; "" clears it.
func (s *Store) SetReason(ctx context.Context, id trex.RunID, reason string) error {
	r, err := s.FindRun(ctx, id)
	if err == nil && !r.Status.Final() && r.Reason == clean(reason) {
		return nil // a loop calls this at every turn: do not write each time
	}
	_, err = s.changeRun(ctx, "set reason of", id, func(t *tx, r *trex.Run) error {
		if r.Status.Final() {
			return trex.Conflict("%s has already %s", r.ID, ended(r.Status))
		}
		t.changed(trex.RunChanged, string(r.ID))
		_, err := t.exec(ctx, `UPDATE runs SET reason = $1 WHERE id = $2`, reason, r.ID)
		return err
	})
	return err
}

// FinishRun moves a pending or running run to a final status and settles its
// warnings. A run that is final already is a conflict. A finish with an exit does
// not wait for the disk: the exit is safe where it was read, and is read again
// when the machine loses power before the finish is on disk.
func (s *Store) FinishRun(ctx context.Context, f trex.Finish) (trex.Run, error) {
	return s.changeRunAs(ctx, f.Exit != nil, "finish", f.Run, func(t *tx, r *trex.Run) error {
		if r.Status.Final() {
			return trex.Conflict("%s has already %s", r.ID, ended(r.Status))
		}
		if !r.Status.CanBecome(f.Status) || !f.Status.Final() {
			return trex.Conflict("%s is %s and cannot become %s", r.ID, r.Status, f.Status)
		}
		return finish(ctx, t, r, f)
	})
}

func finish(ctx context.Context, t *tx, r *trex.Run, f trex.Finish) error {
	end, err := finishStatement(t, r, f)
	if err != nil {
		return err
	}
	if err := t.batch(ctx, []Statement{end}); err != nil {
		return err
	}
	return settleWarnings(ctx, t, r.ID)
}

// finishStatement returns the statement that stores the end of a run. The caller
// then settles its warnings.
func finishStatement(t *tx, r *trex.Run, f trex.Finish) (Statement, error) {
	exit, err := jsonText(f.Exit)
	if err != nil {
		return Statement{}, err
	}
	diagnosis, err := jsonText(f.Diagnosis)
	if err != nil {
		return Statement{}, err
	}
	var duration any
	if !r.StartedAt.IsZero() && !f.At.IsZero() {
		duration = max(f.At.UnixMilli()-r.StartedAt.UnixMilli(), 0)
	}
	t.runChanged(r.ID, r.Experiment)
	if f.Verdict == nil {
		return Statement{`UPDATE runs SET status = $1, reason = $2, exit = $3, diagnosis = $4,
			finished_at = $5, duration = $6 WHERE id = $7`,
			[]any{f.Status, f.Reason, exit, diagnosis, f.At, duration, r.ID}}, nil
	}
	score, judged := judged(r, *f.Verdict)
	return Statement{`UPDATE runs SET status = $1, reason = $2, exit = $3, diagnosis = $4,
		finished_at = $5, duration = $6, score = $7, verdict = $8, verdict_step = $9 WHERE id = $10`,
		[]any{f.Status, f.Reason, exit, diagnosis, f.At, duration, score, judged.kind, judged.step, r.ID}}, nil
}

// ended returns the words for a final status in "r12 has already …".
func ended(s trex.Status) string {
	switch s {
	case trex.Completed:
		return "completed"
	case trex.Failed:
		return "failed"
	case trex.Cancelled, trex.Pending, trex.Running:
	}
	return "been cancelled"
}
