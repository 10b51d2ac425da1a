package runner

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/trex-ml/trex"
)

// TestFair: the person with fewer active runs comes first, even if served last;
// among equals, the one served longest ago. Each person's runs keep their
// order.
func TestFair(t *testing.T) {
	ada, bob := trex.Person{Platform: "web", ID: "U1"}, trex.Person{Platform: "web", ID: "U2"}
	pending := []trex.Run{{ID: "r1", Requester: ada}, {ID: "r2", Requester: ada}, {ID: "r3", Requester: bob}, {ID: "r4", Requester: bob}}
	for name, test := range map[string]struct {
		going, served []trex.Person
		want          []trex.RunID
	}{
		"Alone":       {nil, nil, []trex.RunID{"r1", "r3", "r2", "r4"}},
		"LongestAgo":  {nil, []trex.Person{bob, ada}, []trex.RunID{"r3", "r1", "r4", "r2"}},
		"Fewest":      {[]trex.Person{ada}, []trex.Person{ada, bob}, []trex.RunID{"r3", "r1", "r4", "r2"}},
		"FewestByTwo": {[]trex.Person{ada, ada}, []trex.Person{ada, ada, bob}, []trex.RunID{"r3", "r4", "r1", "r2"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := New(Params{})
			for i, person := range test.going {
				r.followers[trex.MakeRunID(int64(10+i))] = &follower{requester: person}
			}
			for _, person := range test.served {
				r.served.serve(person)
			}
			var got []trex.RunID
			for _, run := range r.fair(pending) {
				got = append(got, run.ID)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
