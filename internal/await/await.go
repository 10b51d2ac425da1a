// Package await lets tests wait for another goroutine or process. It is the
// only place in the tests that polls: a test says what it waits for, and its
// result does not depend on the machine's speed. A test's own clock is left to
// testing/synctest and package bubble.
//
// All functions must be called from the goroutine of the test, since they end
// the test when the wait fails.
package await

import (
	"context"
	"testing"
	"time"
)

// Patience is how long something may take before it counts as hanging. No test
// may come near it on a machine that is merely busy.
const Patience = 3 * time.Minute

// The pause between two looks is a tenth of the time waited so far, but at
// least soonest and at most slowest. A look may be a call to another process,
// which needs time for its own work.
const (
	soonest = 5 * time.Millisecond
	slowest = 100 * time.Millisecond
)

// Until polls until is, and ends the test when it never returns true. what
// completes the sentence "waited in vain for …".
func Until(t testing.TB, what string, is func() bool) {
	t.Helper()
	if !poll(is) {
		t.Fatalf("waited in vain for %s", what)
	}
}

// Nil polls check until it returns nil, and ends the test when it never does.
// The test then shows check's last error.
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

// poll looks at once, then repeatedly, and once more at the very end.
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
