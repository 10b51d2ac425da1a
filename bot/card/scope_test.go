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
	var many, far []int64
	for n := range int64(80) {
		many, far = append(many, 3*n+1), append(far, 3000*n+1)
	}
	ids := func(numbers ...int64) trex.RunScope {
		var ids []trex.RunID
		for _, n := range numbers {
			ids = append(ids, trex.MakeRunID(n))
		}
		return trex.RunScope{Runs: ids}
	}
	for _, test := range []struct {
		name   string
		scope  trex.RunScope
		active []trex.Run
		want   string
		back   trex.RunScope
		last   trex.RunID
	}{
		{"Ids", trex.RunScope{All: true}, runsOf(1, 3), "r1,r3", ids(1, 3), ""},
		{"Ranges", trex.RunScope{Person: ann}, runsOf(1, 2, 3, 4, 8, 9), "r1-r4,r8,r9", ids(1, 2, 3, 4, 8, 9), ""},
		{"ManyAsBits", trex.RunScope{All: true}, runsOf(many...), "r1~JJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJ", ids(many...), ""},
		{"TooManyOfAnExperiment", trex.RunScope{Experiment: "e4"}, runsOf(far...), "e4@r237001", trex.RunScope{Experiment: "e4"}, "r237001"},
	} {
		t.Run(test.name, func(t *testing.T) {
			subject, ok := ScopeSubject(test.scope, test.active, 60)
			if subject != test.want || !ok {
				t.Fatalf("ScopeSubject = %q, %v, want %q", subject, ok, test.want)
			}
			back, last, err := ParseScope(subject, ann)
			if diff := cmp.Diff(test.back, back); diff != "" || err != nil || last != test.last {
				t.Errorf("ParseScope: up to %q, %v (-want +got):\n%s", last, err, diff)
			}
		})
	}
	for name, scope := range map[string]trex.RunScope{"NamedOnes": {Runs: []trex.RunID{"r1"}}, "OfMine": {Person: ann}, "OfAll": {All: true}} {
		t.Run("TooMany"+name, func(t *testing.T) {
			if subject, ok := ScopeSubject(scope, runsOf(far...), 60); ok {
				t.Errorf("ScopeSubject = %q, but a button that stops other runs too is worse than none", subject)
			}
		})
	}
	for subject, want := range map[string]trex.RunScope{
		"mine": {Person: ann}, "mine/digits": {Person: ann, Project: "digits"}, "all/a/b": {All: true, Project: "a/b"}, "e4": {Experiment: "e4"},
	} {
		if got, last, err := ParseScope(subject, ann); cmp.Diff(want, got) != "" || last != "" || err != nil {
			t.Errorf("ParseScope(%q) = %+v, %q, %v", subject, got, last, err)
		}
	}
}

func TestParseScopeRefuses(t *testing.T) {
	for _, subject := range []string{"", "x", "r1,", "r9-r1", "r1-r999999", "r1-", "-r1", "everything", "r1,e4", "r1~", "r1~!", "x~AQ", "mine@", "e4@x"} {
		if scope, _, err := ParseScope(subject, trex.Person{}); trex.KindOf(err) != trex.KindInvalid {
			t.Errorf("ParseScope(%q) = %+v, %v", subject, scope, err)
		}
	}
}
