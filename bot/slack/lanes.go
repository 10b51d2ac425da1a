package slack

import "sync"

// lanes runs jobs on a bounded number of goroutines: those of one key one after
// the other, in order, those of different keys at the same time.
type lanes struct {
	slots chan struct{}
	most  int // jobs that may wait

	mu      sync.Mutex
	waiting int
	by      map[string][]func() // what comes next, by key; an entry while one runs
	closed  bool
	wg      sync.WaitGroup
}

func newLanes(workers, most int) *lanes {
	return &lanes{slots: make(chan struct{}, workers), most: most, by: make(map[string][]func())}
}

// do takes a job; false when too many wait already or the lanes are closed.
func (l *lanes) do(key string, job func()) bool {
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

func (l *lanes) run(key string, job func()) {
	for job != nil {
		l.slots <- struct{}{}
		job()
		<-l.slots
		job = l.next(key)
	}
}

func (l *lanes) next(key string) func() {
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

// close takes no more jobs and waits for those taken.
func (l *lanes) close() {
	l.mu.Lock()
	l.closed = true
	l.mu.Unlock()
	l.wg.Wait()
}
