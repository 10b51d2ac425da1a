// Package lanes keeps order where platforms deliver events faster than Trex can
// handle them. Jobs with the same key run one after the other, in the order in
// which they came; other jobs run at the same time. It knows nothing about chat.
package lanes

import "sync"

// Lanes runs jobs, a bounded number at a time. Jobs of one key run one after the
// other, in order. Safe for concurrent use.
type Lanes struct {
	slots chan struct{}
	most  int

	mu      sync.Mutex
	waiting int
	by      map[string][]func() // waiting jobs by key; a key has an entry while one of its jobs runs
	closed  bool
	wg      sync.WaitGroup
}

// New returns lanes that run up to workers jobs at a time and hold up to most
// jobs, waiting and running ones together.
func New(workers, most int) *Lanes {
	return &Lanes{slots: make(chan struct{}, workers), most: most, by: make(map[string][]func())}
}

// Do takes a job and returns at once. It returns false when the lanes are full or
// closed.
func (l *Lanes) Do(key string, job func()) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed || l.waiting >= l.most {
		return false
	}
	l.waiting++
	next, busy := l.by[key]
	if busy {
		l.by[key] = append(next, job)
		return true
	}
	l.by[key] = nil
	l.wg.Go(func() { l.run(key, job) })
	return true
}

func (l *Lanes) run(key string, job func()) {
	for job != nil {
		l.slots <- struct{}{}
		job()
		<-l.slots
		job = l.next(key)
	}
}

func (l *Lanes) next(key string) func() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting--
	queue := l.by[key]
	if len(queue) == 0 {
		delete(l.by, key)
		return nil
	}
	l.by[key] = queue[1:]
	return queue[0]
}

// Close refuses new jobs and waits for the jobs it has taken.
func (l *Lanes) Close() {
	l.mu.Lock()
	l.closed = true
	l.mu.Unlock()
	l.wg.Wait()
}
