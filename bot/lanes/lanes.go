// Package lanes keeps order where platforms deliver events faster than they
// can be handled: what belongs together is handled one by one, in the order in
// which it came, everything else at the same time. It knows nothing of chat.
package lanes

import "sync"

// Lanes runs jobs on a bounded number of goroutines: those of one key one after
// the other, in order, those of different keys at the same time. Safe for
// concurrent use.
type Lanes struct {
	slots chan struct{}
	most  int

	mu      sync.Mutex
	waiting int
	by      map[string][]func() // what comes next, by key; an entry while one runs
	closed  bool
	wg      sync.WaitGroup
}

// New returns lanes that work on workers jobs at a time and let at most most
// jobs wait or work.
func New(workers, most int) *Lanes {
	return &Lanes{slots: make(chan struct{}, workers), most: most, by: make(map[string][]func())}
}

// Do takes a job and returns at once; false when too many wait already or the
// lanes are closed.
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

// Close takes no more jobs and waits for those taken.
func (l *Lanes) Close() {
	l.mu.Lock()
	l.closed = true
	l.mu.Unlock()
	l.wg.Wait()
}
