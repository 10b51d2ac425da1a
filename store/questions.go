package store

import (
	"context"
	"fmt"
	"time"

	"github.com/trex-ml/trex"
)

const questionColumns = `thread_platform, thread_channel, thread_id, person_platform, person_id, person_name, state, asked_at`

func scanQuestion(row scanner) (q trex.Question, err error) {
	err = row.Scan(&q.Thread.Platform, &q.Thread.Channel, &q.Thread.ID,
		&q.Person.Platform, &q.Person.ID, &q.Person.Name, &q.State, milliseconds{&q.AskedAt})
	return q, err
}

// SaveQuestion replaces the question that a person has in a thread. It deletes
// questions that have lapsed.
func (s *Store) SaveQuestion(ctx context.Context, q trex.Question) error {
	err := s.update(ctx, func(t *tx) error {
		_, err := t.exec(ctx, `DELETE FROM questions WHERE asked_at < $1`, q.AskedAt.Add(-trex.QuestionLife))
		if err != nil {
			return err
		}
		_, err = t.exec(ctx, `INSERT INTO questions (`+questionColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
			ON CONFLICT (thread_platform, thread_channel, thread_id, person_platform, person_id)
			DO UPDATE SET person_name = excluded.person_name, state = excluded.state, asked_at = excluded.asked_at`,
			label(q.Thread.Platform), label(q.Thread.Channel), label(q.Thread.ID),
			label(q.Person.Platform), label(q.Person.ID), q.Person.Name, q.State, q.AskedAt)
		return err
	})
	if err != nil {
		return fmt.Errorf("save question to %s: %w", q.Person.ID, err)
	}
	return nil
}

// ListQuestions returns the questions of a thread that have not lapsed, newest first.
func (s *Store) ListQuestions(ctx context.Context, thread trex.Thread, now time.Time) ([]trex.Question, error) {
	questions, err := list(ctx, s.read, scanQuestion, `SELECT `+questionColumns+` FROM questions
		WHERE thread_platform = $1 AND thread_channel = $2 AND thread_id = $3 AND asked_at > $4
		ORDER BY asked_at DESC, person_platform, person_id`,
		label(thread.Platform), label(thread.Channel), label(thread.ID), now.Add(-trex.QuestionLife))
	if err != nil {
		return nil, fmt.Errorf("list questions: %w", err)
	}
	return questions, nil
}

// CloseQuestion forgets the question that a person has in a thread, if any.
func (s *Store) CloseQuestion(ctx context.Context, thread trex.Thread, person trex.Person) error {
	err := s.update(ctx, func(t *tx) error {
		_, err := t.exec(ctx, `DELETE FROM questions WHERE thread_platform = $1 AND thread_channel = $2 AND thread_id = $3
			AND person_platform = $4 AND person_id = $5`,
			label(thread.Platform), label(thread.Channel), label(thread.ID), label(person.Platform), label(person.ID))
		return err
	})
	if err != nil {
		return fmt.Errorf("close question to %s: %w", person.ID, err)
	}
	return nil
}
