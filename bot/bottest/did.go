package bottest

import (
	"testing"

	"github.com/trex-ml/trex/bot/chat"
)

// Did returns the Did of an event as a T; the test fails when it is no T.
func Did[T chat.Deed](t testing.TB, event chat.Event) T {
	t.Helper()
	did, ok := event.Did.(T)
	if !ok {
		t.Fatalf("the event is a %T, want %T: %+v", event.Did, did, event)
	}
	return did
}
