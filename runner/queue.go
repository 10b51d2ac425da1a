package runner

import (
	"cmp"
	"slices"

	"github.com/trex-ml/trex"
)

// served remembers whose turn it was. It is empty when Trex starts: active runs
// are counted from the store, and one turn more or less does no harm.
type served struct {
	turns map[personKey]int64 // when a person's run was last started, in turns
	turn  int64
}

type personKey struct{ platform, id string }

func keyOf(p trex.Person) personKey { return personKey{p.Platform, p.ID} }

func (s *served) serve(p trex.Person) {
	s.turn++
	s.turns[keyOf(p)] = s.turn
}

// fair orders pending runs so that people share the room evenly. The person who
// would have the fewest active runs comes first; among equals, the one who has
// waited longest for a turn. The runs of one person keep their order. The
// store's order is by turns too, but cannot know who was served last.
func (r *Runner) fair(pending []trex.Run) []trex.Run {
	going := map[personKey]int{}
	r.mu.Lock()
	for _, f := range r.followers {
		going[keyOf(f.requester)]++
	}
	r.mu.Unlock()
	type place struct {
		share int
		turn  int64
		run   trex.Run
	}
	places := make([]place, len(pending))
	for i, run := range pending {
		key := keyOf(run.Requester)
		going[key]++
		places[i] = place{share: going[key], turn: r.served.turns[key], run: run}
	}
	slices.SortStableFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.share, b.share), cmp.Compare(a.turn, b.turn))
	})
	ordered := make([]trex.Run, len(pending))
	for i, p := range places {
		ordered[i] = p.run
	}
	return ordered
}
