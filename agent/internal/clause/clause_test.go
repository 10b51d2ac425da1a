package clause

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex/agent/internal/lex"
	"github.com/trex-ml/trex/agent/internal/lexicon"
)

// show writes clauses as "mood flags: words | …".
func show(text string) string {
	t := lexicon.English.Tag(lex.Scan(text))
	var parts []string
	for _, c := range Cut(t) {
		name := [...]string{"fragment", "order", "asks", "statement"}[c.Mood]
		for _, flag := range []struct {
			set  bool
			name string
		}{{c.Condition, "if"}, {c.Negated, "not"}, {c.Past, "past"}, {c.Future, "will"}, {c.Wish, "wish"}} {
			if flag.set {
				name += " " + flag.name
			}
		}
		var words []string
		for _, w := range t[c.From:c.To] {
			words = append(words, w.Raw)
		}
		parts = append(parts, name+": "+strings.Join(words, " "))
	}
	return strings.Join(parts, " | ")
}

func TestCut(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"stop r12":                              "order: stop r12",
		"please don't stop r12":                 "order not: please don't stop r12",
		"can you stop r12":                      "order: can you stop r12",
		"why did you stop r12":                  "asks past: why did you stop r12",
		"has r12 stopped?":                      "asks past: has r12 stopped ?",
		"if r39 diverges stop it":               "statement if: if r39 diverges | order: stop it",
		"stop r3 unless it is better than r4":   "order: stop r3 | statement if: unless it is better than r4",
		"keep r9, stop the rest":                "order: keep r9 , | order: stop the rest",
		"we already did lr 0.1, now try 0.01":   "statement past: we already did lr 0.1 , | order: now try 0.01",
		"lr 0.1, 0.01 with bs 64":               "fragment: lr 0.1 , 0.01 with bs 64",
		"batch size is 64":                      "fragment: batch size is 64",
		"lr 0.5 is nonsense":                    "statement: lr 0.5 is nonsense",
		"I'd love it if you could try lr 0.1":   "order wish: I'd love it if you could try lr 0.1",
		"we'll use adam":                        "statement will: we'll use adam",
		"do 3 runs":                             "order: do 3 runs",
		"does adam beat sgd?":                   "asks: does adam beat sgd ?",
		"that's too long, 5 epochs":             "statement: that's too long , | fragment: 5 epochs",
		"lr 0.1, 0.01 but don't do 0.1 with 32": "fragment: lr 0.1 , 0.01 but | order not: don't do 0.1 with 32",
		"what about digits with hidden 256?":    "asks: what about digits with hidden 256 ?",
		"when is it done":                       "asks: when is it done",
		"i) lr 0.1, ii) lr 0.2":                 "fragment: i ) lr 0.1 , ii ) lr 0.2",
	} {
		if diff := cmp.Diff(want, show(text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}
