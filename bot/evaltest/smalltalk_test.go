package evaltest

import (
	"strings"
	"testing"
)

// playSmallTalk lets colleagues talk around an open card, its owner and somebody
// else, and in an experiment's thread. Trex must neither answer nor change
// anything. The talk goes on in one thread until something happens.
func playSmallTalk(t testing.TB, m *measure, lines []string) *score {
	s := newScore(m.name, m.goal)
	ws := kinds(t)["digits/full"]
	w := ws.take(t)
	places := []struct{ by, in string }{{"ann", "card"}, {"bob", "card"}, {"ann", "e5"}}
	scenes := make([]*conversation, len(places))
	for _, line := range lines {
		line = strings.ReplaceAll(line, `\n`, "\n")
		j, came := fine, &answer{}
		for i, place := range places {
			if scenes[i] == nil {
				scenes[i] = w.scene(place.in)
			}
			a := scenes[i].overhear(place.by, line)
			if len(a.messages) == 0 && !a.changed.any() {
				continue
			}
			j, came = bad("silence towards %s in a thread with %s", place.by, place.in), a
			scenes[i] = nil
			if a.changed.any() && place.in != "card" || a.changed.runs() {
				ws.giveBack(w, true) // what was changed would be talked about next
				w = ws.take(t)
				clear(scenes)
			}
		}
		s.add("", []string{line}, came, j)
	}
	return s
}
