package bot

import (
	"testing"

	"github.com/trex-ml/trex/bot/chat"
)

// TestEveryActionHasAHandler also checks that no other action has a handler.
func TestEveryActionHasAHandler(t *testing.T) {
	t.Parallel()
	b, _, _ := sampleBot(t)
	known := make(map[chat.ActionName]bool)
	for _, name := range chat.ActionNames() {
		known[name] = true
		if b.clicks.handlers[name] == nil {
			t.Errorf("a click on %q is answered by nobody", name)
		}
	}
	for name := range b.clicks.handlers {
		if !known[name] {
			t.Errorf("%q cannot be clicked, but has a handler", name)
		}
	}
}
