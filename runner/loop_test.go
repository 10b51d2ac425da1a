package runner

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/internal/bubble"
)

// TestANoticeOutlivesAFreedSlot: a run that is launched just before another one
// ends starts as soon as if none had ended.
func TestANoticeOutlivesAFreedSlot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		changes, freed := make(chan trex.Change, 1), make(chan struct{}, 1)
		wait := waiting{changes: changes, freed: freed, look: time.Hour, stale: true}
		changes <- trex.Change{Kind: trex.RunChanged}
		go func() {
			bubble.Pass(readPace / 2)
			freed <- struct{}{}
		}()
		wait.next(t.Context())
		if wait.stale {
			t.Fatal("a freed slot was not noticed")
		}
		began := wait.read
		wait.next(t.Context())
		if took := time.Since(began); !wait.stale || took != readPace {
			t.Errorf("the store was read again after %s, want %s", took, readPace)
		}
	})
}
