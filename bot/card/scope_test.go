package card

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
)

func runsOf(numbers ...int64) []trex.Run {
	var runs []trex.Run
	for _, n := range numbers {
		runs = append(runs, trex.Run{ID: trex.MakeRunID(n)})
	}
	return runs
}

func TestScopeSubject(t *testing.T) {
	ann := trex.Person{Platform: "test", ID: "U1"}
	var many []int64
	for n := range int64(200) {
		many = append(many, 3*n+1)
	}
	for _, test := range []struct {
		name   string
		scope  trex.RunScope
		active []trex.Run
		want   string
		back   trex.RunScope
	}{
		{"Ids", trex.RunScope{All: true}, runsOf(1, 3), "r1,r3", trex.RunScope{Runs: []trex.RunID{"r1", "r3"}}},
		{
			"Ranges", trex.RunScope{Person: ann}, runsOf(1, 2, 3, 4, 8, 9), "r1-r4,r8,r9",
			trex.RunScope{Runs: []trex.RunID{"r1", "r2", "r3", "r4", "r8", "r9"}},
		},
		{"TooManyOfAnExperiment", trex.RunScope{Experiment: "e4"}, runsOf(many...), "e4", trex.RunScope{Experiment: "e4"}},
		{"TooManyOfMine", trex.RunScope{Person: ann}, runsOf(many...), "mine", trex.RunScope{Person: ann}},
		{"TooManyOfAProject", trex.RunScope{All: true, Project: "digits"}, runsOf(many...), "all/digits", trex.RunScope{All: true, Project: "digits"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			subject, ok := ScopeSubject(test.scope, test.active, 60)
			if subject != test.want || !ok {
				t.Fatalf("ScopeSubject = %q, %v, want %q", subject, ok, test.want)
			}
			back, err := ParseScope(subject, ann)
			if diff := cmp.Diff(test.back, back); diff != "" || err != nil {
				t.Errorf("ParseScope: %v (-want +got):\n%s", err, diff)
			}
		})
	}
	t.Run("TooManyNamedOnes", func(t *testing.T) {
		if subject, ok := ScopeSubject(trex.RunScope{Runs: []trex.RunID{"r1"}}, runsOf(many...), 60); ok {
			t.Errorf("ScopeSubject = %q, but a button that stops others' runs too is worse than none", subject)
		}
	})
}

func TestParseScopeRefuses(t *testing.T) {
	for _, subject := range []string{"", "x", "r1,", "r9-r1", "r1-r999999", "r1-", "-r1", "everything", "r1,e4"} {
		if scope, err := ParseScope(subject, trex.Person{}); trex.KindOf(err) != trex.KindInvalid {
			t.Errorf("ParseScope(%q) = %+v, %v", subject, scope, err)
		}
	}
}
