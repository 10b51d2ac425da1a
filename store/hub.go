package store

import (
	"sync"

	"github.com/trex-ml/trex"
)

// Hub passes change notices to subscribers. Publish never blocks.
type Hub struct {
	mu          sync.Mutex
	closed      bool
	subscribers map[*subscriber]bool
}

type subscriber struct{ changes chan trex.Change }

// backlog is how many unread notices a subscriber may have before they are
// merged into one AllChanged.
const backlog = 256

// Subscribe returns a channel of notices from now on. cancel and the hub's Close
// close it.
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

// Publish sends changes to every subscriber. For a subscriber whose backlog is
// full it replaces the backlog by one AllChanged.
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
