package store

import (
	"context"
	"fmt"
	"time"
)

// seenFor is how long an event is remembered. Platforms repeat a delivery for
// hours, not for days.
const seenFor = 7 * 24 * time.Hour

// FirstSeen returns true exactly once in a week for an event of a platform, also
// across restarts.
func (s *Store) FirstSeen(ctx context.Context, platform, eventID string, at time.Time) (first bool, err error) {
	err = s.update(ctx, func(t *tx) error {
		n, err := t.exec(ctx, `INSERT INTO seen_events (platform, event_id, at) VALUES ($1, $2, $3)
			ON CONFLICT DO NOTHING`, label(platform), label(eventID), at.UnixMilli())
		if err != nil {
			return err
		}
		first = n == 1
		_, err = t.exec(ctx, `DELETE FROM seen_events WHERE at < $1`, at.Add(-seenFor).UnixMilli())
		return err
	})
	if err != nil {
		return false, fmt.Errorf("remember event %s of %s: %w", eventID, platform, err)
	}
	return first, nil
}
