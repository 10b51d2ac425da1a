package bot

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
)

func TestPeopleOfOneName(t *testing.T) {
	t.Parallel()
	person := func(platform, id, name string) trex.Person {
		return trex.Person{Platform: platform, ID: id, Name: name}
	}
	var runs []trex.Run
	for _, p := range []trex.Person{person("slack", "U1", "Alex"), person("discord", "7", "Alex"), person("slack", "U2", "Bo"), person("slack", "U3", ""), person("slack", "U2", "Bob")} {
		runs = append(runs, trex.Run{Requester: p})
	}
	want := map[trex.Person]string{
		person("slack", "U1", ""): "Alex (slack U1)", person("discord", "7", ""): "Alex (discord 7)",
		person("slack", "U2", ""): "Bo", person("slack", "U3", ""): "U3",
	}
	if diff := cmp.Diff(want, peopleOf(runs)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
