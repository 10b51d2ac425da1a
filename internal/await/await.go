// Package await waits in tests for what another goroutine or process does. It
// is the one place of the tests that looks again and again: a test says what
// it waits for, and how fast the machine is decides nothing. It leaves a test's
// own clock to testing/synctest and package bubble.
//
// All functions must be called from the goroutine of the test, since they end
// it when what they wait for never comes.
package await

import (
	"context"
	"testing"
	"time"
)

// Patience is how long something may take before it counts as hanging. No test
// may come near it on a machine that is merely busy.
const Patience = 3 * time.Minute

// Between two looks a tenth of what was waited already passes, but no less than
// soonest and no more than slowest: a look may be a call to another process,
// which has to get on with what is waited for.
const (
	soonest = 5 * time.Millisecond
	slowest = 100 * time.Millisecond
)

// Until looks until is says yes, and ends the test when it never does. What
// completes the sentence "waited in vain for …".
func Until(t testing.TB, what string, is func() bool) {
	t.Helper()
	if !poll(is) {
		t.Fatalf("waited in vain for %s", what)
	}
}

// Nil looks until check returns nil. The error that it returned last says in
// what state things were left when it never does.
func Nil(t testing.TB, what string, check func() error) {
	t.Helper()
	var err error
	if !poll(func() bool { err = check(); return err == nil }) {
		t.Fatalf("waited in vain for %s: %v", what, err)
	}
}

// Value receives from ch, and ends the test when nothing is ever sent. A closed
// channel gives the zero value.
func Value[T any](t testing.TB, what string, ch <-chan T) T {
	t.Helper()
	timer := time.NewTimer(Patience)
	defer timer.Stop()
	select {
	case value := <-ch:
		return value
	case <-timer.C:
		t.Fatalf("waited in vain for %s", what)
		panic("unreachable")
	}
}

// Context returns a context for a call that blocks until it succeeds. It ends
// with the test, or when the call hangs.
func Context(t testing.TB) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), Patience)
	t.Cleanup(cancel)
	return ctx
}

// poll looks at once, then again and again, and once more at the very end.
func poll(is func() bool) bool {
	if is() {
		return true
	}
	timer := time.NewTimer(soonest)
	defer timer.Stop()
	for begun := time.Now(); time.Since(begun) < Patience; {
		<-timer.C
		if is() {
			return true
		}
		timer.Reset(min(max(time.Since(begun)/10, soonest), slowest))
	}
	return false
}
