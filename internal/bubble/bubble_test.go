package bubble

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestPassTakesNoTimeInABubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		Pass(24 * time.Hour)
		if passed := time.Since(start); passed != 24*time.Hour {
			t.Errorf("%s passed", passed)
		}
	})
}

func TestPassPanicsOutside(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("it slept")
		}
	}()
	Pass(time.Nanosecond)
}
