package store

import (
	"sync"

	"github.com/trex-ml/trex"
)

// Hub hands change notices to subscribers. It never blocks who publishes.
type Hub struct {
	mu          sync.Mutex
	closed      bool
	subscribers map[*subscriber]bool
}

type subscriber struct{ changes chan trex.Change }

// backlog is how many notices a subscriber may be behind before they are
// merged into one AllChanged.
const backlog = 256

// Subscribe returns a channel of notices from now on. cancel, and the store's
// Close, close it.
func (h *Hub) Subscribe() (changes <-chan trex.Change, cancel func()) {
	s := &subscriber{changes: make(chan trex.Change, backlog)}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		close(s.changes)
		return s.changes, func() {}
	}
	if h.subscribers == nil {
		h.subscribers = make(map[*subscriber]bool)
	}
	h.subscribers[s] = true
	return s.changes, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		if h.subscribers[s] {
			delete(h.subscribers, s)
			close(s.changes)
		}
	}
}

// Publish gives changes to every subscriber. To one that has fallen behind by
// a whole backlog it gives AllChanged in place of it.
func (h *Hub) Publish(changes ...trex.Change) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.subscribers {
		for _, change := range changes {
			s.sendLocked(change)
		}
	}
}

func (s *subscriber) sendLocked(change trex.Change) {
	select {
	case s.changes <- change:
		return
	default:
	}
	for {
		select {
		case <-s.changes:
			continue
		default:
		}
		break
	}
	s.changes <- trex.Change{Kind: trex.AllChanged} // the hub is the only sender, so there is room
}

// Close closes every subscriber's channel.
func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for s := range h.subscribers {
		delete(h.subscribers, s)
		close(s.changes)
	}
}
