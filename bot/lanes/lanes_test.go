package lanes

import (
	"sync/atomic"
	"testing"
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
	l := New(2, 3)
	gate := make(chan struct{})
	var working, most atomic.Int32
	job := func() {
		if n := working.Add(1); n > most.Load() {
			most.Store(n)
		}
		<-gate
		working.Add(-1)
	}
	for _, key := range []string{"a", "b", "c"} {
		if !l.Do(key, job) {
			t.Fatal("refused")
		}
	}
	if l.Do("d", job) {
		t.Error("took more than may wait")
	}
	close(gate)
	l.Close()
	if most.Load() > 2 {
		t.Errorf("%d at a time", most.Load())
	}
}
