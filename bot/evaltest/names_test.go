package evaltest

import (
	"regexp"
	"strings"
	"testing"
)

var (
	integer = regexp.MustCompile(`^\d+$`)
	short   = regexp.MustCompile(`^(no|not|yet|lr|h)$`)
	wordEnd = regexp.MustCompile(`^[\p{L}\d]`)
	intEnd  = regexp.MustCompile(`^(\p{L}|\d|\.\d)`)
	before  = regexp.MustCompile(`[\p{L}\d]$`)
	decimal = regexp.MustCompile(`\d\.$`)
)

// names reports whether a text says a word, in any case. A word begins where a
// word begins: r1 is not in pr1, 25 not in 0.25. Ids, whole numbers and short
// words also end there: r1 is not in r12, “no” not in “know”. Other words and
// numbers may go on, as 0.302 does in 0.3020.
func names(text, word string) bool {
	text, word = strings.ToLower(text), strings.ToLower(word)
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return false
		}
		i += from
		if standsAlone(text[:i], word, text[i+len(word):]) {
			return true
		}
		from = i + 1
	}
}

func standsAlone(head, word, tail string) bool {
	starts := before.MatchString(word[:1])
	number := word[0] >= '0' && word[0] <= '9'
	switch {
	case starts && before.MatchString(head), number && decimal.MatchString(head):
		return false
	case integer.MatchString(word):
		return !intEnd.MatchString(tail)
	case isID(word), short.MatchString(word):
		return !wordEnd.MatchString(tail)
	}
	return true
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		text, word string
		want       bool
	}{
		{"stop r12, r1 and r3", "r1", true},
		{"stop r12", "r1", false},
		{"val_loss 0.3020", "0.302", true},
		{"dropout 0.25", "25", false},
		{"epochs 25.", "25", true},
		{"you know", "no", false},
		{"no run", "no", true},
		{"MemoryError: no", "memory", true},
		{"~3 h", "3 h", true},
		{"out of GPUs", "GPU", true},
	} {
		if got := names(c.text, c.word); got != c.want {
			t.Errorf("%q names %q: %v", c.text, c.word, got)
		}
	}
}
