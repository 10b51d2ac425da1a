package read

import (
	"slices"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/sweep"
	"github.com/trex-ml/trex/agent/internal/word"
)

// Op says how values change existing configurations.
type Op uint8

const (
	Set  Op = iota // the parameter takes these values
	Add            // these values are added
	Drop           // configurations with these values are removed
	Only           // configurations with other values are removed
)

// Assign is a parameter with its values.
type Assign struct {
	Param string // "" when the words do not name the parameter
	Axis  sweep.Axis
	Op    Op
	Old   []sweep.Term // the values that Axis replaces: "0.2 instead of 0.1"
	Text  string       // as typed
	Group int          // assigns with the same number are dropped together; 0: none
	For   []int        // positions of the configurations to change, negative: from the end; nil: all
	Where *Assign      // only configurations with these values: "the 0.2 one"
	Rank  *Rank        // only configurations of this rank: "the bigger one"
	Bad   error        // why the values are invalid; nil: they are valid
	// Interval is the range between two bracketed values, for random search.
	Interval  *sweep.Spread
	values    []value
	oldValues []value // Old, of an assign without a parameter
	lead      seps    // separators between the previous assign and this one
	target    bool    // "give" comes before it
	shared    bool    // "each", "both" or "all" is next to it
	at        int
}

// Sentence is the parsed message.
type Sentence struct {
	Assigns []Assign // in the order of the words
	Cases   [][]Assign
	Shared  []Assign

	Excluded []sweep.Combination // of the values that the message lists

	Zip       bool
	Repeats   int  // number of seeds for each
	NewSeeds  bool // "3 more seeds"
	AnySeeds  bool // "different seeds", without a number
	Random    bool
	Total     int      // number of runs that the message names
	Cap       int      // most runs that the message allows
	Limits    []string // what no plan can hold to: "for 6 GPU-hours"
	Defaults  bool
	Rest      bool     // only parameters that are not named keep their default
	Baseline  bool     // the defaults are one of several cases: "baseline vs adam"
	Alone     bool     // with the baseline, nothing added to it, as one of the cases
	Together  bool     // "baseline + both": what is added to the others, together, as one of the cases
	Mentioned []string // parameters without values
	Vague     []string // "a few", "higher"
	Unknown   []Unknown
	Passed    []string // unknown words that only tell a story
	Ambiguous string   // a question that must be answered first
	Choice    *Choice  // the same question, when it is which choice is meant

	Same      bool // "same", "as before", "again"
	Point     bool // "it", "that", "them", "now", "instead": refers to existing configurations
	Weak      bool // "use", "make", "set", "with", … at the start: refers to existing configurations if there are any
	Anew      bool // "new experiment", "forget that": does not refer to existing configurations
	Scratch   bool // "scratch that": corrects values, or begins anew when it names others
	OneMore   bool // "one more with …": one configuration, not one for each shown
	Singly    bool // "one at a time, not a grid": each value is a case by itself
	Linked    bool // "scale lr with batch size"
	Fresh     bool // "try", "run", "train", …: asks for runs
	Dont      bool // "don't run …"
	Words     []string
	Text      string
	IDs       []lex.Token
	Keep      []int // ordinals to keep: "only the first two"; negative: counted from the end
	Lose      []int
	KeepRanks []Rank // "only the biggest one"
	LoseRanks []Rank
	Places    []int // positions that the message speaks about, negative: from the end
	Shown     bool  // it speaks of shown configurations by their position: "… for the first one"

	counts []counted
}

// Unknown is a part of the message that was not understood.
type Unknown struct {
	Text  string
	Param string // the parameter that it should be a value of, "" if none
	Picks bool   // it picks configurations: "the nice ones"
	at    int    // index of the item
	end   int
}

// Has reports whether the message contains a word of one of the concepts.
func (s *Sentence) Has(concepts ...word.Concept) bool {
	return slices.ContainsFunc(s.Words, func(have string) bool { return word.Values.Is(have, concepts...) })
}

// HasConfig reports whether the message describes configurations.
func (s *Sentence) HasConfig() bool {
	return len(s.Assigns) > 0 || s.Repeats > 0 || s.AnySeeds && s.Total > 0
}

// seps are the separators between two assigns.
type seps uint8

const (
	sepWith  seps = 1 << iota // with, using, at
	sepFor                    // for
	sepAnd                    // and, &, plus
	sepComma                  // comma
	sepStop                   // ; . or vs
	sepBreak                  // a new line, "another"
	sepCase                   // "plus one with", after or beside the baseline
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

// Resolve returns an assign without a parameter as one of param. ok is false
// when its values do not fit.
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

// Values returns the fixed values of the assign for a parameter. It omits
// relative values.
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

// Relative reports whether the values depend on the present ones.
func (a Assign) Relative() bool {
	for _, v := range a.values {
		if a.Param == "" && (v.kind == vFactor || v.kind == vDelta) && !v.ofDefault {
			return true
		}
	}
	for _, t := range a.Axis.Terms {
		if (t.Kind == sweep.Scaled || t.Kind == sweep.Shifted) && !t.OfDefault && t.Of == "" {
			return true
		}
	}
	return false
}

// Computed reports whether the values follow from arithmetic, so that an answer
// should show how.
func (a Assign) Computed() bool {
	return slices.ContainsFunc(a.values, func(v value) bool { return v.computed || v.kind == vFactor || v.kind == vDelta })
}

// Replace replaces the assigns with ones whose parameters are resolved.
func (s *Sentence) Replace(assigns []Assign) {
	s.Assigns, s.Cases, s.Shared = assigns, nil, nil
	s.clauses()
	if s.Baseline {
		s.besideBaseline()
	}
}

// Start turns the sentence into a new request. It removes the excluded values
// from the requested ones.
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

// IsFor reports whether the assign comes after "for", as in "lr 0.001 for adam",
// or after "give".
func (a Assign) IsFor() bool { return a.lead&sepFor != 0 || a.target }
