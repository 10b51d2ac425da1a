package lanes

import "sync"

// Locks has one mutex for each name. It keeps a mutex only while somebody holds it
// or waits for it.
type Locks struct {
	mu   sync.Mutex
	held map[string]*lock
}

type lock struct {
	sync.Mutex
	users int
}

// NewLocks returns locks that nobody holds.
func NewLocks() *Locks { return &Locks{held: make(map[string]*lock)} }

// Take locks name and returns the function that unlocks it.
func (l *Locks) Take(name string) (release func()) {
	l.mu.Lock()
	one := l.held[name]
	if one == nil {
		one = new(lock)
		l.held[name] = one
	}
	one.users++
	l.mu.Unlock()
	one.Lock()
	return func() {
		one.Unlock()
		l.mu.Lock()
		defer l.mu.Unlock()
		if one.users--; one.users == 0 {
			delete(l.held, name)
		}
	}
}
