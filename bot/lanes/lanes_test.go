package lanes

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
)

func TestLanesKeepTheOrderOfAKey(t *testing.T) {
	l := New(4, 1000)
	var got []int
	for i := range 100 {
		if !l.Do("a", func() { got = append(got, i) }) {
			t.Fatal("refused")
		}
	}
	l.Close()
	for i, n := range got {
		if i != n {
			t.Fatalf("order %v", got)
		}
	}
	if len(got) != 100 || l.Do("a", func() {}) {
		t.Errorf("%d of 100 jobs done, or a job taken after the end", len(got))
	}
}

func TestLanesAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := New(2, 3)
		gate := make(chan struct{})
		var working, done atomic.Int32
		job := func() {
			working.Add(1)
			<-gate
			working.Add(-1)
			done.Add(1)
		}
		for _, key := range []string{"a", "b", "c"} {
			if !l.Do(key, job) {
				t.Fatal("refused")
			}
		}
		if l.Do("d", job) {
			t.Error("took more than may wait")
		}
		for range 3 { // the third begins as the first ends
			synctest.Wait()
			if n, left := working.Load(), 3-done.Load(); n != min(2, left) {
				t.Errorf("%d at a time with %d left", n, left)
			}
			gate <- struct{}{}
		}
		l.Close()
		if done.Load() != 3 {
			t.Errorf("%d of 3 jobs done", done.Load())
		}
	})
}
