package slack

import (
	"sync"

	"github.com/trex-ml/trex"
)

// doubtful holds the keys of messages that may have arrived although the call
// failed. Before Trex posts one of them again, it asks Slack whether it is
// there.
type doubtful struct {
	mu   sync.Mutex
	keys map[string]bool
}

func newDoubtful() *doubtful { return &doubtful{keys: make(map[string]bool)} }

func (d *doubtful) key(thread trex.Thread, key string) string {
	return thread.Channel + " " + thread.ID + " " + key
}

func (d *doubtful) has(thread trex.Thread, key string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.keys[d.key(thread, key)]
}

func (d *doubtful) add(thread trex.Thread, key string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.keys[d.key(thread, key)] = true
}

func (d *doubtful) clear(thread trex.Thread, key string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.keys, d.key(thread, key))
}
