package runner

import (
	"testing"
	"time"
)

// TestPace: a run is read slowly while it prints faster than that, and faster
// when it prints less or when too much would be left for its end.
func TestPace(t *testing.T) {
	const took, mb = time.Millisecond, 1 << 20
	type look struct {
		left int64
		more bool
	}
	for name, looks := range map[string][]look{
		"Flood":        {{20 * mb, false}, {50 * mb, false}, {200 * mb, false}},
		"Burst":        {{20 * mb, false}, {19 * mb, true}, {18 * mb, true}, {0, false}},
		"StillTheSame": {{20 * mb, false}, {20 * mb, true}},
		"Endless":      {{200 * mb, false}, {300 * mb, true}, {400 * mb, true}},
		"Little":       {{0, false}, {0, false}},
	} {
		t.Run(name, func(t *testing.T) {
			var p pace
			for i, look := range looks {
				pause, more := p.pause(look.left, took)
				if more != look.more || pause != 3*took {
					t.Errorf("look %d, %d left: %v after %s", i+1, look.left, more, pause)
				}
			}
		})
	}
}
