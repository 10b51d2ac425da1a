package slack

import (
	"context"
	"sync/atomic"
	"time"
)

// A formAnswer is where the errors of a form meet the acknowledgement that
// waits for them. Either it takes them or who gives them learns that it did
// not: compared by the clock, errors that came as it gave up were lost.
type formAnswer struct {
	wrong   chan map[string]string // holds one
	settled atomic.Bool            // by who gives or who gives up, whoever is first
}

// formPatience is how long a submitted form waits for its errors; Slack gives
// up after three seconds.
const formPatience = 2500 * time.Millisecond

func newFormAnswer() *formAnswer { return &formAnswer{wrong: make(chan map[string]string, 1)} }

// give reports whether somebody takes the errors.
func (a *formAnswer) give(wrong map[string]string) bool {
	if !a.settled.CompareAndSwap(false, true) {
		return false
	}
	a.wrong <- wrong
	return true
}

// wait returns the errors, nil when they are not there in time.
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
