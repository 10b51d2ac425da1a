package evaltest

import (
	"slices"
	"strings"
	"testing"

	"github.com/trex-ml/trex"
)

// playDeletions says every command to stop runs again and again, each time with
// one word less. Whatever is left of it, nothing may end at once that the whole
// command would not have ended.
func playDeletions(t testing.TB, m *measure) *score {
	s := newScore(m.name, m.goal)
	ws := kinds(t)["digits/full"]
	for _, e := range readSet(t, "own.stops.jsonl") {
		words := strings.Fields(e.Say)
		for i := range words {
			if len(words) == 1 {
				continue
			}
			less := strings.Join(slices.Delete(slices.Clone(words), i, i+1), " ")
			w := ws.take(t)
			a := w.converse().say("ann", less)
			s.add(e.Family, []string{e.Say, less}, a, stopsNoMore(t, &e, w, a))
			ws.giveBack(w, a.changed.runs())
		}
	}
	return s
}

func stopsNoMore(t testing.TB, e *example, w *world, a *answer) judgement {
	t.Helper()
	wanted, err := choose(e.Select, w.runs())
	if err != nil {
		t.Fatalf("%s: %v", e.where, err)
	}
	more := slices.DeleteFunc(slices.Clone(a.changed.stopped), func(id trex.RunID) bool { return has(wanted, id) })
	if len(more) > 0 {
		return bad("none but %s to be stopped", idsOf(wanted))
	}
	return fine
}
