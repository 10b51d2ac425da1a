package await

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// failing is a test that may fail; Fatalf ends its goroutine as a test's does.
type failing struct {
	testing.TB
	said string
}

func (f *failing) Helper() {}

func (f *failing) Fatalf(format string, args ...any) {
	f.said = format
	panic(f)
}

func (f *failing) run(what func()) {
	defer func() {
		if p := recover(); p != nil && p != any(f) {
			panic(p)
		}
	}()
	what()
}

func TestWhatComesIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		after := func(d time.Duration) func() bool { return func() bool { return time.Since(start) >= d } }
		Until(t, "a minute", after(time.Minute))
		Nil(t, "two minutes", func() error {
			if after(2 * time.Minute)() {
				return nil
			}
			return errors.New("not yet")
		})
		ch := make(chan int)
		go func() { ch <- 7 }()
		if got := Value(t, "seven", ch); got != 7 {
			t.Errorf("received %d", got)
		}
	})
}

func TestWhatNeverComesFails(t *testing.T) {
	for name, wait := range map[string]func(testing.TB){
		"Until": func(t testing.TB) { Until(t, "nothing", func() bool { return false }) },
		"Nil":   func(t testing.TB) { Nil(t, "nothing", func() error { return errors.New("no") }) },
		"Value": func(t testing.TB) { Value(t, "nothing", make(chan int)) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := &failing{TB: t}
				start := time.Now()
				f.run(func() { wait(f) })
				if waited := time.Since(start); f.said == "" || waited < Patience || waited > Patience+time.Second {
					t.Errorf("after %s it said %q", waited, f.said)
				}
			})
		})
	}
}
