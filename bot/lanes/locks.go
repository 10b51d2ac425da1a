package lanes

import "sync"

// Locks is one mutex a name, kept only while somebody holds or awaits it.
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

// Take locks name and returns what unlocks it.
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
