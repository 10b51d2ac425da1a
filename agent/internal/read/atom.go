package read

import (
	"github.com/trex-ml/trex/agent/internal/sweep"
)

type atomKind uint8

const (
	aValues atomKind = iota // a list of values
	aSpread                 // a range
	aParam                  // a parameter's name
	aMod                    // the spacing of a range
	aMark                   // a marker
	aSep                    // punctuation
	aPlace                  // positions of configurations
)

// atom is a piece of the message that is read as a unit.
type atom struct {
	kind    atomKind
	at, end int // indices of items
	param   string
	plural  bool
	values  []value
	joins   []seps  // joins[i] separates values i-1 and i
	bracket string  // "(", "[" or "{" around the values
	old     []value // the values that these values replace
	spread  spread
	mod     modifier
	mark    marker
	one     bool // of a mark: it speaks of one configuration
	sep     seps
	place   place
}

// spread is a range as typed.
type spread struct {
	from, to value
	mod      modifier
	between  bool
}

// modifier says how a range is divided. Zero fields say nothing.
type modifier struct {
	count   int
	step    *value
	factor  float64
	spacing sweep.Spacing
}

func (m modifier) divides() bool { return m.count > 0 || m.step != nil || m.factor > 0 }

// merge fills the empty fields of m from other. conflict reports whether both
// set the same field.
func (m modifier) merge(other modifier) (merged modifier, conflict bool) {
	if m.count > 0 && other.count > 0 || m.step != nil && (other.step != nil || other.factor > 0) || m.factor > 0 && other.step != nil {
		return m, true
	}
	if m.count == 0 {
		m.count = other.count
	}
	if m.step == nil {
		m.step = other.step
	}
	if m.factor == 0 {
		m.factor = other.factor
	}
	if m.spacing == sweep.ByScale {
		m.spacing = other.spacing
	}
	return m, false
}
