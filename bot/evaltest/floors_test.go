//go:build !race

// One message is handled at a time here, so the race detector, which makes it ten
// times slower, has nothing to find.

package evaltest

import (
	"strings"
	"testing"
)

// TestSets plays every set and holds it to its floor.
func TestSets(t *testing.T) {
	t.Parallel()
	for i := range measures {
		m := &measures[i]
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			s := m.play(t, m)
			t.Logf("\n%s%s\n%s", table([]*score{s}), s.families(), strings.Join(s.faults, "\n"))
			if got := s.counts[right]; got < m.right {
				t.Errorf("%d of %d are right, want %d", got, s.all, m.right)
			}
			if got := s.counts[wrong]; got > m.wrong {
				t.Errorf("%d of %d are wrong, want %d at most", got, s.all, m.wrong)
			}
		})
	}
}
