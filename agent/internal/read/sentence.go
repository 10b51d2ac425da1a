package read

import (
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/sweep"
)

// Op is what a value does to configurations that are there already.
type Op uint8

const (
	Set  Op = iota // the parameter takes these values
	Add            // these values come on top
	Drop           // configurations with these values go
	Only           // configurations with other values go
)

// Assign is a parameter with the values it was given.
type Assign struct {
	Param string // "" when the words do not say of which parameter the values are
	Axis  sweep.Axis
	Op    Op
	Old   []sweep.Term // the values that Axis replaces: "0.2 instead of 0.1"
	Text  string       // as typed
	Bad   error        // what is wrong with the values; nil: nothing
	// Interval is the range between two bracketed values, for random search.
	Interval  *sweep.Spread
	values    []value
	oldValues []value // Old of a bare assign
	lead      seps    // what stands between the assign before and this one
	target    bool    // "give" stands before it
	shared    bool    // "each", "both", "all" stand next to it
	at        int
}

// Sentence is what was read of a message.
type Sentence struct {
	Assigns []Assign // in the order of the words
	Cases   [][]Assign
	Shared  []Assign

	Zip       bool
	Repeats   int  // so many seeds each
	NewSeeds  bool // "3 more seeds"
	AnySeeds  bool // "different seeds", without saying how many
	Random    bool
	Total     int // number of runs somebody counted
	Defaults  bool
	Rest      bool     // only what is not named is left at its default
	Baseline  bool     // the defaults are one of several cases: "baseline vs adam"
	Mentioned []string // parameters without values
	Vague     []string // "a few", "higher"
	Unknown   []Unknown
	Passed    []string // unknown words that only tell a story
	Ambiguous string   // a question that must be answered first

	Same  bool // "same", "as before", "again"
	Point bool // "it", "that", "them", "now", "instead": points at what is there
	Weak  bool // "use", "make", "set", "with", … at the start: points at it if there is anything
	Anew  bool // "new experiment", "forget that": has nothing to do with it
	Fresh bool // "try", "run", "train", …: asks for something
	Dont  bool // "don't run …"
	Words []string
	Text  string
	IDs   []lex.Token
	Keep  []int // ordinals kept: "only the first two"; negative: counted from the end
	Lose  []int
	For   []int // ordinals that alone are changed: "… for the first one"

	counts []counted
}

// Unknown is a piece of the message that nobody understood.
type Unknown struct {
	Text  string
	Param string // of which parameter it should have been a value, "" if none
	at    int    // items
	end   int
}

// Has reports whether one of the words occurs.
func (s *Sentence) Has(words ...string) bool {
	return slices.ContainsFunc(s.Words, func(have string) bool { return slices.Contains(words, have) })
}

// HasConfig reports whether the message describes configurations.
func (s *Sentence) HasConfig() bool {
	return len(s.Assigns) > 0 || s.Repeats > 0 || s.AnySeeds && s.Total > 0
}

// seps is what separates two assigns.
type seps uint8

const (
	sepWith  seps = 1 << iota // with, using, at
	sepFor                    // for
	sepAnd                    // and, &, plus
	sepComma                  // comma
	sepStop                   // ; . or vs
	sepBreak                  // a new line, "another"
)

func (s seps) strength() int {
	switch {
	case s&sepBreak != 0:
		return 5
	case s&sepStop != 0:
		return 4
	case s&sepAnd != 0:
		return 3
	case s&sepComma != 0:
		return 2
	case s != 0:
		return 1
	}
	return 0
}

// Resolve returns a bare assign as one of the parameter's; ok is false when its
// values cannot be.
func (a Assign) Resolve(param trex.Param) (resolved Assign, ok bool) {
	if len(a.values) == 0 || !fits(a.values, param) {
		return a, false
	}
	a.Param = param.Name
	a.Axis = sweep.Axis{Param: param.Name}
	for _, v := range a.values {
		terms, _ := v.terms(param)
		a.Axis.Terms = append(a.Axis.Terms, terms...)
	}
	a.Old = nil
	for _, v := range a.oldValues {
		terms, _ := v.terms(param)
		a.Old = append(a.Old, terms...)
	}
	return a, true
}

// Values returns the fixed values of the assign for a parameter, as far as they
// are fixed.
func (a Assign) Values(param trex.Param) []trex.Value {
	var values []trex.Value
	for _, v := range a.values {
		terms, _ := v.terms(param)
		for _, t := range terms {
			if value, err := param.Check(t.Value); t.Kind == sweep.Absolute && err == nil {
				values = append(values, value)
			}
		}
	}
	return values
}

// Forget drops the values that stand without a parameter.
func (s *Sentence) Forget() {
	s.Assigns = slices.DeleteFunc(s.Assigns, func(a Assign) bool { return a.Param == "" })
	s.Unknown = nil
	s.Cases, s.Shared = nil, nil
	s.clauses()
}

// Relative reports whether the values depend on those that are there.
func (a Assign) Relative() bool {
	for _, v := range a.values {
		if a.Param == "" && (v.kind == vFactor || v.kind == vDelta) && !v.ofDefault {
			return true
		}
	}
	for _, t := range a.Axis.Terms {
		if (t.Kind == sweep.Scaled || t.Kind == sweep.Shifted) && !t.OfDefault {
			return true
		}
	}
	return false
}

// Replace puts assigns with their parameters found in the place of the bare
// ones.
func (s *Sentence) Replace(assigns []Assign) {
	s.Assigns, s.Cases, s.Shared = assigns, nil, nil
	s.clauses()
	if s.Baseline {
		s.besideBaseline()
	}
}

// Start makes the sentence a request of its own: it takes the values that are
// excluded out of those that are asked for.
func (s *Sentence) Start() {
	except := make(map[string][]trex.Value)
	for _, a := range s.Assigns {
		if a.Op == Drop {
			except[a.Param] = append(except[a.Param], fixed(a.Axis.Terms)...)
		}
	}
	var kept []Assign
	for _, a := range s.Assigns {
		if a.Op != Drop {
			a.Op = Set
			a.Axis.Except = append(a.Axis.Except, except[a.Param]...)
			kept = append(kept, a)
		}
	}
	s.Replace(kept)
}

func fixed(terms []sweep.Term) []trex.Value {
	var values []trex.Value
	for _, t := range terms {
		if t.Kind == sweep.Absolute {
			values = append(values, t.Value)
		}
	}
	return values
}

// IsWith reports whether only "with" stands between the assign and the one
// before: "lr 0.1 with batch size 64" names what has both.
func (a Assign) IsWith() bool { return a.lead == sepWith }

// IsFor reports whether the assign stands behind "for": "lr 0.001 for adam", or
// behind "give".
func (a Assign) IsFor() bool { return a.lead&sepFor != 0 || a.target }
