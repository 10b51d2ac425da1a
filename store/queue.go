package store

import (
	"context"
	"fmt"

	"github.com/trex-ml/trex"
)

// ListPending returns pending runs that nobody has claimed, in the order in which
// they should start: first the oldest of each person, then the second of each,
// so that one person's sweep of hundreds does not delay another's single run.
// Limit 0 is all.
func (s *Store) ListPending(ctx context.Context, limit int) ([]trex.Run, error) {
	runs, err := list(ctx, s.read, scanRun, `SELECT `+runColumns+` FROM runs r JOIN (
			SELECT id, row_number() OVER (PARTITION BY requester_platform, requester_id ORDER BY id) AS turn
			FROM runs WHERE status = $1 AND ref = '' ORDER BY turn, id LIMIT $2
		) AS queue ON queue.id = r.id
		ORDER BY queue.turn, r.id`, trex.Pending, atMost(limit))
	if err != nil {
		return nil, fmt.Errorf("list pending runs: %w", err)
	}
	return runs, nil
}

// ListClaimed returns all runs that were claimed and are not final, oldest first:
// those that run and those that a cluster queues.
func (s *Store) ListClaimed(ctx context.Context) ([]trex.Run, error) {
	runs, err := list(ctx, s.read, scanRun, `SELECT `+runColumns+` FROM runs r WHERE id IN (
			SELECT id FROM runs WHERE status = $1
			UNION ALL SELECT id FROM runs WHERE status = 1 AND ref <> '' -- as the index has it
		) ORDER BY id`, trex.Running)
	if err != nil {
		return nil, fmt.Errorf("list claimed runs: %w", err)
	}
	return runs, nil
}
