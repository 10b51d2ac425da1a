package word_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/trex-ml/trex/agent/internal/word"
	"github.com/trex-ml/trex/agent/internal/word/wordtest"
)

// TestEveryConceptHasForms: code names concepts, the files give their words, and
// neither knows one that the other does not.
func TestEveryConceptHasForms(t *testing.T) {
	t.Parallel()
	// Groups and Amounts return these by the rest of their names.
	grouped := regexp.MustCompile(`^(unit|times|part) [0-9]|^(parameter|choice|form) `)
	wordtest.Check(t, func(c word.Concept) bool { return grouped.MatchString(string(c)) }, word.Values, word.Numbers, word.Names)
}

func TestIs(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		form    string
		concept word.Concept
		want    bool
	}{
		{"twice", word.Double, true},
		{"twice", word.Halve, false},
		{",", ",", true},
		{",", word.ClauseStart, true}, // written "comma" in the file
		{"used", word.Used, false},    // the name of a concept is no form of it
	} {
		if got := word.Values.Is(tc.form, tc.concept); got != tc.want {
			t.Errorf("Is(%q, %q) = %v", tc.form, tc.concept, got)
		}
	}
}

func TestAmounts(t *testing.T) {
	t.Parallel()
	units := word.Numbers.Amounts("unit")
	if units["forty"] != 40 || units["zero"] != 0 || len(units) < 28 {
		t.Errorf("units are %v", units)
	}
	if names := word.Names.Groups("parameter")["lr"]; !slices.Contains(names, "learning rate") {
		t.Errorf("lr is %v", names)
	}
}
