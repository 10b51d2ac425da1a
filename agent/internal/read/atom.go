package read

import (
	"github.com/trex-ml/trex/agent/internal/sweep"
)

type atomKind uint8

const (
	aValues atomKind = iota // a list of values
	aSpread                 // a range
	aParam                  // a parameter's name
	aMod                    // how a range is divided
	aMark                   // a marker
	aSep                    // punctuation
)

// atom is a piece of the message that is read as one.
type atom struct {
	kind    atomKind
	at, end int // items
	param   string
	plural  bool
	values  []value
	joins   []seps  // joins[i] separates values i-1 and i
	bracket string  // "(", "[" or "{" around the values
	old     []value // what the values replace
	spread  spread
	mod     modifier
	mark    marker
	sep     seps
}

// spread is a range as typed.
type spread struct {
	from, to value
	mod      modifier
	between  bool
}

// modifier is how a range is divided; zero fields say nothing.
type modifier struct {
	count   int
	step    *value
	factor  float64
	spacing sweep.Spacing
}

func (m modifier) divides() bool { return m.count > 0 || m.step != nil || m.factor > 0 }

// merge takes from other what m does not say; conflict reports whether both
// say the same thing.
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
