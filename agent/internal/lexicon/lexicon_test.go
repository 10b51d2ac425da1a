package lexicon

import (
	"testing"

	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/word"
	"github.com/trex-ml/trex/agent/internal/word/wordtest"
)

// TestEveryConceptHasForms: code names concepts, the file gives their words, and
// neither knows one that the other does not.
func TestEveryConceptHasForms(t *testing.T) {
	t.Parallel()
	wordtest.Check(t, func(Concept) bool { return false }, word.Parse(englishText))
}

func TestTag(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		text    string
		at      int
		concept Concept
		end     int // at when the concept does not begin there
	}{
		{"stop r12", 0, Stop, 1},
		{"shut down r12", 0, Stop, 2},
		{"Don't stop r12", 0, Not, 1},
		{"dont stop r12", 0, Not, 1},
		{"I'd stop r12", 0, Would, 1},
		{"the id of r12", 1, Would, 1}, // "id" is no "I'd"
		{"everything except for r12", 1, Except, 3},
		{"lr on a log scale", 2, AskLog, 2}, // a log scale is no log
		{"lr on a log scale", 2, LogScale, 2},
		{"log of r3", 0, AskLog, 1},
		{"once more", 0, If, 0}, // no condition
		{"once more", 0, Again, 2},
		{"still running?", 2, Question, 3},
	} {
		if end := English.Tag(lex.Scan(tc.text)).At(tc.at, tc.concept); end != tc.end {
			t.Errorf("%q: %s at word %d ends at %d, want %d", tc.text, tc.concept, tc.at, end, tc.end)
		}
	}
}
