package evaltest

import (
	"testing"

	"github.com/trex-ml/trex"
)

// openCard is the request whose card lies open in a thread.
const openCard = "try lr 0.1 and 0.03"

// scene returns the conversation in which an example begins.
func (w *world) scene(in string) *conversation {
	switch in {
	case "":
		return w.converse()
	case "card":
		c := w.converse()
		if a := c.say("ann", openCard); a.card == nil {
			w.t.Fatalf("%q has no card: %s", openCard, a.short())
		}
		return c
	}
	id, err := trex.ParseExperimentID(in)
	if err != nil {
		w.t.Fatal(err)
	}
	w.visits++ // events of one thread must differ
	return &conversation{w: w, thread: experimentThread(int(id.Number())), events: 1000 * w.visits}
}

// play plays an example and returns the conversation with its last answer.
func (e *example) play(w *world) (c *conversation, last *answer, changed bool) {
	c = w.scene(e.In)
	by := e.By
	if by == "" {
		by = "ann"
	}
	turns := e.turns()
	for i, text := range turns {
		switch {
		case i < len(turns)-1:
			last = c.say("ann", text)
		case e.Overheard:
			last = c.overhear(by, text)
		default:
			last = c.say(by, text)
		}
		changed = changed || last.changed.runs()
	}
	return c, last, changed
}

// playActs plays the conversations of a set that states acts.
func playActs(t testing.TB, set, goal string, examples []example) *score {
	s := newScore(set, goal)
	worlds := kinds(t)
	for i := range examples {
		e := &examples[i]
		kind := worlds[e.kind()]
		if kind == nil {
			t.Fatalf("%s: there is no server %q", e.where, e.kind())
		}
		w := kind.take(t)
		c, last, changed := e.play(w)
		s.add(e.Family, e.turns(), last, e.judgeAct(c, last, kind.projects))
		kind.giveBack(w, changed || last.changed.runs() || e.In != "" && e.In != "card")
	}
	return s
}
