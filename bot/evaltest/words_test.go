package evaltest

import "testing"

// playWords plays the conversations of a set, each with a fresh thread.
func playWords(t testing.TB, set, goal string, examples []example) *score {
	s := newScore(set, goal)
	worlds := kinds(t)
	for i := range examples {
		e := &examples[i]
		kind := worlds[e.kind()]
		if kind == nil {
			t.Fatalf("%s: there is no server %q", e.where, e.kind())
		}
		w := kind.take(t)
		c := w.converse()
		var last *answer
		changed := false
		for _, text := range e.turns() {
			last = c.say("ann", text)
			changed = changed || last.changed.runs()
		}
		s.add(e.Family, e.turns(), last, e.judgeWords(last, kind.projects))
		kind.giveBack(w, changed)
	}
	return s
}
