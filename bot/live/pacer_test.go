package live

import (
	"errors"
	"testing"
	"time"

	"github.com/trex-ml/trex/bot/chat"
)

func TestARequestToWaitHoldsBackNoMoreThanItMeans(t *testing.T) {
	now := time.Unix(1000, 0)
	p := newPacer(chat.Limits{}, func() time.Time { return now })
	if !p.done("C1", updating, &chat.RetryError{After: time.Minute, Channel: true, Cause: errors.New("429")}) {
		t.Error("the call is given up")
	}
	for _, c := range []struct {
		channel string
		kind    int
		waits   bool
	}{{"C1", updating, true}, {"C1", posting, false}, {"C2", updating, false}} {
		if waits := p.free(c.channel, c.kind).After(now); waits != c.waits {
			t.Errorf("%+v: waits %v", c, waits)
		}
	}
	p.done("C1", updating, &chat.RetryError{After: time.Minute, Cause: errors.New("429")})
	if !p.free("C2", updating).After(now) {
		t.Error("a request to wait everywhere is not heard in C2")
	}
}
