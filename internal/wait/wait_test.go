package wait

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		begun := time.Now()
		if err := For(ctx, time.Hour); err != nil || time.Since(begun) != time.Hour {
			t.Errorf("waited %s: %v", time.Since(begun), err)
		}
		if err := For(ctx, -time.Hour); err != nil || time.Since(begun) != time.Hour {
			t.Errorf("no wait took until %s: %v", time.Since(begun), err)
		}
		time.AfterFunc(time.Minute, cancel)
		if err := For(ctx, time.Hour); !errors.Is(err, context.Canceled) || time.Since(begun) != time.Hour+time.Minute {
			t.Errorf("given up at %s: %v", time.Since(begun), err)
		}
		if err := For(ctx, 0); !errors.Is(err, context.Canceled) {
			t.Errorf("no wait after the end: %v", err)
		}
	})
}
