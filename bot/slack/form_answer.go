package slack

import (
	"context"
	"sync/atomic"
	"time"
)

// A formAnswer passes the errors of a form to the acknowledgement that waits
// for them. Either the acknowledgement takes the errors, or give returns false.
// A deadline checked on both sides lost errors that came at that moment.
type formAnswer struct {
	wrong   chan map[string]string // holds one
	settled atomic.Bool            // set by give or by wait giving up, whichever is first
}

// formPatience is how long a submitted form waits for its errors; Slack waits
// three seconds.
const formPatience = 2500 * time.Millisecond

func newFormAnswer() *formAnswer { return &formAnswer{wrong: make(chan map[string]string, 1)} }

// give reports whether the acknowledgement takes the errors.
func (a *formAnswer) give(wrong map[string]string) bool {
	if !a.settled.CompareAndSwap(false, true) {
		return false
	}
	a.wrong <- wrong
	return true
}

// wait returns the errors, nil if they do not come in time.
func (a *formAnswer) wait(ctx context.Context) map[string]string {
	timer := time.NewTimer(formPatience)
	defer timer.Stop()
	select {
	case wrong := <-a.wrong:
		return wrong
	case <-timer.C:
	case <-ctx.Done():
	}
	if a.settled.CompareAndSwap(false, true) {
		return nil
	}
	return <-a.wrong
}
