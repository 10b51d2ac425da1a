package agent

import (
	"strings"
	"testing"
)

// TestNothingIsSilentlyDropped adds an unknown word to every request that is
// understood. The answer must name the word and propose nothing.
func TestNothingIsSilentlyDropped(t *testing.T) {
	t.Parallel()
	grammar := NewGrammar()
	inParts(t, readWordings(t), func(t *testing.T, examples []example) {
		for _, e := range examples {
			if len(e.Configs) == 0 && e.Count == 0 || len(e.Turns) > 0 {
				continue
			}
			for _, extra := range []string{" and frobnicate 7", ", zorp=3", " with quux", "\nblarg: 0.5", " using 5 wugs"} {
				changed := e
				changed.Say = e.Say + extra
				intent := changed.converse(t, grammar)
				word := strings.Trim(strings.Fields(extra)[len(strings.Fields(extra))-1], " ,:=0.573\n")
				if len(intent.Configs) > 0 || word != "" && !strings.Contains(intent.Reply, word) {
					t.Errorf("%s: %q: got %s %q %q", e.where, changed.Say, intent.Kind, intent.Reading, intent.Reply)
				}
			}
		}
	})
}
