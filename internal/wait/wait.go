// Package wait is the only pause in production code. Callers decide why and how
// long; tests let its time pass with testing/synctest.
package wait

import (
	"context"
	"time"
)

// For returns nil after d, or the error of ctx once that has ended. A d of 0 or
// less is no wait. Safe for concurrent use.
func For(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
